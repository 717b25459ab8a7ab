// Generated from mapping.proto by `npm run proto`; do not edit.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["snnc/src/loihi/mapping"] || ($protobuf.roots["snnc/src/loihi/mapping"] = {});

export const snnc = $root.snnc = (() => {

    const snnc = {};

    snnc.mapping = (function() {

        const mapping = {};

        mapping.MappedProgram = (function() {

            const MappedProgram = function (properties) {
                this.inputs = [];
                this.populations = [];
                this.cores = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            MappedProgram.prototype.name = "";
            MappedProgram.prototype.target = "";
            MappedProgram.prototype.mesh = null;
            MappedProgram.prototype.coreLimits = null;
            MappedProgram.prototype.seed = 0;
            MappedProgram.prototype.objective = "";
            MappedProgram.prototype.limits = null;
            MappedProgram.prototype.inputs = $util.emptyArray;
            MappedProgram.prototype.populations = $util.emptyArray;
            MappedProgram.prototype.readout = null;
            MappedProgram.prototype.host = null;
            MappedProgram.prototype.cores = $util.emptyArray;
            MappedProgram.prototype.weighedBy = "";
            MappedProgram.prototype.costs = "";

            MappedProgram.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.target != null && $Object.hasOwnProperty.call(message, "target") && message.target !== "")
                    writer.uint32(18).string(message.target);
                if (message.mesh != null && $Object.hasOwnProperty.call(message, "mesh"))
                    $root.snnc.mapping.Mesh.encode(message.mesh, writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.coreLimits != null && $Object.hasOwnProperty.call(message, "coreLimits"))
                    $root.snnc.mapping.CoreLimits.encode(message.coreLimits, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.seed != null && $Object.hasOwnProperty.call(message, "seed") && message.seed !== 0)
                    writer.uint32(40).uint32(message.seed);
                if (message.objective != null && $Object.hasOwnProperty.call(message, "objective") && message.objective !== "")
                    writer.uint32(50).string(message.objective);
                if (message.limits != null && $Object.hasOwnProperty.call(message, "limits"))
                    $root.snnc.mapping.Limits.encode(message.limits, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.inputs != null && message.inputs.length)
                    for (let i = 0; i < message.inputs.length; ++i)
                        $root.snnc.mapping.Named.encode(message.inputs[i], writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.populations != null && message.populations.length)
                    for (let i = 0; i < message.populations.length; ++i)
                        $root.snnc.mapping.Named.encode(message.populations[i], writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.readout != null && $Object.hasOwnProperty.call(message, "readout"))
                    $root.snnc.mapping.Readout.encode(message.readout, writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.host != null && $Object.hasOwnProperty.call(message, "host"))
                    $root.snnc.mapping.HostRoutes.encode(message.host, writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.cores != null && message.cores.length)
                    for (let i = 0; i < message.cores.length; ++i)
                        $root.snnc.mapping.Core.encode(message.cores[i], writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.weighedBy != null && $Object.hasOwnProperty.call(message, "weighedBy") && message.weighedBy !== "")
                    writer.uint32(106).string(message.weighedBy);
                if (message.costs != null && $Object.hasOwnProperty.call(message, "costs") && message.costs !== "")
                    writer.uint32(114).string(message.costs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            MappedProgram.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.mapping.MappedProgram();
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
                            if ((value = reader.stringVerify()).length)
                                message.target = value;
                            else
                                delete message.target;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.mesh = $root.snnc.mapping.Mesh.decode(reader, reader.size(), $undefined, _depth + 1, message.mesh);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.coreLimits = $root.snnc.mapping.CoreLimits.decode(reader, reader.size(), $undefined, _depth + 1, message.coreLimits);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.seed = value;
                            else
                                delete message.seed;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.objective = value;
                            else
                                delete message.objective;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.limits = $root.snnc.mapping.Limits.decode(reader, reader.size(), $undefined, _depth + 1, message.limits);
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.inputs && message.inputs.length))
                                message.inputs = [];
                            message.inputs.push($root.snnc.mapping.Named.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.populations && message.populations.length))
                                message.populations = [];
                            message.populations.push($root.snnc.mapping.Named.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.readout = $root.snnc.mapping.Readout.decode(reader, reader.size(), $undefined, _depth + 1, message.readout);
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.host = $root.snnc.mapping.HostRoutes.decode(reader, reader.size(), $undefined, _depth + 1, message.host);
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if (!(message.cores && message.cores.length))
                                message.cores = [];
                            message.cores.push($root.snnc.mapping.Core.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.weighedBy = value;
                            else
                                delete message.weighedBy;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.costs = value;
                            else
                                delete message.costs;
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

            return MappedProgram;
        })();

        mapping.Mesh = (function() {

            const Mesh = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Mesh.prototype.chips = 0;
            Mesh.prototype.tilesX = 0;
            Mesh.prototype.tilesY = 0;
            Mesh.prototype.coresPerTile = 0;

            Mesh.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.chips != null && $Object.hasOwnProperty.call(message, "chips") && message.chips !== 0)
                    writer.uint32(8).uint32(message.chips);
                if (message.tilesX != null && $Object.hasOwnProperty.call(message, "tilesX") && message.tilesX !== 0)
                    writer.uint32(16).uint32(message.tilesX);
                if (message.tilesY != null && $Object.hasOwnProperty.call(message, "tilesY") && message.tilesY !== 0)
                    writer.uint32(24).uint32(message.tilesY);
                if (message.coresPerTile != null && $Object.hasOwnProperty.call(message, "coresPerTile") && message.coresPerTile !== 0)
                    writer.uint32(32).uint32(message.coresPerTile);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Mesh.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.mapping.Mesh();
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
                                message.chips = value;
                            else
                                delete message.chips;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.tilesX = value;
                            else
                                delete message.tilesX;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.tilesY = value;
                            else
                                delete message.tilesY;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.coresPerTile = value;
                            else
                                delete message.coresPerTile;
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

            return Mesh;
        })();

        mapping.CoreLimits = (function() {

            const CoreLimits = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CoreLimits.prototype.compartments = 0;
            CoreLimits.prototype.inputAxons = 0;
            CoreLimits.prototype.outputAxons = 0;
            CoreLimits.prototype.synapseWords = 0;
            CoreLimits.prototype.wordBits = 0;
            CoreLimits.prototype.compartmentConfigs = 0;
            CoreLimits.prototype.thresholdConfigs = 0;
            CoreLimits.prototype.synapseFormats = 0;
            CoreLimits.prototype.membraneRanges = 0;
            CoreLimits.prototype.population32OutputSlots = 0;

            CoreLimits.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.compartments != null && $Object.hasOwnProperty.call(message, "compartments") && message.compartments !== 0)
                    writer.uint32(8).uint32(message.compartments);
                if (message.inputAxons != null && $Object.hasOwnProperty.call(message, "inputAxons") && message.inputAxons !== 0)
                    writer.uint32(16).uint32(message.inputAxons);
                if (message.outputAxons != null && $Object.hasOwnProperty.call(message, "outputAxons") && message.outputAxons !== 0)
                    writer.uint32(24).uint32(message.outputAxons);
                if (message.synapseWords != null && $Object.hasOwnProperty.call(message, "synapseWords") && message.synapseWords !== 0)
                    writer.uint32(32).uint32(message.synapseWords);
                if (message.wordBits != null && $Object.hasOwnProperty.call(message, "wordBits") && message.wordBits !== 0)
                    writer.uint32(40).uint32(message.wordBits);
                if (message.compartmentConfigs != null && $Object.hasOwnProperty.call(message, "compartmentConfigs") && message.compartmentConfigs !== 0)
                    writer.uint32(48).uint32(message.compartmentConfigs);
                if (message.thresholdConfigs != null && $Object.hasOwnProperty.call(message, "thresholdConfigs") && message.thresholdConfigs !== 0)
                    writer.uint32(56).uint32(message.thresholdConfigs);
                if (message.synapseFormats != null && $Object.hasOwnProperty.call(message, "synapseFormats") && message.synapseFormats !== 0)
                    writer.uint32(64).uint32(message.synapseFormats);
                if (message.membraneRanges != null && $Object.hasOwnProperty.call(message, "membraneRanges") && message.membraneRanges !== 0)
                    writer.uint32(72).uint32(message.membraneRanges);
                if (message.population32OutputSlots != null && $Object.hasOwnProperty.call(message, "population32OutputSlots") && message.population32OutputSlots !== 0)
                    writer.uint32(80).uint32(message.population32OutputSlots);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CoreLimits.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.mapping.CoreLimits();
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
                                message.compartments = value;
                            else
                                delete message.compartments;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.inputAxons = value;
                            else
                                delete message.inputAxons;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.outputAxons = value;
                            else
                                delete message.outputAxons;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.synapseWords = value;
                            else
                                delete message.synapseWords;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.wordBits = value;
                            else
                                delete message.wordBits;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.compartmentConfigs = value;
                            else
                                delete message.compartmentConfigs;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.thresholdConfigs = value;
                            else
                                delete message.thresholdConfigs;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.synapseFormats = value;
                            else
                                delete message.synapseFormats;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.membraneRanges = value;
                            else
                                delete message.membraneRanges;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.population32OutputSlots = value;
                            else
                                delete message.population32OutputSlots;
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

            return CoreLimits;
        })();

        mapping.Limits = (function() {

            const Limits = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Limits.prototype.timestepsPerSample = 0;
            Limits.prototype.eventsPerTimestep = 0;
            Limits.prototype.eventsPerSample = 0;

            Limits.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.timestepsPerSample != null && $Object.hasOwnProperty.call(message, "timestepsPerSample") && message.timestepsPerSample !== 0)
                    writer.uint32(8).uint32(message.timestepsPerSample);
                if (message.eventsPerTimestep != null && $Object.hasOwnProperty.call(message, "eventsPerTimestep") && message.eventsPerTimestep !== 0)
                    writer.uint32(16).uint32(message.eventsPerTimestep);
                if (message.eventsPerSample != null && $Object.hasOwnProperty.call(message, "eventsPerSample") && message.eventsPerSample !== 0)
                    writer.uint32(24).uint32(message.eventsPerSample);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Limits.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.mapping.Limits();
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
                                message.timestepsPerSample = value;
                            else
                                delete message.timestepsPerSample;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.eventsPerTimestep = value;
                            else
                                delete message.eventsPerTimestep;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.eventsPerSample = value;
                            else
                                delete message.eventsPerSample;
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

            return Limits;
        })();

        mapping.Named = (function() {

            const Named = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Named.prototype.name = "";
            Named.prototype.size = 0;
            Named.prototype.kind = "";

            Named.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.size != null && $Object.hasOwnProperty.call(message, "size") && message.size !== 0)
                    writer.uint32(16).uint32(message.size);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(26).string(message.kind);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Named.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.mapping.Named();
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
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.size = value;
                            else
                                delete message.size;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
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

            return Named;
        })();

        mapping.Readout = (function() {

            const Readout = function (properties) {
                this.classes = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Readout.prototype.kind = "";
            Readout.prototype.population = "";
            Readout.prototype.neuronsPerClass = 0;
            Readout.prototype.classes = $util.emptyArray;
            Readout.prototype.drainTimesteps = 0;
            Readout.prototype.shift = 0;

            Readout.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(10).string(message.kind);
                if (message.population != null && $Object.hasOwnProperty.call(message, "population") && message.population !== "")
                    writer.uint32(18).string(message.population);
                if (message.neuronsPerClass != null && $Object.hasOwnProperty.call(message, "neuronsPerClass") && message.neuronsPerClass !== 0)
                    writer.uint32(24).uint32(message.neuronsPerClass);
                if (message.classes != null && message.classes.length)
                    for (let i = 0; i < message.classes.length; ++i)
                        writer.uint32(34).string(message.classes[i]);
                if (message.drainTimesteps != null && $Object.hasOwnProperty.call(message, "drainTimesteps") && message.drainTimesteps !== 0)
                    writer.uint32(40).uint32(message.drainTimesteps);
                if (message.shift != null && $Object.hasOwnProperty.call(message, "shift") && message.shift !== 0)
                    writer.uint32(48).uint32(message.shift);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Readout.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.mapping.Readout();
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
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.population = value;
                            else
                                delete message.population;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.neuronsPerClass = value;
                            else
                                delete message.neuronsPerClass;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.classes && message.classes.length))
                                message.classes = [];
                            message.classes.push(reader.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.drainTimesteps = value;
                            else
                                delete message.drainTimesteps;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.shift = value;
                            else
                                delete message.shift;
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

            return Readout;
        })();

        mapping.HostRoutes = (function() {

            const HostRoutes = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            HostRoutes.prototype.lineStart = $util.newBuffer([]);
            HostRoutes.prototype.core = $util.newBuffer([]);
            HostRoutes.prototype.axon = $util.newBuffer([]);
            HostRoutes.prototype.atom = $util.newBuffer([]);

            HostRoutes.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.lineStart != null && $Object.hasOwnProperty.call(message, "lineStart") && message.lineStart.length)
                    writer.uint32(10).bytes(message.lineStart);
                if (message.core != null && $Object.hasOwnProperty.call(message, "core") && message.core.length)
                    writer.uint32(18).bytes(message.core);
                if (message.axon != null && $Object.hasOwnProperty.call(message, "axon") && message.axon.length)
                    writer.uint32(26).bytes(message.axon);
                if (message.atom != null && $Object.hasOwnProperty.call(message, "atom") && message.atom.length)
                    writer.uint32(34).bytes(message.atom);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            HostRoutes.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.mapping.HostRoutes();
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
                                message.lineStart = value;
                            else
                                delete message.lineStart;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.core = value;
                            else
                                delete message.core;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.axon = value;
                            else
                                delete message.axon;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.atom = value;
                            else
                                delete message.atom;
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

            return HostRoutes;
        })();

        mapping.Core = (function() {

            const Core = function (properties) {
                this.populations = [];
                this.configs = [];
                this.formats = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Core.prototype.id = 0;
            Core.prototype.populations = $util.emptyArray;
            Core.prototype.neurons = $util.newBuffer([]);
            Core.prototype.membraneMin = 0;
            Core.prototype.membraneMax = 0;
            Core.prototype.configs = $util.emptyArray;
            Core.prototype.thresholdMantissas = $util.newBuffer([]);
            Core.prototype.configOf = $util.newBuffer([]);
            Core.prototype.thresholdOf = $util.newBuffer([]);
            Core.prototype.biasMantissa = $util.newBuffer([]);
            Core.prototype.biasExponent = $util.newBuffer([]);
            Core.prototype.formats = $util.emptyArray;
            Core.prototype.inputAxons = null;
            Core.prototype.synapses = $util.newBuffer([]);
            Core.prototype.outputAxons = null;

            Core.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                    writer.uint32(8).uint32(message.id);
                if (message.populations != null && message.populations.length)
                    for (let i = 0; i < message.populations.length; ++i)
                        writer.uint32(18).string(message.populations[i]);
                if (message.neurons != null && $Object.hasOwnProperty.call(message, "neurons") && message.neurons.length)
                    writer.uint32(26).bytes(message.neurons);
                if (message.membraneMin != null && $Object.hasOwnProperty.call(message, "membraneMin") && message.membraneMin !== 0)
                    writer.uint32(32).sint32(message.membraneMin);
                if (message.membraneMax != null && $Object.hasOwnProperty.call(message, "membraneMax") && message.membraneMax !== 0)
                    writer.uint32(40).sint32(message.membraneMax);
                if (message.configs != null && message.configs.length)
                    for (let i = 0; i < message.configs.length; ++i)
                        $root.snnc.mapping.CompartmentConfig.encode(message.configs[i], writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.thresholdMantissas != null && $Object.hasOwnProperty.call(message, "thresholdMantissas") && message.thresholdMantissas.length)
                    writer.uint32(58).bytes(message.thresholdMantissas);
                if (message.configOf != null && $Object.hasOwnProperty.call(message, "configOf") && message.configOf.length)
                    writer.uint32(66).bytes(message.configOf);
                if (message.thresholdOf != null && $Object.hasOwnProperty.call(message, "thresholdOf") && message.thresholdOf.length)
                    writer.uint32(74).bytes(message.thresholdOf);
                if (message.biasMantissa != null && $Object.hasOwnProperty.call(message, "biasMantissa") && message.biasMantissa.length)
                    writer.uint32(82).bytes(message.biasMantissa);
                if (message.biasExponent != null && $Object.hasOwnProperty.call(message, "biasExponent") && message.biasExponent.length)
                    writer.uint32(90).bytes(message.biasExponent);
                if (message.formats != null && message.formats.length)
                    for (let i = 0; i < message.formats.length; ++i)
                        $root.snnc.mapping.SynapseFormat.encode(message.formats[i], writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.inputAxons != null && $Object.hasOwnProperty.call(message, "inputAxons"))
                    $root.snnc.mapping.InputAxons.encode(message.inputAxons, writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.synapses != null && $Object.hasOwnProperty.call(message, "synapses") && message.synapses.length)
                    writer.uint32(114).bytes(message.synapses);
                if (message.outputAxons != null && $Object.hasOwnProperty.call(message, "outputAxons"))
                    $root.snnc.mapping.OutputAxons.encode(message.outputAxons, writer.uint32(122).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Core.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.mapping.Core();
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
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.populations && message.populations.length))
                                message.populations = [];
                            message.populations.push(reader.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.neurons = value;
                            else
                                delete message.neurons;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.membraneMin = value;
                            else
                                delete message.membraneMin;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.membraneMax = value;
                            else
                                delete message.membraneMax;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.configs && message.configs.length))
                                message.configs = [];
                            message.configs.push($root.snnc.mapping.CompartmentConfig.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.thresholdMantissas = value;
                            else
                                delete message.thresholdMantissas;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.configOf = value;
                            else
                                delete message.configOf;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.thresholdOf = value;
                            else
                                delete message.thresholdOf;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.biasMantissa = value;
                            else
                                delete message.biasMantissa;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.biasExponent = value;
                            else
                                delete message.biasExponent;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if (!(message.formats && message.formats.length))
                                message.formats = [];
                            message.formats.push($root.snnc.mapping.SynapseFormat.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.inputAxons = $root.snnc.mapping.InputAxons.decode(reader, reader.size(), $undefined, _depth + 1, message.inputAxons);
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.synapses = value;
                            else
                                delete message.synapses;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            message.outputAxons = $root.snnc.mapping.OutputAxons.decode(reader, reader.size(), $undefined, _depth + 1, message.outputAxons);
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

            return Core;
        })();

        mapping.CompartmentConfig = (function() {

            const CompartmentConfig = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            CompartmentConfig.prototype.decayU = 0;
            CompartmentConfig.prototype.decayV = 0;
            CompartmentConfig.prototype.refractory = 0;

            CompartmentConfig.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.decayU != null && $Object.hasOwnProperty.call(message, "decayU") && message.decayU !== 0)
                    writer.uint32(8).uint32(message.decayU);
                if (message.decayV != null && $Object.hasOwnProperty.call(message, "decayV") && message.decayV !== 0)
                    writer.uint32(16).uint32(message.decayV);
                if (message.refractory != null && $Object.hasOwnProperty.call(message, "refractory") && message.refractory !== 0)
                    writer.uint32(24).uint32(message.refractory);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            CompartmentConfig.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.mapping.CompartmentConfig();
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
                                message.decayU = value;
                            else
                                delete message.decayU;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.decayV = value;
                            else
                                delete message.decayV;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.refractory = value;
                            else
                                delete message.refractory;
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

            return CompartmentConfig;
        })();

        mapping.SynapseFormat = (function() {

            const SynapseFormat = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            SynapseFormat.prototype.compression = "";
            SynapseFormat.prototype.signMode = "";
            SynapseFormat.prototype.weightBits = 0;
            SynapseFormat.prototype.weightExponent = 0;
            SynapseFormat.prototype.delayBits = 0;
            SynapseFormat.prototype.indexBits = 0;

            SynapseFormat.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.compression != null && $Object.hasOwnProperty.call(message, "compression") && message.compression !== "")
                    writer.uint32(10).string(message.compression);
                if (message.signMode != null && $Object.hasOwnProperty.call(message, "signMode") && message.signMode !== "")
                    writer.uint32(18).string(message.signMode);
                if (message.weightBits != null && $Object.hasOwnProperty.call(message, "weightBits") && message.weightBits !== 0)
                    writer.uint32(24).uint32(message.weightBits);
                if (message.weightExponent != null && $Object.hasOwnProperty.call(message, "weightExponent") && message.weightExponent !== 0)
                    writer.uint32(32).sint32(message.weightExponent);
                if (message.delayBits != null && $Object.hasOwnProperty.call(message, "delayBits") && message.delayBits !== 0)
                    writer.uint32(40).uint32(message.delayBits);
                if (message.indexBits != null && $Object.hasOwnProperty.call(message, "indexBits") && message.indexBits !== 0)
                    writer.uint32(48).uint32(message.indexBits);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            SynapseFormat.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.mapping.SynapseFormat();
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
                                message.compression = value;
                            else
                                delete message.compression;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.signMode = value;
                            else
                                delete message.signMode;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.weightBits = value;
                            else
                                delete message.weightBits;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.weightExponent = value;
                            else
                                delete message.weightExponent;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.delayBits = value;
                            else
                                delete message.delayBits;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.indexBits = value;
                            else
                                delete message.indexBits;
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

            return SynapseFormat;
        })();

        mapping.InputAxons = (function() {

            const InputAxons = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            InputAxons.prototype.kind = $util.newBuffer([]);
            InputAxons.prototype.source = $util.newBuffer([]);
            InputAxons.prototype.atoms = $util.newBuffer([]);
            InputAxons.prototype.base = $util.newBuffer([]);
            InputAxons.prototype.pointer = $util.newBuffer([]);
            InputAxons.prototype.words = $util.newBuffer([]);

            InputAxons.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind.length)
                    writer.uint32(10).bytes(message.kind);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source.length)
                    writer.uint32(18).bytes(message.source);
                if (message.atoms != null && $Object.hasOwnProperty.call(message, "atoms") && message.atoms.length)
                    writer.uint32(26).bytes(message.atoms);
                if (message.base != null && $Object.hasOwnProperty.call(message, "base") && message.base.length)
                    writer.uint32(34).bytes(message.base);
                if (message.pointer != null && $Object.hasOwnProperty.call(message, "pointer") && message.pointer.length)
                    writer.uint32(42).bytes(message.pointer);
                if (message.words != null && $Object.hasOwnProperty.call(message, "words") && message.words.length)
                    writer.uint32(50).bytes(message.words);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            InputAxons.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.mapping.InputAxons();
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
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.atoms = value;
                            else
                                delete message.atoms;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.base = value;
                            else
                                delete message.base;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.pointer = value;
                            else
                                delete message.pointer;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.words = value;
                            else
                                delete message.words;
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

            return InputAxons;
        })();

        mapping.OutputAxons = (function() {

            const OutputAxons = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            OutputAxons.prototype.compartment = $util.newBuffer([]);
            OutputAxons.prototype.core = $util.newBuffer([]);
            OutputAxons.prototype.axon = $util.newBuffer([]);
            OutputAxons.prototype.atom = $util.newBuffer([]);
            OutputAxons.prototype.kind = $util.newBuffer([]);

            OutputAxons.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.compartment != null && $Object.hasOwnProperty.call(message, "compartment") && message.compartment.length)
                    writer.uint32(10).bytes(message.compartment);
                if (message.core != null && $Object.hasOwnProperty.call(message, "core") && message.core.length)
                    writer.uint32(18).bytes(message.core);
                if (message.axon != null && $Object.hasOwnProperty.call(message, "axon") && message.axon.length)
                    writer.uint32(26).bytes(message.axon);
                if (message.atom != null && $Object.hasOwnProperty.call(message, "atom") && message.atom.length)
                    writer.uint32(34).bytes(message.atom);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind.length)
                    writer.uint32(42).bytes(message.kind);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            OutputAxons.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.mapping.OutputAxons();
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
                                message.compartment = value;
                            else
                                delete message.compartment;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.core = value;
                            else
                                delete message.core;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.axon = value;
                            else
                                delete message.axon;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.atom = value;
                            else
                                delete message.atom;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.kind = value;
                            else
                                delete message.kind;
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

            return OutputAxons;
        })();

        return mapping;
    })();

    return snnc;
})();

export {
  $root as default
};
