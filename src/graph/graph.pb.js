// Generated from graph.proto by `npm run proto`; do not edit.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["snnc/src/graph/graph"] || ($protobuf.roots["snnc/src/graph/graph"] = {});

export const snnc = $root.snnc = (() => {

    const snnc = {};

    snnc.graph = (function() {

        const graph = {};

        graph.Graph = (function() {

            const Graph = function (properties) {
                this.nodes = [];
                this.edges = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Graph.prototype.name = "";
            Graph.prototype.timestepSeconds = null;
            Graph.prototype.nodes = $util.emptyArray;
            Graph.prototype.edges = $util.emptyArray;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Graph.prototype, "_timestepSeconds", {
                get: $util.oneOfGetter($oneOfFields = ["timestepSeconds"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Graph.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.timestepSeconds != null && $Object.hasOwnProperty.call(message, "timestepSeconds"))
                    writer.uint32(17).double(message.timestepSeconds);
                if (message.nodes != null && message.nodes.length)
                    for (let i = 0; i < message.nodes.length; ++i)
                        $root.snnc.graph.Node.encode(message.nodes[i], writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.edges != null && message.edges.length)
                    for (let i = 0; i < message.edges.length; ++i)
                        $root.snnc.graph.Edge.encode(message.edges[i], writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Graph.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Graph();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            message.timestepSeconds = reader.double();
                            message._timestepSeconds = "timestepSeconds";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.nodes && message.nodes.length))
                                message.nodes = [];
                            message.nodes.push($root.snnc.graph.Node.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.edges && message.edges.length))
                                message.edges = [];
                            message.edges.push($root.snnc.graph.Edge.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Graph;
        })();

        graph.Edge = (function() {

            const Edge = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Edge.prototype.from = "";
            Edge.prototype.to = "";

            Edge.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.from != null && $Object.hasOwnProperty.call(message, "from") && message.from !== "")
                    writer.uint32(10).string(message.from);
                if (message.to != null && $Object.hasOwnProperty.call(message, "to") && message.to !== "")
                    writer.uint32(18).string(message.to);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Edge.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Edge();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.from = value;
                            else
                                delete message.from;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Edge;
        })();

        graph.Node = (function() {

            const Node = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Node.prototype.name = "";
            Node.prototype.input = null;
            Node.prototype.output = null;
            Node.prototype.embedding = null;
            Node.prototype.linear = null;
            Node.prototype.scale = null;
            Node.prototype.conv1d = null;
            Node.prototype.conv2d = null;
            Node.prototype.pool2d = null;
            Node.prototype.globalPool = null;
            Node.prototype.flatten = null;
            Node.prototype.delay = null;
            Node.prototype.relu = null;
            Node.prototype.threshold = null;
            Node.prototype.integrator = null;
            Node.prototype["if"] = null;
            Node.prototype.lif = null;
            Node.prototype.cubaLif = null;
            Node.prototype.tokenRows = null;
            Node.prototype.batchNorm = null;
            Node.prototype.pool1d = null;
            Node.prototype.reshape = null;
            Node.prototype.transpose = null;
            Node.prototype.concat = null;
            Node.prototype.pad = null;
            Node.prototype.softmax = null;
            Node.prototype.cubaIntegrator = null;

            let $oneOfFields;

            $Object.defineProperty(Node.prototype, "node", {
                get: $util.oneOfGetter($oneOfFields = ["input", "output", "embedding", "linear", "scale", "conv1d", "conv2d", "pool2d", "globalPool", "flatten", "delay", "relu", "threshold", "integrator", "if", "lif", "cubaLif", "tokenRows", "batchNorm", "pool1d", "reshape", "transpose", "concat", "pad", "softmax", "cubaIntegrator"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Node.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.input != null && $Object.hasOwnProperty.call(message, "input"))
                    $root.snnc.graph.Input.encode(message.input, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.output != null && $Object.hasOwnProperty.call(message, "output"))
                    $root.snnc.graph.Output.encode(message.output, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.embedding != null && $Object.hasOwnProperty.call(message, "embedding"))
                    $root.snnc.graph.Embedding.encode(message.embedding, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.linear != null && $Object.hasOwnProperty.call(message, "linear"))
                    $root.snnc.graph.Linear.encode(message.linear, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.scale != null && $Object.hasOwnProperty.call(message, "scale"))
                    $root.snnc.graph.Scale.encode(message.scale, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.conv1d != null && $Object.hasOwnProperty.call(message, "conv1d"))
                    $root.snnc.graph.Conv1d.encode(message.conv1d, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.conv2d != null && $Object.hasOwnProperty.call(message, "conv2d"))
                    $root.snnc.graph.Conv2d.encode(message.conv2d, writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.pool2d != null && $Object.hasOwnProperty.call(message, "pool2d"))
                    $root.snnc.graph.Pool2d.encode(message.pool2d, writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.globalPool != null && $Object.hasOwnProperty.call(message, "globalPool"))
                    $root.snnc.graph.GlobalPool.encode(message.globalPool, writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.flatten != null && $Object.hasOwnProperty.call(message, "flatten"))
                    $root.snnc.graph.Flatten.encode(message.flatten, writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.delay != null && $Object.hasOwnProperty.call(message, "delay"))
                    $root.snnc.graph.Delay.encode(message.delay, writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.relu != null && $Object.hasOwnProperty.call(message, "relu"))
                    $root.snnc.graph.Relu.encode(message.relu, writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.threshold != null && $Object.hasOwnProperty.call(message, "threshold"))
                    $root.snnc.graph.Threshold.encode(message.threshold, writer.uint32(114).fork(), _depth + 1).ldelim();
                if (message.integrator != null && $Object.hasOwnProperty.call(message, "integrator"))
                    $root.snnc.graph.Integrator.encode(message.integrator, writer.uint32(122).fork(), _depth + 1).ldelim();
                if (message["if"] != null && $Object.hasOwnProperty.call(message, "if"))
                    $root.snnc.graph.IntegrateAndFire.encode(message["if"], writer.uint32(130).fork(), _depth + 1).ldelim();
                if (message.lif != null && $Object.hasOwnProperty.call(message, "lif"))
                    $root.snnc.graph.LeakyIntegrateAndFire.encode(message.lif, writer.uint32(138).fork(), _depth + 1).ldelim();
                if (message.cubaLif != null && $Object.hasOwnProperty.call(message, "cubaLif"))
                    $root.snnc.graph.CubaLif.encode(message.cubaLif, writer.uint32(146).fork(), _depth + 1).ldelim();
                if (message.tokenRows != null && $Object.hasOwnProperty.call(message, "tokenRows"))
                    $root.snnc.graph.TokenRows.encode(message.tokenRows, writer.uint32(154).fork(), _depth + 1).ldelim();
                if (message.batchNorm != null && $Object.hasOwnProperty.call(message, "batchNorm"))
                    $root.snnc.graph.BatchNorm.encode(message.batchNorm, writer.uint32(162).fork(), _depth + 1).ldelim();
                if (message.pool1d != null && $Object.hasOwnProperty.call(message, "pool1d"))
                    $root.snnc.graph.Pool1d.encode(message.pool1d, writer.uint32(170).fork(), _depth + 1).ldelim();
                if (message.reshape != null && $Object.hasOwnProperty.call(message, "reshape"))
                    $root.snnc.graph.Reshape.encode(message.reshape, writer.uint32(178).fork(), _depth + 1).ldelim();
                if (message.transpose != null && $Object.hasOwnProperty.call(message, "transpose"))
                    $root.snnc.graph.Transpose.encode(message.transpose, writer.uint32(186).fork(), _depth + 1).ldelim();
                if (message.concat != null && $Object.hasOwnProperty.call(message, "concat"))
                    $root.snnc.graph.Concat.encode(message.concat, writer.uint32(194).fork(), _depth + 1).ldelim();
                if (message.pad != null && $Object.hasOwnProperty.call(message, "pad"))
                    $root.snnc.graph.Pad.encode(message.pad, writer.uint32(202).fork(), _depth + 1).ldelim();
                if (message.softmax != null && $Object.hasOwnProperty.call(message, "softmax"))
                    $root.snnc.graph.Softmax.encode(message.softmax, writer.uint32(210).fork(), _depth + 1).ldelim();
                if (message.cubaIntegrator != null && $Object.hasOwnProperty.call(message, "cubaIntegrator"))
                    $root.snnc.graph.CubaIntegrator.encode(message.cubaIntegrator, writer.uint32(218).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Node.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Node();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.input = $root.snnc.graph.Input.decode(reader, reader.size(), $undefined, _depth + 1, message.input);
                            message.node = "input";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.output = $root.snnc.graph.Output.decode(reader, reader.size(), $undefined, _depth + 1, message.output);
                            message.node = "output";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.embedding = $root.snnc.graph.Embedding.decode(reader, reader.size(), $undefined, _depth + 1, message.embedding);
                            message.node = "embedding";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.linear = $root.snnc.graph.Linear.decode(reader, reader.size(), $undefined, _depth + 1, message.linear);
                            message.node = "linear";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.scale = $root.snnc.graph.Scale.decode(reader, reader.size(), $undefined, _depth + 1, message.scale);
                            message.node = "scale";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.conv1d = $root.snnc.graph.Conv1d.decode(reader, reader.size(), $undefined, _depth + 1, message.conv1d);
                            message.node = "conv1d";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.conv2d = $root.snnc.graph.Conv2d.decode(reader, reader.size(), $undefined, _depth + 1, message.conv2d);
                            message.node = "conv2d";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.pool2d = $root.snnc.graph.Pool2d.decode(reader, reader.size(), $undefined, _depth + 1, message.pool2d);
                            message.node = "pool2d";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.globalPool = $root.snnc.graph.GlobalPool.decode(reader, reader.size(), $undefined, _depth + 1, message.globalPool);
                            message.node = "globalPool";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.flatten = $root.snnc.graph.Flatten.decode(reader, reader.size(), $undefined, _depth + 1, message.flatten);
                            message.node = "flatten";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.delay = $root.snnc.graph.Delay.decode(reader, reader.size(), $undefined, _depth + 1, message.delay);
                            message.node = "delay";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.relu = $root.snnc.graph.Relu.decode(reader, reader.size(), $undefined, _depth + 1, message.relu);
                            message.node = "relu";
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.threshold = $root.snnc.graph.Threshold.decode(reader, reader.size(), $undefined, _depth + 1, message.threshold);
                            message.node = "threshold";
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            message.integrator = $root.snnc.graph.Integrator.decode(reader, reader.size(), $undefined, _depth + 1, message.integrator);
                            message.node = "integrator";
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            message["if"] = $root.snnc.graph.IntegrateAndFire.decode(reader, reader.size(), $undefined, _depth + 1, message["if"]);
                            message.node = "if";
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            message.lif = $root.snnc.graph.LeakyIntegrateAndFire.decode(reader, reader.size(), $undefined, _depth + 1, message.lif);
                            message.node = "lif";
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            message.cubaLif = $root.snnc.graph.CubaLif.decode(reader, reader.size(), $undefined, _depth + 1, message.cubaLif);
                            message.node = "cubaLif";
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            message.tokenRows = $root.snnc.graph.TokenRows.decode(reader, reader.size(), $undefined, _depth + 1, message.tokenRows);
                            message.node = "tokenRows";
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            message.batchNorm = $root.snnc.graph.BatchNorm.decode(reader, reader.size(), $undefined, _depth + 1, message.batchNorm);
                            message.node = "batchNorm";
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            message.pool1d = $root.snnc.graph.Pool1d.decode(reader, reader.size(), $undefined, _depth + 1, message.pool1d);
                            message.node = "pool1d";
                            continue;
                        }
                    case 22: {
                            if (wireType !== 2)
                                break;
                            message.reshape = $root.snnc.graph.Reshape.decode(reader, reader.size(), $undefined, _depth + 1, message.reshape);
                            message.node = "reshape";
                            continue;
                        }
                    case 23: {
                            if (wireType !== 2)
                                break;
                            message.transpose = $root.snnc.graph.Transpose.decode(reader, reader.size(), $undefined, _depth + 1, message.transpose);
                            message.node = "transpose";
                            continue;
                        }
                    case 24: {
                            if (wireType !== 2)
                                break;
                            message.concat = $root.snnc.graph.Concat.decode(reader, reader.size(), $undefined, _depth + 1, message.concat);
                            message.node = "concat";
                            continue;
                        }
                    case 25: {
                            if (wireType !== 2)
                                break;
                            message.pad = $root.snnc.graph.Pad.decode(reader, reader.size(), $undefined, _depth + 1, message.pad);
                            message.node = "pad";
                            continue;
                        }
                    case 26: {
                            if (wireType !== 2)
                                break;
                            message.softmax = $root.snnc.graph.Softmax.decode(reader, reader.size(), $undefined, _depth + 1, message.softmax);
                            message.node = "softmax";
                            continue;
                        }
                    case 27: {
                            if (wireType !== 2)
                                break;
                            message.cubaIntegrator = $root.snnc.graph.CubaIntegrator.decode(reader, reader.size(), $undefined, _depth + 1, message.cubaIntegrator);
                            message.node = "cubaIntegrator";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Node;
        })();

        graph.Shape = (function() {

            const Shape = function (properties) {
                this.axes = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Shape.prototype.axes = $util.emptyArray;

            Shape.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.axes != null && message.axes.length)
                    writer.uint32(10).sint32s(message.axes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Shape.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Shape();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType === 2) {
                                if (!(message.axes && message.axes.length))
                                    message.axes = [];
                                reader.sint32s(message.axes);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.axes && message.axes.length))
                                message.axes = [];
                            message.axes.push(reader.sint32());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Shape;
        })();

        graph.Encoding = (function() {

            const Encoding = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Encoding.prototype.vocabularySize = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Encoding.prototype, "_vocabularySize", {
                get: $util.oneOfGetter($oneOfFields = ["vocabularySize"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Encoding.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.vocabularySize != null && $Object.hasOwnProperty.call(message, "vocabularySize"))
                    writer.uint32(8).uint32(message.vocabularySize);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Encoding.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Encoding();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            message.vocabularySize = reader.uint32();
                            message._vocabularySize = "vocabularySize";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Encoding;
        })();

        graph.Padding = (function() {

            const Padding = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Padding.prototype.causal = false;
            Padding.prototype.left = 0;
            Padding.prototype.right = 0;

            Padding.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.causal != null && $Object.hasOwnProperty.call(message, "causal") && message.causal !== false)
                    writer.uint32(8).bool(message.causal);
                if (message.left != null && $Object.hasOwnProperty.call(message, "left") && message.left !== 0)
                    writer.uint32(16).uint32(message.left);
                if (message.right != null && $Object.hasOwnProperty.call(message, "right") && message.right !== 0)
                    writer.uint32(24).uint32(message.right);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Padding.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Padding();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.causal = value;
                            else
                                delete message.causal;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.left = value;
                            else
                                delete message.left;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.right = value;
                            else
                                delete message.right;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Padding;
        })();

        graph.Pair = (function() {

            const Pair = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Pair.prototype.y = 0;
            Pair.prototype.x = 0;

            Pair.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.y != null && $Object.hasOwnProperty.call(message, "y") && message.y !== 0)
                    writer.uint32(8).uint32(message.y);
                if (message.x != null && $Object.hasOwnProperty.call(message, "x") && message.x !== 0)
                    writer.uint32(16).uint32(message.x);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Pair.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Pair();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.y = value;
                            else
                                delete message.y;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.x = value;
                            else
                                delete message.x;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Pair;
        })();

        graph.Sides = (function() {

            const Sides = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Sides.prototype.top = 0;
            Sides.prototype.left = 0;
            Sides.prototype.bottom = 0;
            Sides.prototype.right = 0;

            Sides.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.top != null && $Object.hasOwnProperty.call(message, "top") && message.top !== 0)
                    writer.uint32(8).uint32(message.top);
                if (message.left != null && $Object.hasOwnProperty.call(message, "left") && message.left !== 0)
                    writer.uint32(16).uint32(message.left);
                if (message.bottom != null && $Object.hasOwnProperty.call(message, "bottom") && message.bottom !== 0)
                    writer.uint32(24).uint32(message.bottom);
                if (message.right != null && $Object.hasOwnProperty.call(message, "right") && message.right !== 0)
                    writer.uint32(32).uint32(message.right);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Sides.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Sides();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.top = value;
                            else
                                delete message.top;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.left = value;
                            else
                                delete message.left;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.bottom = value;
                            else
                                delete message.bottom;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.right = value;
                            else
                                delete message.right;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Sides;
        })();

        graph.Counts = (function() {

            const Counts = function (properties) {
                this.values = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Counts.prototype.values = $util.emptyArray;

            Counts.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.values != null && message.values.length)
                    writer.uint32(10).uint32s(message.values);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Counts.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Counts();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType === 2) {
                                if (!(message.values && message.values.length))
                                    message.values = [];
                                reader.uint32s(message.values);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.values && message.values.length))
                                message.values = [];
                            message.values.push(reader.uint32());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Counts;
        })();

        graph.Names = (function() {

            const Names = function (properties) {
                this.names = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Names.prototype.names = $util.emptyArray;

            Names.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.names != null && message.names.length)
                    for (let i = 0; i < message.names.length; ++i)
                        writer.uint32(10).string(message.names[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Names.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Names();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.names && message.names.length))
                                message.names = [];
                            message.names.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Names;
        })();

        graph.Input = (function() {

            const Input = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Input.prototype.shape = null;
            Input.prototype.encoding = null;

            Input.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.shape != null && $Object.hasOwnProperty.call(message, "shape"))
                    $root.snnc.graph.Shape.encode(message.shape, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.encoding != null && $Object.hasOwnProperty.call(message, "encoding"))
                    $root.snnc.graph.Encoding.encode(message.encoding, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Input.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Input();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.shape = $root.snnc.graph.Shape.decode(reader, reader.size(), $undefined, _depth + 1, message.shape);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.encoding = $root.snnc.graph.Encoding.decode(reader, reader.size(), $undefined, _depth + 1, message.encoding);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Input;
        })();

        graph.Output = (function() {

            const Output = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Output.prototype.shape = null;

            Output.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.shape != null && $Object.hasOwnProperty.call(message, "shape"))
                    $root.snnc.graph.Shape.encode(message.shape, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Output.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Output();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.shape = $root.snnc.graph.Shape.decode(reader, reader.size(), $undefined, _depth + 1, message.shape);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Output;
        })();

        graph.Embedding = (function() {

            const Embedding = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Embedding.prototype.vocabularySize = 0;
            Embedding.prototype.dimensions = 0;
            Embedding.prototype.weight = $util.newBuffer([]);

            Embedding.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.vocabularySize != null && $Object.hasOwnProperty.call(message, "vocabularySize") && message.vocabularySize !== 0)
                    writer.uint32(8).uint32(message.vocabularySize);
                if (message.dimensions != null && $Object.hasOwnProperty.call(message, "dimensions") && message.dimensions !== 0)
                    writer.uint32(16).uint32(message.dimensions);
                if (message.weight != null && $Object.hasOwnProperty.call(message, "weight") && message.weight.length)
                    writer.uint32(26).bytes(message.weight);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Embedding.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Embedding();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.vocabularySize = value;
                            else
                                delete message.vocabularySize;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.dimensions = value;
                            else
                                delete message.dimensions;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.weight = value;
                            else
                                delete message.weight;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Embedding;
        })();

        graph.Linear = (function() {

            const Linear = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Linear.prototype.inputs = 0;
            Linear.prototype.outputs = 0;
            Linear.prototype.weight = $util.newBuffer([]);
            Linear.prototype.bias = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Linear.prototype, "_bias", {
                get: $util.oneOfGetter($oneOfFields = ["bias"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Linear.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.inputs != null && $Object.hasOwnProperty.call(message, "inputs") && message.inputs !== 0)
                    writer.uint32(8).uint32(message.inputs);
                if (message.outputs != null && $Object.hasOwnProperty.call(message, "outputs") && message.outputs !== 0)
                    writer.uint32(16).uint32(message.outputs);
                if (message.weight != null && $Object.hasOwnProperty.call(message, "weight") && message.weight.length)
                    writer.uint32(26).bytes(message.weight);
                if (message.bias != null && $Object.hasOwnProperty.call(message, "bias"))
                    writer.uint32(34).bytes(message.bias);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Linear.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Linear();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.inputs = value;
                            else
                                delete message.inputs;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.outputs = value;
                            else
                                delete message.outputs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.weight = value;
                            else
                                delete message.weight;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.bias = reader.bytes();
                            message._bias = "bias";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Linear;
        })();

        graph.TokenRows = (function() {

            const TokenRows = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            TokenRows.prototype.vocabularySize = 0;
            TokenRows.prototype.outChannels = 0;
            TokenRows.prototype.kernel = 0;
            TokenRows.prototype.padding = null;
            TokenRows.prototype.weight = $util.newBuffer([]);
            TokenRows.prototype.bias = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(TokenRows.prototype, "_bias", {
                get: $util.oneOfGetter($oneOfFields = ["bias"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            TokenRows.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.vocabularySize != null && $Object.hasOwnProperty.call(message, "vocabularySize") && message.vocabularySize !== 0)
                    writer.uint32(8).uint32(message.vocabularySize);
                if (message.outChannels != null && $Object.hasOwnProperty.call(message, "outChannels") && message.outChannels !== 0)
                    writer.uint32(16).uint32(message.outChannels);
                if (message.kernel != null && $Object.hasOwnProperty.call(message, "kernel") && message.kernel !== 0)
                    writer.uint32(24).uint32(message.kernel);
                if (message.padding != null && $Object.hasOwnProperty.call(message, "padding"))
                    $root.snnc.graph.Padding.encode(message.padding, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.weight != null && $Object.hasOwnProperty.call(message, "weight") && message.weight.length)
                    writer.uint32(42).bytes(message.weight);
                if (message.bias != null && $Object.hasOwnProperty.call(message, "bias"))
                    writer.uint32(50).bytes(message.bias);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            TokenRows.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.TokenRows();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.vocabularySize = value;
                            else
                                delete message.vocabularySize;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.outChannels = value;
                            else
                                delete message.outChannels;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.kernel = value;
                            else
                                delete message.kernel;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.padding = $root.snnc.graph.Padding.decode(reader, reader.size(), $undefined, _depth + 1, message.padding);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.weight = value;
                            else
                                delete message.weight;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.bias = reader.bytes();
                            message._bias = "bias";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TokenRows;
        })();

        graph.Scale = (function() {

            const Scale = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Scale.prototype.scale = $util.newBuffer([]);
            Scale.prototype.bias = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Scale.prototype, "_bias", {
                get: $util.oneOfGetter($oneOfFields = ["bias"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Scale.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.scale != null && $Object.hasOwnProperty.call(message, "scale") && message.scale.length)
                    writer.uint32(10).bytes(message.scale);
                if (message.bias != null && $Object.hasOwnProperty.call(message, "bias"))
                    writer.uint32(18).bytes(message.bias);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Scale.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Scale();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.scale = value;
                            else
                                delete message.scale;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.bias = reader.bytes();
                            message._bias = "bias";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Scale;
        })();

        graph.BatchNorm = (function() {

            const BatchNorm = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            BatchNorm.prototype.epsilon = 0;
            BatchNorm.prototype.gamma = $util.newBuffer([]);
            BatchNorm.prototype.beta = $util.newBuffer([]);
            BatchNorm.prototype.mean = $util.newBuffer([]);
            BatchNorm.prototype.variance = $util.newBuffer([]);

            BatchNorm.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.epsilon != null && $Object.hasOwnProperty.call(message, "epsilon") && !$Object.is(message.epsilon, 0))
                    writer.uint32(9).double(message.epsilon);
                if (message.gamma != null && $Object.hasOwnProperty.call(message, "gamma") && message.gamma.length)
                    writer.uint32(18).bytes(message.gamma);
                if (message.beta != null && $Object.hasOwnProperty.call(message, "beta") && message.beta.length)
                    writer.uint32(26).bytes(message.beta);
                if (message.mean != null && $Object.hasOwnProperty.call(message, "mean") && message.mean.length)
                    writer.uint32(34).bytes(message.mean);
                if (message.variance != null && $Object.hasOwnProperty.call(message, "variance") && message.variance.length)
                    writer.uint32(42).bytes(message.variance);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            BatchNorm.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.BatchNorm();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.epsilon = value;
                            else
                                delete message.epsilon;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.gamma = value;
                            else
                                delete message.gamma;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.beta = value;
                            else
                                delete message.beta;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.mean = value;
                            else
                                delete message.mean;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.variance = value;
                            else
                                delete message.variance;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return BatchNorm;
        })();

        graph.Conv1d = (function() {

            const Conv1d = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Conv1d.prototype.inChannels = 0;
            Conv1d.prototype.outChannels = 0;
            Conv1d.prototype.kernel = 0;
            Conv1d.prototype.stride = 0;
            Conv1d.prototype.dilation = 0;
            Conv1d.prototype.groups = 0;
            Conv1d.prototype.padding = null;
            Conv1d.prototype.weight = $util.newBuffer([]);
            Conv1d.prototype.bias = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Conv1d.prototype, "_bias", {
                get: $util.oneOfGetter($oneOfFields = ["bias"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Conv1d.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.inChannels != null && $Object.hasOwnProperty.call(message, "inChannels") && message.inChannels !== 0)
                    writer.uint32(8).uint32(message.inChannels);
                if (message.outChannels != null && $Object.hasOwnProperty.call(message, "outChannels") && message.outChannels !== 0)
                    writer.uint32(16).uint32(message.outChannels);
                if (message.kernel != null && $Object.hasOwnProperty.call(message, "kernel") && message.kernel !== 0)
                    writer.uint32(24).uint32(message.kernel);
                if (message.stride != null && $Object.hasOwnProperty.call(message, "stride") && message.stride !== 0)
                    writer.uint32(32).uint32(message.stride);
                if (message.dilation != null && $Object.hasOwnProperty.call(message, "dilation") && message.dilation !== 0)
                    writer.uint32(40).uint32(message.dilation);
                if (message.groups != null && $Object.hasOwnProperty.call(message, "groups") && message.groups !== 0)
                    writer.uint32(48).uint32(message.groups);
                if (message.padding != null && $Object.hasOwnProperty.call(message, "padding"))
                    $root.snnc.graph.Padding.encode(message.padding, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.weight != null && $Object.hasOwnProperty.call(message, "weight") && message.weight.length)
                    writer.uint32(66).bytes(message.weight);
                if (message.bias != null && $Object.hasOwnProperty.call(message, "bias"))
                    writer.uint32(74).bytes(message.bias);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Conv1d.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Conv1d();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.inChannels = value;
                            else
                                delete message.inChannels;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.outChannels = value;
                            else
                                delete message.outChannels;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.kernel = value;
                            else
                                delete message.kernel;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.stride = value;
                            else
                                delete message.stride;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.dilation = value;
                            else
                                delete message.dilation;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.groups = value;
                            else
                                delete message.groups;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.padding = $root.snnc.graph.Padding.decode(reader, reader.size(), $undefined, _depth + 1, message.padding);
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.weight = value;
                            else
                                delete message.weight;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.bias = reader.bytes();
                            message._bias = "bias";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Conv1d;
        })();

        graph.Conv2d = (function() {

            const Conv2d = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Conv2d.prototype.inChannels = 0;
            Conv2d.prototype.outChannels = 0;
            Conv2d.prototype.kernel = null;
            Conv2d.prototype.stride = null;
            Conv2d.prototype.padding = null;
            Conv2d.prototype.dilation = null;
            Conv2d.prototype.groups = 0;
            Conv2d.prototype.weight = $util.newBuffer([]);
            Conv2d.prototype.bias = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Conv2d.prototype, "_bias", {
                get: $util.oneOfGetter($oneOfFields = ["bias"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Conv2d.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.inChannels != null && $Object.hasOwnProperty.call(message, "inChannels") && message.inChannels !== 0)
                    writer.uint32(8).uint32(message.inChannels);
                if (message.outChannels != null && $Object.hasOwnProperty.call(message, "outChannels") && message.outChannels !== 0)
                    writer.uint32(16).uint32(message.outChannels);
                if (message.kernel != null && $Object.hasOwnProperty.call(message, "kernel"))
                    $root.snnc.graph.Pair.encode(message.kernel, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.stride != null && $Object.hasOwnProperty.call(message, "stride"))
                    $root.snnc.graph.Pair.encode(message.stride, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.padding != null && $Object.hasOwnProperty.call(message, "padding"))
                    $root.snnc.graph.Sides.encode(message.padding, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.dilation != null && $Object.hasOwnProperty.call(message, "dilation"))
                    $root.snnc.graph.Pair.encode(message.dilation, writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.groups != null && $Object.hasOwnProperty.call(message, "groups") && message.groups !== 0)
                    writer.uint32(56).uint32(message.groups);
                if (message.weight != null && $Object.hasOwnProperty.call(message, "weight") && message.weight.length)
                    writer.uint32(66).bytes(message.weight);
                if (message.bias != null && $Object.hasOwnProperty.call(message, "bias"))
                    writer.uint32(74).bytes(message.bias);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Conv2d.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Conv2d();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.inChannels = value;
                            else
                                delete message.inChannels;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.outChannels = value;
                            else
                                delete message.outChannels;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.kernel = $root.snnc.graph.Pair.decode(reader, reader.size(), $undefined, _depth + 1, message.kernel);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.stride = $root.snnc.graph.Pair.decode(reader, reader.size(), $undefined, _depth + 1, message.stride);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.padding = $root.snnc.graph.Sides.decode(reader, reader.size(), $undefined, _depth + 1, message.padding);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.dilation = $root.snnc.graph.Pair.decode(reader, reader.size(), $undefined, _depth + 1, message.dilation);
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.groups = value;
                            else
                                delete message.groups;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.weight = value;
                            else
                                delete message.weight;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.bias = reader.bytes();
                            message._bias = "bias";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Conv2d;
        })();

        graph.Pool1d = (function() {

            const Pool1d = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Pool1d.prototype.operation = "";
            Pool1d.prototype.kernel = 0;
            Pool1d.prototype.stride = 0;
            Pool1d.prototype.padding = null;
            Pool1d.prototype.divisor = "";

            Pool1d.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.operation != null && $Object.hasOwnProperty.call(message, "operation") && message.operation !== "")
                    writer.uint32(10).string(message.operation);
                if (message.kernel != null && $Object.hasOwnProperty.call(message, "kernel") && message.kernel !== 0)
                    writer.uint32(16).uint32(message.kernel);
                if (message.stride != null && $Object.hasOwnProperty.call(message, "stride") && message.stride !== 0)
                    writer.uint32(24).uint32(message.stride);
                if (message.padding != null && $Object.hasOwnProperty.call(message, "padding"))
                    $root.snnc.graph.Padding.encode(message.padding, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.divisor != null && $Object.hasOwnProperty.call(message, "divisor") && message.divisor !== "")
                    writer.uint32(42).string(message.divisor);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Pool1d.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Pool1d();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.operation = value;
                            else
                                delete message.operation;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.kernel = value;
                            else
                                delete message.kernel;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.stride = value;
                            else
                                delete message.stride;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.padding = $root.snnc.graph.Padding.decode(reader, reader.size(), $undefined, _depth + 1, message.padding);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.divisor = value;
                            else
                                delete message.divisor;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Pool1d;
        })();

        graph.Pool2d = (function() {

            const Pool2d = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Pool2d.prototype.operation = "";
            Pool2d.prototype.kernel = null;
            Pool2d.prototype.stride = null;
            Pool2d.prototype.padding = null;
            Pool2d.prototype.divisor = "";

            Pool2d.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.operation != null && $Object.hasOwnProperty.call(message, "operation") && message.operation !== "")
                    writer.uint32(10).string(message.operation);
                if (message.kernel != null && $Object.hasOwnProperty.call(message, "kernel"))
                    $root.snnc.graph.Pair.encode(message.kernel, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.stride != null && $Object.hasOwnProperty.call(message, "stride"))
                    $root.snnc.graph.Pair.encode(message.stride, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.padding != null && $Object.hasOwnProperty.call(message, "padding"))
                    $root.snnc.graph.Sides.encode(message.padding, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.divisor != null && $Object.hasOwnProperty.call(message, "divisor") && message.divisor !== "")
                    writer.uint32(42).string(message.divisor);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Pool2d.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Pool2d();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.operation = value;
                            else
                                delete message.operation;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.kernel = $root.snnc.graph.Pair.decode(reader, reader.size(), $undefined, _depth + 1, message.kernel);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.stride = $root.snnc.graph.Pair.decode(reader, reader.size(), $undefined, _depth + 1, message.stride);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.padding = $root.snnc.graph.Sides.decode(reader, reader.size(), $undefined, _depth + 1, message.padding);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.divisor = value;
                            else
                                delete message.divisor;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Pool2d;
        })();

        graph.GlobalPool = (function() {

            const GlobalPool = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            GlobalPool.prototype.operation = "";

            GlobalPool.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.operation != null && $Object.hasOwnProperty.call(message, "operation") && message.operation !== "")
                    writer.uint32(10).string(message.operation);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            GlobalPool.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.GlobalPool();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.operation = value;
                            else
                                delete message.operation;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return GlobalPool;
        })();

        graph.Flatten = (function() {

            const Flatten = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Flatten.prototype.startDim = 0;
            Flatten.prototype.endDim = 0;

            Flatten.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.startDim != null && $Object.hasOwnProperty.call(message, "startDim") && message.startDim !== 0)
                    writer.uint32(8).sint32(message.startDim);
                if (message.endDim != null && $Object.hasOwnProperty.call(message, "endDim") && message.endDim !== 0)
                    writer.uint32(16).sint32(message.endDim);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Flatten.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Flatten();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.startDim = value;
                            else
                                delete message.startDim;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.endDim = value;
                            else
                                delete message.endDim;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Flatten;
        })();

        graph.Reshape = (function() {

            const Reshape = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Reshape.prototype.shape = null;

            Reshape.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.shape != null && $Object.hasOwnProperty.call(message, "shape"))
                    $root.snnc.graph.Shape.encode(message.shape, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Reshape.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Reshape();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.shape = $root.snnc.graph.Shape.decode(reader, reader.size(), $undefined, _depth + 1, message.shape);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Reshape;
        })();

        graph.Transpose = (function() {

            const Transpose = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Transpose.prototype.axes = null;

            Transpose.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.axes != null && $Object.hasOwnProperty.call(message, "axes"))
                    $root.snnc.graph.Counts.encode(message.axes, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Transpose.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Transpose();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.axes = $root.snnc.graph.Counts.decode(reader, reader.size(), $undefined, _depth + 1, message.axes);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Transpose;
        })();

        graph.Concat = (function() {

            const Concat = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Concat.prototype.axis = 0;
            Concat.prototype.inputs = null;

            Concat.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.axis != null && $Object.hasOwnProperty.call(message, "axis") && message.axis !== 0)
                    writer.uint32(8).sint32(message.axis);
                if (message.inputs != null && $Object.hasOwnProperty.call(message, "inputs"))
                    $root.snnc.graph.Names.encode(message.inputs, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Concat.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Concat();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.axis = value;
                            else
                                delete message.axis;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.inputs = $root.snnc.graph.Names.decode(reader, reader.size(), $undefined, _depth + 1, message.inputs);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Concat;
        })();

        graph.Pad = (function() {

            const Pad = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Pad.prototype.before = null;
            Pad.prototype.after = null;

            Pad.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.before != null && $Object.hasOwnProperty.call(message, "before"))
                    $root.snnc.graph.Counts.encode(message.before, writer.uint32(10).fork(), _depth + 1).ldelim();
                if (message.after != null && $Object.hasOwnProperty.call(message, "after"))
                    $root.snnc.graph.Counts.encode(message.after, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Pad.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Pad();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.before = $root.snnc.graph.Counts.decode(reader, reader.size(), $undefined, _depth + 1, message.before);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.after = $root.snnc.graph.Counts.decode(reader, reader.size(), $undefined, _depth + 1, message.after);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Pad;
        })();

        graph.Softmax = (function() {

            const Softmax = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Softmax.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Softmax.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Softmax();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Softmax;
        })();

        graph.Delay = (function() {

            const Delay = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Delay.prototype.timesteps = $util.newBuffer([]);

            Delay.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.timesteps != null && $Object.hasOwnProperty.call(message, "timesteps") && message.timesteps.length)
                    writer.uint32(10).bytes(message.timesteps);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Delay.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Delay();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.timesteps = value;
                            else
                                delete message.timesteps;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Delay;
        })();

        graph.Relu = (function() {

            const Relu = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Relu.prototype.cap = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Relu.prototype, "_cap", {
                get: $util.oneOfGetter($oneOfFields = ["cap"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Relu.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.cap != null && $Object.hasOwnProperty.call(message, "cap"))
                    writer.uint32(9).double(message.cap);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Relu.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Relu();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            message.cap = reader.double();
                            message._cap = "cap";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Relu;
        })();

        graph.Threshold = (function() {

            const Threshold = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Threshold.prototype.threshold = $util.newBuffer([]);

            Threshold.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.threshold != null && $Object.hasOwnProperty.call(message, "threshold") && message.threshold.length)
                    writer.uint32(10).bytes(message.threshold);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Threshold.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Threshold();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.threshold = value;
                            else
                                delete message.threshold;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Threshold;
        })();

        graph.Integrator = (function() {

            const Integrator = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Integrator.prototype.resistance = $util.newBuffer([]);
            Integrator.prototype.leak = null;
            Integrator.prototype.bias = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Integrator.prototype, "_leak", {
                get: $util.oneOfGetter($oneOfFields = ["leak"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Integrator.prototype, "_bias", {
                get: $util.oneOfGetter($oneOfFields = ["bias"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Integrator.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.resistance != null && $Object.hasOwnProperty.call(message, "resistance") && message.resistance.length)
                    writer.uint32(10).bytes(message.resistance);
                if (message.leak != null && $Object.hasOwnProperty.call(message, "leak"))
                    writer.uint32(18).bytes(message.leak);
                if (message.bias != null && $Object.hasOwnProperty.call(message, "bias"))
                    writer.uint32(26).bytes(message.bias);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Integrator.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.Integrator();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.resistance = value;
                            else
                                delete message.resistance;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.leak = reader.bytes();
                            message._leak = "leak";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.bias = reader.bytes();
                            message._bias = "bias";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Integrator;
        })();

        graph.IntegrateAndFire = (function() {

            const IntegrateAndFire = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            IntegrateAndFire.prototype.resistance = $util.newBuffer([]);
            IntegrateAndFire.prototype.threshold = $util.newBuffer([]);
            IntegrateAndFire.prototype.reset = "";

            IntegrateAndFire.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.resistance != null && $Object.hasOwnProperty.call(message, "resistance") && message.resistance.length)
                    writer.uint32(10).bytes(message.resistance);
                if (message.threshold != null && $Object.hasOwnProperty.call(message, "threshold") && message.threshold.length)
                    writer.uint32(18).bytes(message.threshold);
                if (message.reset != null && $Object.hasOwnProperty.call(message, "reset") && message.reset !== "")
                    writer.uint32(26).string(message.reset);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            IntegrateAndFire.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.IntegrateAndFire();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.resistance = value;
                            else
                                delete message.resistance;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.threshold = value;
                            else
                                delete message.threshold;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reset = value;
                            else
                                delete message.reset;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return IntegrateAndFire;
        })();

        graph.LeakyIntegrateAndFire = (function() {

            const LeakyIntegrateAndFire = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LeakyIntegrateAndFire.prototype.leak = $util.newBuffer([]);
            LeakyIntegrateAndFire.prototype.inputGain = $util.newBuffer([]);
            LeakyIntegrateAndFire.prototype.bias = null;
            LeakyIntegrateAndFire.prototype.threshold = $util.newBuffer([]);
            LeakyIntegrateAndFire.prototype.reset = "";

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(LeakyIntegrateAndFire.prototype, "_bias", {
                get: $util.oneOfGetter($oneOfFields = ["bias"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            LeakyIntegrateAndFire.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.leak != null && $Object.hasOwnProperty.call(message, "leak") && message.leak.length)
                    writer.uint32(10).bytes(message.leak);
                if (message.inputGain != null && $Object.hasOwnProperty.call(message, "inputGain") && message.inputGain.length)
                    writer.uint32(18).bytes(message.inputGain);
                if (message.bias != null && $Object.hasOwnProperty.call(message, "bias"))
                    writer.uint32(26).bytes(message.bias);
                if (message.threshold != null && $Object.hasOwnProperty.call(message, "threshold") && message.threshold.length)
                    writer.uint32(34).bytes(message.threshold);
                if (message.reset != null && $Object.hasOwnProperty.call(message, "reset") && message.reset !== "")
                    writer.uint32(42).string(message.reset);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LeakyIntegrateAndFire.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.LeakyIntegrateAndFire();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.leak = value;
                            else
                                delete message.leak;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.inputGain = value;
                            else
                                delete message.inputGain;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.bias = reader.bytes();
                            message._bias = "bias";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.threshold = value;
                            else
                                delete message.threshold;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reset = value;
                            else
                                delete message.reset;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LeakyIntegrateAndFire;
        })();

        graph.CubaIntegrator = (function() {

            const CubaIntegrator = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CubaIntegrator.prototype.currentLeak = $util.newBuffer([]);
            CubaIntegrator.prototype.leak = $util.newBuffer([]);
            CubaIntegrator.prototype.inputGain = $util.newBuffer([]);
            CubaIntegrator.prototype.bias = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(CubaIntegrator.prototype, "_bias", {
                get: $util.oneOfGetter($oneOfFields = ["bias"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            CubaIntegrator.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.currentLeak != null && $Object.hasOwnProperty.call(message, "currentLeak") && message.currentLeak.length)
                    writer.uint32(10).bytes(message.currentLeak);
                if (message.leak != null && $Object.hasOwnProperty.call(message, "leak") && message.leak.length)
                    writer.uint32(18).bytes(message.leak);
                if (message.inputGain != null && $Object.hasOwnProperty.call(message, "inputGain") && message.inputGain.length)
                    writer.uint32(26).bytes(message.inputGain);
                if (message.bias != null && $Object.hasOwnProperty.call(message, "bias"))
                    writer.uint32(34).bytes(message.bias);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CubaIntegrator.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.CubaIntegrator();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.currentLeak = value;
                            else
                                delete message.currentLeak;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.leak = value;
                            else
                                delete message.leak;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.inputGain = value;
                            else
                                delete message.inputGain;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.bias = reader.bytes();
                            message._bias = "bias";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CubaIntegrator;
        })();

        graph.CubaLif = (function() {

            const CubaLif = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CubaLif.prototype.currentLeak = $util.newBuffer([]);
            CubaLif.prototype.leak = $util.newBuffer([]);
            CubaLif.prototype.inputGain = $util.newBuffer([]);
            CubaLif.prototype.bias = null;
            CubaLif.prototype.threshold = $util.newBuffer([]);
            CubaLif.prototype.reset = "";

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(CubaLif.prototype, "_bias", {
                get: $util.oneOfGetter($oneOfFields = ["bias"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            CubaLif.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.currentLeak != null && $Object.hasOwnProperty.call(message, "currentLeak") && message.currentLeak.length)
                    writer.uint32(10).bytes(message.currentLeak);
                if (message.leak != null && $Object.hasOwnProperty.call(message, "leak") && message.leak.length)
                    writer.uint32(18).bytes(message.leak);
                if (message.inputGain != null && $Object.hasOwnProperty.call(message, "inputGain") && message.inputGain.length)
                    writer.uint32(26).bytes(message.inputGain);
                if (message.bias != null && $Object.hasOwnProperty.call(message, "bias"))
                    writer.uint32(34).bytes(message.bias);
                if (message.threshold != null && $Object.hasOwnProperty.call(message, "threshold") && message.threshold.length)
                    writer.uint32(42).bytes(message.threshold);
                if (message.reset != null && $Object.hasOwnProperty.call(message, "reset") && message.reset !== "")
                    writer.uint32(50).string(message.reset);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CubaLif.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.snnc.graph.CubaLif();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.currentLeak = value;
                            else
                                delete message.currentLeak;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.leak = value;
                            else
                                delete message.leak;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.inputGain = value;
                            else
                                delete message.inputGain;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.bias = reader.bytes();
                            message._bias = "bias";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.threshold = value;
                            else
                                delete message.threshold;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reset = value;
                            else
                                delete message.reset;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CubaLif;
        })();

        return graph;
    })();

    return snnc;
})();

export {
  $root as default
};
