// Generated from event.proto by `npm run proto`; do not edit.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["snnc/src/event/event"] || ($protobuf.roots["snnc/src/event/event"] = {});

export const snnc = $root.snnc = (() => {

    const snnc = {};

    snnc.event = (function() {

        const event = {};

        event.EventProgram = (function() {

            const EventProgram = function (properties) {
                this.inputs = [];
                this.populations = [];
                this.tables = [];
                this.projections = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            EventProgram.prototype.name = "";
            EventProgram.prototype.limits = null;
            EventProgram.prototype.inputs = $util.emptyArray;
            EventProgram.prototype.populations = $util.emptyArray;
            EventProgram.prototype.tables = $util.emptyArray;
            EventProgram.prototype.projections = $util.emptyArray;
            EventProgram.prototype.readout = null;
            EventProgram.prototype.legalised = null;

            EventProgram.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.limits != null && $Object.hasOwnProperty.call(message, "limits"))
                    $root.snnc.event.Limits.encode(message.limits, writer.uint32(18).fork(), _depth + 1).ldelim();
                if (message.inputs != null && message.inputs.length)
                    for (let i = 0; i < message.inputs.length; ++i)
                        $root.snnc.event.InputPort.encode(message.inputs[i], writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.populations != null && message.populations.length)
                    for (let i = 0; i < message.populations.length; ++i)
                        $root.snnc.event.Population.encode(message.populations[i], writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.tables != null && message.tables.length)
                    for (let i = 0; i < message.tables.length; ++i)
                        $root.snnc.event.WeightTable.encode(message.tables[i], writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.projections != null && message.projections.length)
                    for (let i = 0; i < message.projections.length; ++i)
                        $root.snnc.event.Projection.encode(message.projections[i], writer.uint32(50).fork(), _depth + 1).ldelim();
                if (message.readout != null && $Object.hasOwnProperty.call(message, "readout"))
                    $root.snnc.event.Readout.encode(message.readout, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.legalised != null && $Object.hasOwnProperty.call(message, "legalised"))
                    $root.snnc.event.Legalisation.encode(message.legalised, writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            EventProgram.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.EventProgram();
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
                            message.limits = $root.snnc.event.Limits.decode(reader, reader.size(), $undefined, _depth + 1, message.limits);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.inputs && message.inputs.length))
                                message.inputs = [];
                            message.inputs.push($root.snnc.event.InputPort.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.populations && message.populations.length))
                                message.populations = [];
                            message.populations.push($root.snnc.event.Population.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.tables && message.tables.length))
                                message.tables = [];
                            message.tables.push($root.snnc.event.WeightTable.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.projections && message.projections.length))
                                message.projections = [];
                            message.projections.push($root.snnc.event.Projection.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.readout = $root.snnc.event.Readout.decode(reader, reader.size(), $undefined, _depth + 1, message.readout);
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.legalised = $root.snnc.event.Legalisation.decode(reader, reader.size(), $undefined, _depth + 1, message.legalised);
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

            return EventProgram;
        })();

        event.Limits = (function() {

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
                message = _target || new $root.snnc.event.Limits();
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

        event.InputPort = (function() {

            const InputPort = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            InputPort.prototype.name = "";
            InputPort.prototype.kind = 0;
            InputPort.prototype.lines = 0;
            InputPort.prototype.unique = false;
            InputPort.prototype.exclusive = false;

            InputPort.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(16).int32(message.kind);
                if (message.lines != null && $Object.hasOwnProperty.call(message, "lines") && message.lines !== 0)
                    writer.uint32(24).uint32(message.lines);
                if (message.unique != null && $Object.hasOwnProperty.call(message, "unique") && message.unique !== false)
                    writer.uint32(32).bool(message.unique);
                if (message.exclusive != null && $Object.hasOwnProperty.call(message, "exclusive") && message.exclusive !== false)
                    writer.uint32(40).bool(message.exclusive);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            InputPort.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.InputPort();
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
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.lines = value;
                            else
                                delete message.lines;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.unique = value;
                            else
                                delete message.unique;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.exclusive = value;
                            else
                                delete message.exclusive;
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

            return InputPort;
        })();

        event.PortKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "PORT_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "PORT_KIND_LINES"] = 1;
            values[valuesById[2] = "PORT_KIND_TOKENS"] = 2;
            return values;
        })();

        event.Population = (function() {

            const Population = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Population.prototype.name = "";
            Population.prototype.size = 0;
            Population.prototype["if"] = null;
            Population.prototype.lif = null;
            Population.prototype.cuba = null;
            Population.prototype.thresholds = null;
            Population.prototype.biases = null;
            Population.prototype.zero = null;
            Population.prototype.subtract = null;
            Population.prototype.none = null;
            Population.prototype.steps = null;
            Population.prototype.untilReset = null;
            Population.prototype.forgets = null;

            let $oneOfFields;

            $Object.defineProperty(Population.prototype, "model", {
                get: $util.oneOfGetter($oneOfFields = ["if", "lif", "cuba"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Population.prototype, "_thresholds", {
                get: $util.oneOfGetter($oneOfFields = ["thresholds"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Population.prototype, "_biases", {
                get: $util.oneOfGetter($oneOfFields = ["biases"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            $Object.defineProperty(Population.prototype, "reset", {
                get: $util.oneOfGetter($oneOfFields = ["zero", "subtract"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            $Object.defineProperty(Population.prototype, "refractory", {
                get: $util.oneOfGetter($oneOfFields = ["none", "steps", "untilReset"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Population.encode = function (message, writer, _depth) {
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
                if (message["if"] != null && $Object.hasOwnProperty.call(message, "if"))
                    $root.snnc.event.IntegrateAndFire.encode(message["if"], writer.uint32(26).fork(), _depth + 1).ldelim();
                if (message.lif != null && $Object.hasOwnProperty.call(message, "lif"))
                    $root.snnc.event.LeakyIntegrateAndFire.encode(message.lif, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.cuba != null && $Object.hasOwnProperty.call(message, "cuba"))
                    $root.snnc.event.LoihiCuba.encode(message.cuba, writer.uint32(42).fork(), _depth + 1).ldelim();
                if (message.thresholds != null && $Object.hasOwnProperty.call(message, "thresholds"))
                    writer.uint32(50).bytes(message.thresholds);
                if (message.biases != null && $Object.hasOwnProperty.call(message, "biases"))
                    writer.uint32(58).bytes(message.biases);
                if (message.zero != null && $Object.hasOwnProperty.call(message, "zero"))
                    $root.snnc.event.ResetToZero.encode(message.zero, writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.subtract != null && $Object.hasOwnProperty.call(message, "subtract"))
                    $root.snnc.event.ResetBySubtraction.encode(message.subtract, writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.none != null && $Object.hasOwnProperty.call(message, "none"))
                    $root.snnc.event.RefractoryNone.encode(message.none, writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.steps != null && $Object.hasOwnProperty.call(message, "steps"))
                    $root.snnc.event.RefractorySteps.encode(message.steps, writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.untilReset != null && $Object.hasOwnProperty.call(message, "untilReset"))
                    $root.snnc.event.RefractoryUntilReset.encode(message.untilReset, writer.uint32(98).fork(), _depth + 1).ldelim();
                if (message.forgets != null && $Object.hasOwnProperty.call(message, "forgets"))
                    $root.snnc.event.Forgetting.encode(message.forgets, writer.uint32(106).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Population.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.Population();
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
                            message["if"] = $root.snnc.event.IntegrateAndFire.decode(reader, reader.size(), $undefined, _depth + 1, message["if"]);
                            message.model = "if";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.lif = $root.snnc.event.LeakyIntegrateAndFire.decode(reader, reader.size(), $undefined, _depth + 1, message.lif);
                            message.model = "lif";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.cuba = $root.snnc.event.LoihiCuba.decode(reader, reader.size(), $undefined, _depth + 1, message.cuba);
                            message.model = "cuba";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.thresholds = reader.bytes();
                            message._thresholds = "thresholds";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.biases = reader.bytes();
                            message._biases = "biases";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.zero = $root.snnc.event.ResetToZero.decode(reader, reader.size(), $undefined, _depth + 1, message.zero);
                            message.reset = "zero";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.subtract = $root.snnc.event.ResetBySubtraction.decode(reader, reader.size(), $undefined, _depth + 1, message.subtract);
                            message.reset = "subtract";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.none = $root.snnc.event.RefractoryNone.decode(reader, reader.size(), $undefined, _depth + 1, message.none);
                            message.refractory = "none";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.steps = $root.snnc.event.RefractorySteps.decode(reader, reader.size(), $undefined, _depth + 1, message.steps);
                            message.refractory = "steps";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.untilReset = $root.snnc.event.RefractoryUntilReset.decode(reader, reader.size(), $undefined, _depth + 1, message.untilReset);
                            message.refractory = "untilReset";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.forgets = $root.snnc.event.Forgetting.decode(reader, reader.size(), $undefined, _depth + 1, message.forgets);
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

            return Population;
        })();

        event.Forgetting = (function() {

            const Forgetting = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Forgetting.prototype.period = 0;
            Forgetting.prototype.phase = 0;

            Forgetting.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.period != null && $Object.hasOwnProperty.call(message, "period") && message.period !== 0)
                    writer.uint32(8).uint32(message.period);
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== 0)
                    writer.uint32(16).uint32(message.phase);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Forgetting.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.Forgetting();
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
                                message.period = value;
                            else
                                delete message.period;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.phase = value;
                            else
                                delete message.phase;
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

            return Forgetting;
        })();

        event.IntegrateAndFire = (function() {

            const IntegrateAndFire = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            IntegrateAndFire.encode = function (message, writer, _depth) {
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

            IntegrateAndFire.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.IntegrateAndFire();
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

            return IntegrateAndFire;
        })();

        event.LeakyIntegrateAndFire = (function() {

            const LeakyIntegrateAndFire = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LeakyIntegrateAndFire.prototype.leakShift = 0;

            LeakyIntegrateAndFire.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.leakShift != null && $Object.hasOwnProperty.call(message, "leakShift") && message.leakShift !== 0)
                    writer.uint32(8).uint32(message.leakShift);
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
                message = _target || new $root.snnc.event.LeakyIntegrateAndFire();
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
                                message.leakShift = value;
                            else
                                delete message.leakShift;
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

        event.LoihiCuba = (function() {

            const LoihiCuba = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            LoihiCuba.prototype.decayU = 0;
            LoihiCuba.prototype.decayV = 0;
            LoihiCuba.prototype.membraneMin = 0;
            LoihiCuba.prototype.membraneMax = 0;

            LoihiCuba.encode = function (message, writer, _depth) {
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
                if (message.membraneMin != null && $Object.hasOwnProperty.call(message, "membraneMin") && message.membraneMin !== 0)
                    writer.uint32(24).sint32(message.membraneMin);
                if (message.membraneMax != null && $Object.hasOwnProperty.call(message, "membraneMax") && message.membraneMax !== 0)
                    writer.uint32(32).sint32(message.membraneMax);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            LoihiCuba.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.LoihiCuba();
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
                            if (value = reader.sint32())
                                message.membraneMin = value;
                            else
                                delete message.membraneMin;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.membraneMax = value;
                            else
                                delete message.membraneMax;
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

            return LoihiCuba;
        })();

        event.ResetToZero = (function() {

            const ResetToZero = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ResetToZero.encode = function (message, writer, _depth) {
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

            ResetToZero.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.ResetToZero();
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

            return ResetToZero;
        })();

        event.ResetBySubtraction = (function() {

            const ResetBySubtraction = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            ResetBySubtraction.prototype.amounts = $util.newBuffer([]);

            ResetBySubtraction.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.amounts != null && $Object.hasOwnProperty.call(message, "amounts") && message.amounts.length)
                    writer.uint32(10).bytes(message.amounts);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            ResetBySubtraction.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.ResetBySubtraction();
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
                                message.amounts = value;
                            else
                                delete message.amounts;
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

            return ResetBySubtraction;
        })();

        event.RefractoryNone = (function() {

            const RefractoryNone = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RefractoryNone.encode = function (message, writer, _depth) {
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

            RefractoryNone.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.RefractoryNone();
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

            return RefractoryNone;
        })();

        event.RefractorySteps = (function() {

            const RefractorySteps = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RefractorySteps.prototype.timesteps = 0;

            RefractorySteps.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.timesteps != null && $Object.hasOwnProperty.call(message, "timesteps") && message.timesteps !== 0)
                    writer.uint32(8).uint32(message.timesteps);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            RefractorySteps.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.RefractorySteps();
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

            return RefractorySteps;
        })();

        event.RefractoryUntilReset = (function() {

            const RefractoryUntilReset = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            RefractoryUntilReset.encode = function (message, writer, _depth) {
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

            RefractoryUntilReset.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.RefractoryUntilReset();
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

            return RefractoryUntilReset;
        })();

        event.WeightTable = (function() {

            const WeightTable = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            WeightTable.prototype.name = "";
            WeightTable.prototype.rows = 0;
            WeightTable.prototype.columns = 0;
            WeightTable.prototype.bits = 0;
            WeightTable.prototype.exponent = 0;
            WeightTable.prototype.weights = $util.newBuffer([]);

            WeightTable.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.rows != null && $Object.hasOwnProperty.call(message, "rows") && message.rows !== 0)
                    writer.uint32(16).uint32(message.rows);
                if (message.columns != null && $Object.hasOwnProperty.call(message, "columns") && message.columns !== 0)
                    writer.uint32(24).uint32(message.columns);
                if (message.bits != null && $Object.hasOwnProperty.call(message, "bits") && message.bits !== 0)
                    writer.uint32(32).uint32(message.bits);
                if (message.exponent != null && $Object.hasOwnProperty.call(message, "exponent") && message.exponent !== 0)
                    writer.uint32(40).uint32(message.exponent);
                if (message.weights != null && $Object.hasOwnProperty.call(message, "weights") && message.weights.length)
                    writer.uint32(50).bytes(message.weights);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            WeightTable.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.WeightTable();
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
                                message.rows = value;
                            else
                                delete message.rows;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.columns = value;
                            else
                                delete message.columns;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.bits = value;
                            else
                                delete message.bits;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.exponent = value;
                            else
                                delete message.exponent;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.weights = value;
                            else
                                delete message.weights;
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

            return WeightTable;
        })();

        event.Projection = (function() {

            const Projection = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Projection.prototype.name = "";
            Projection.prototype.inputPort = null;
            Projection.prototype.sourcePopulation = null;
            Projection.prototype.target = "";
            Projection.prototype.table = "";
            Projection.prototype.delay = 0;
            Projection.prototype.dense = null;
            Projection.prototype.sparse = null;
            Projection.prototype.conv1d = null;
            Projection.prototype.conv2d = null;
            Projection.prototype.pool = null;

            let $oneOfFields;

            $Object.defineProperty(Projection.prototype, "source", {
                get: $util.oneOfGetter($oneOfFields = ["inputPort", "sourcePopulation"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            $Object.defineProperty(Projection.prototype, "connectivity", {
                get: $util.oneOfGetter($oneOfFields = ["dense", "sparse", "conv1d", "conv2d", "pool"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Projection.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(10).string(message.name);
                if (message.inputPort != null && $Object.hasOwnProperty.call(message, "inputPort"))
                    writer.uint32(18).string(message.inputPort);
                if (message.sourcePopulation != null && $Object.hasOwnProperty.call(message, "sourcePopulation"))
                    writer.uint32(26).string(message.sourcePopulation);
                if (message.target != null && $Object.hasOwnProperty.call(message, "target") && message.target !== "")
                    writer.uint32(34).string(message.target);
                if (message.table != null && $Object.hasOwnProperty.call(message, "table") && message.table !== "")
                    writer.uint32(42).string(message.table);
                if (message.delay != null && $Object.hasOwnProperty.call(message, "delay") && message.delay !== 0)
                    writer.uint32(48).uint32(message.delay);
                if (message.dense != null && $Object.hasOwnProperty.call(message, "dense"))
                    $root.snnc.event.Dense.encode(message.dense, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.sparse != null && $Object.hasOwnProperty.call(message, "sparse"))
                    $root.snnc.event.Sparse.encode(message.sparse, writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.conv1d != null && $Object.hasOwnProperty.call(message, "conv1d"))
                    $root.snnc.event.Conv1d.encode(message.conv1d, writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.conv2d != null && $Object.hasOwnProperty.call(message, "conv2d"))
                    $root.snnc.event.Conv2d.encode(message.conv2d, writer.uint32(82).fork(), _depth + 1).ldelim();
                if (message.pool != null && $Object.hasOwnProperty.call(message, "pool"))
                    $root.snnc.event.Pool.encode(message.pool, writer.uint32(90).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Projection.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.Projection();
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
                            message.inputPort = reader.stringVerify();
                            message.source = "inputPort";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.sourcePopulation = reader.stringVerify();
                            message.source = "sourcePopulation";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.target = value;
                            else
                                delete message.target;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.table = value;
                            else
                                delete message.table;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.delay = value;
                            else
                                delete message.delay;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.dense = $root.snnc.event.Dense.decode(reader, reader.size(), $undefined, _depth + 1, message.dense);
                            message.connectivity = "dense";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.sparse = $root.snnc.event.Sparse.decode(reader, reader.size(), $undefined, _depth + 1, message.sparse);
                            message.connectivity = "sparse";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.conv1d = $root.snnc.event.Conv1d.decode(reader, reader.size(), $undefined, _depth + 1, message.conv1d);
                            message.connectivity = "conv1d";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.conv2d = $root.snnc.event.Conv2d.decode(reader, reader.size(), $undefined, _depth + 1, message.conv2d);
                            message.connectivity = "conv2d";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.pool = $root.snnc.event.Pool.decode(reader, reader.size(), $undefined, _depth + 1, message.pool);
                            message.connectivity = "pool";
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

            return Projection;
        })();

        event.Dense = (function() {

            const Dense = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Dense.prototype.columnStart = 0;
            Dense.prototype.length = 0;
            Dense.prototype.targetStart = 0;
            Dense.prototype.rowOf = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Dense.prototype, "_rowOf", {
                get: $util.oneOfGetter($oneOfFields = ["rowOf"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Dense.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.columnStart != null && $Object.hasOwnProperty.call(message, "columnStart") && message.columnStart !== 0)
                    writer.uint32(8).uint32(message.columnStart);
                if (message.length != null && $Object.hasOwnProperty.call(message, "length") && message.length !== 0)
                    writer.uint32(16).uint32(message.length);
                if (message.targetStart != null && $Object.hasOwnProperty.call(message, "targetStart") && message.targetStart !== 0)
                    writer.uint32(24).uint32(message.targetStart);
                if (message.rowOf != null && $Object.hasOwnProperty.call(message, "rowOf"))
                    writer.uint32(34).bytes(message.rowOf);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Dense.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.Dense();
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
                                message.columnStart = value;
                            else
                                delete message.columnStart;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.length = value;
                            else
                                delete message.length;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.targetStart = value;
                            else
                                delete message.targetStart;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.rowOf = reader.bytes();
                            message._rowOf = "rowOf";
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

            return Dense;
        })();

        event.Sparse = (function() {

            const Sparse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Sparse.prototype.rowStart = $util.newBuffer([]);
            Sparse.prototype.targets = $util.newBuffer([]);

            Sparse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rowStart != null && $Object.hasOwnProperty.call(message, "rowStart") && message.rowStart.length)
                    writer.uint32(10).bytes(message.rowStart);
                if (message.targets != null && $Object.hasOwnProperty.call(message, "targets") && message.targets.length)
                    writer.uint32(18).bytes(message.targets);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Sparse.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.Sparse();
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
                                message.rowStart = value;
                            else
                                delete message.rowStart;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.targets = value;
                            else
                                delete message.targets;
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

            return Sparse;
        })();

        event.Conv1d = (function() {

            const Conv1d = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Conv1d.prototype.inLength = 0;
            Conv1d.prototype.inChannels = 0;
            Conv1d.prototype.outLength = 0;
            Conv1d.prototype.outChannels = 0;
            Conv1d.prototype.kernel = 0;
            Conv1d.prototype.stride = 0;
            Conv1d.prototype.padLeft = 0;
            Conv1d.prototype.dilation = null;
            Conv1d.prototype.groups = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Conv1d.prototype, "_dilation", {
                get: $util.oneOfGetter($oneOfFields = ["dilation"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Conv1d.prototype, "_groups", {
                get: $util.oneOfGetter($oneOfFields = ["groups"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Conv1d.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.inLength != null && $Object.hasOwnProperty.call(message, "inLength") && message.inLength !== 0)
                    writer.uint32(8).uint32(message.inLength);
                if (message.inChannels != null && $Object.hasOwnProperty.call(message, "inChannels") && message.inChannels !== 0)
                    writer.uint32(16).uint32(message.inChannels);
                if (message.outLength != null && $Object.hasOwnProperty.call(message, "outLength") && message.outLength !== 0)
                    writer.uint32(24).uint32(message.outLength);
                if (message.outChannels != null && $Object.hasOwnProperty.call(message, "outChannels") && message.outChannels !== 0)
                    writer.uint32(32).uint32(message.outChannels);
                if (message.kernel != null && $Object.hasOwnProperty.call(message, "kernel") && message.kernel !== 0)
                    writer.uint32(40).uint32(message.kernel);
                if (message.stride != null && $Object.hasOwnProperty.call(message, "stride") && message.stride !== 0)
                    writer.uint32(48).uint32(message.stride);
                if (message.padLeft != null && $Object.hasOwnProperty.call(message, "padLeft") && message.padLeft !== 0)
                    writer.uint32(56).uint32(message.padLeft);
                if (message.dilation != null && $Object.hasOwnProperty.call(message, "dilation"))
                    writer.uint32(64).uint32(message.dilation);
                if (message.groups != null && $Object.hasOwnProperty.call(message, "groups"))
                    writer.uint32(72).uint32(message.groups);
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
                message = _target || new $root.snnc.event.Conv1d();
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
                                message.inLength = value;
                            else
                                delete message.inLength;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.inChannels = value;
                            else
                                delete message.inChannels;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.outLength = value;
                            else
                                delete message.outLength;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.outChannels = value;
                            else
                                delete message.outChannels;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.kernel = value;
                            else
                                delete message.kernel;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.stride = value;
                            else
                                delete message.stride;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.padLeft = value;
                            else
                                delete message.padLeft;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            message.dilation = reader.uint32();
                            message._dilation = "dilation";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            message.groups = reader.uint32();
                            message._groups = "groups";
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

        event.Conv2d = (function() {

            const Conv2d = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Conv2d.prototype.inHeight = 0;
            Conv2d.prototype.inWidth = 0;
            Conv2d.prototype.inChannels = 0;
            Conv2d.prototype.outHeight = 0;
            Conv2d.prototype.outWidth = 0;
            Conv2d.prototype.outChannels = 0;
            Conv2d.prototype.kernelHeight = 0;
            Conv2d.prototype.kernelWidth = 0;
            Conv2d.prototype.strideY = 0;
            Conv2d.prototype.strideX = 0;
            Conv2d.prototype.padTop = 0;
            Conv2d.prototype.padLeft = 0;
            Conv2d.prototype.dilationY = null;
            Conv2d.prototype.dilationX = null;
            Conv2d.prototype.groups = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Conv2d.prototype, "_dilationY", {
                get: $util.oneOfGetter($oneOfFields = ["dilationY"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Conv2d.prototype, "_dilationX", {
                get: $util.oneOfGetter($oneOfFields = ["dilationX"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Conv2d.prototype, "_groups", {
                get: $util.oneOfGetter($oneOfFields = ["groups"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Conv2d.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.inHeight != null && $Object.hasOwnProperty.call(message, "inHeight") && message.inHeight !== 0)
                    writer.uint32(8).uint32(message.inHeight);
                if (message.inWidth != null && $Object.hasOwnProperty.call(message, "inWidth") && message.inWidth !== 0)
                    writer.uint32(16).uint32(message.inWidth);
                if (message.inChannels != null && $Object.hasOwnProperty.call(message, "inChannels") && message.inChannels !== 0)
                    writer.uint32(24).uint32(message.inChannels);
                if (message.outHeight != null && $Object.hasOwnProperty.call(message, "outHeight") && message.outHeight !== 0)
                    writer.uint32(32).uint32(message.outHeight);
                if (message.outWidth != null && $Object.hasOwnProperty.call(message, "outWidth") && message.outWidth !== 0)
                    writer.uint32(40).uint32(message.outWidth);
                if (message.outChannels != null && $Object.hasOwnProperty.call(message, "outChannels") && message.outChannels !== 0)
                    writer.uint32(48).uint32(message.outChannels);
                if (message.kernelHeight != null && $Object.hasOwnProperty.call(message, "kernelHeight") && message.kernelHeight !== 0)
                    writer.uint32(56).uint32(message.kernelHeight);
                if (message.kernelWidth != null && $Object.hasOwnProperty.call(message, "kernelWidth") && message.kernelWidth !== 0)
                    writer.uint32(64).uint32(message.kernelWidth);
                if (message.strideY != null && $Object.hasOwnProperty.call(message, "strideY") && message.strideY !== 0)
                    writer.uint32(72).uint32(message.strideY);
                if (message.strideX != null && $Object.hasOwnProperty.call(message, "strideX") && message.strideX !== 0)
                    writer.uint32(80).uint32(message.strideX);
                if (message.padTop != null && $Object.hasOwnProperty.call(message, "padTop") && message.padTop !== 0)
                    writer.uint32(88).uint32(message.padTop);
                if (message.padLeft != null && $Object.hasOwnProperty.call(message, "padLeft") && message.padLeft !== 0)
                    writer.uint32(96).uint32(message.padLeft);
                if (message.dilationY != null && $Object.hasOwnProperty.call(message, "dilationY"))
                    writer.uint32(104).uint32(message.dilationY);
                if (message.dilationX != null && $Object.hasOwnProperty.call(message, "dilationX"))
                    writer.uint32(112).uint32(message.dilationX);
                if (message.groups != null && $Object.hasOwnProperty.call(message, "groups"))
                    writer.uint32(120).uint32(message.groups);
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
                message = _target || new $root.snnc.event.Conv2d();
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
                                message.inHeight = value;
                            else
                                delete message.inHeight;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.inWidth = value;
                            else
                                delete message.inWidth;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.inChannels = value;
                            else
                                delete message.inChannels;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.outHeight = value;
                            else
                                delete message.outHeight;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.outWidth = value;
                            else
                                delete message.outWidth;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.outChannels = value;
                            else
                                delete message.outChannels;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.kernelHeight = value;
                            else
                                delete message.kernelHeight;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.kernelWidth = value;
                            else
                                delete message.kernelWidth;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.strideY = value;
                            else
                                delete message.strideY;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.strideX = value;
                            else
                                delete message.strideX;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.padTop = value;
                            else
                                delete message.padTop;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.padLeft = value;
                            else
                                delete message.padLeft;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            message.dilationY = reader.uint32();
                            message._dilationY = "dilationY";
                            continue;
                        }
                    case 14: {
                            if (wireType !== 0)
                                break;
                            message.dilationX = reader.uint32();
                            message._dilationX = "dilationX";
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            message.groups = reader.uint32();
                            message._groups = "groups";
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

        event.Pool = (function() {

            const Pool = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Pool.prototype.inHeight = 0;
            Pool.prototype.inWidth = 0;
            Pool.prototype.channels = 0;
            Pool.prototype.outHeight = 0;
            Pool.prototype.outWidth = 0;
            Pool.prototype.windowHeight = 0;
            Pool.prototype.windowWidth = 0;
            Pool.prototype.strideY = 0;
            Pool.prototype.strideX = 0;
            Pool.prototype.padTop = null;
            Pool.prototype.padLeft = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Pool.prototype, "_padTop", {
                get: $util.oneOfGetter($oneOfFields = ["padTop"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Pool.prototype, "_padLeft", {
                get: $util.oneOfGetter($oneOfFields = ["padLeft"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Pool.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.inHeight != null && $Object.hasOwnProperty.call(message, "inHeight") && message.inHeight !== 0)
                    writer.uint32(8).uint32(message.inHeight);
                if (message.inWidth != null && $Object.hasOwnProperty.call(message, "inWidth") && message.inWidth !== 0)
                    writer.uint32(16).uint32(message.inWidth);
                if (message.channels != null && $Object.hasOwnProperty.call(message, "channels") && message.channels !== 0)
                    writer.uint32(24).uint32(message.channels);
                if (message.outHeight != null && $Object.hasOwnProperty.call(message, "outHeight") && message.outHeight !== 0)
                    writer.uint32(32).uint32(message.outHeight);
                if (message.outWidth != null && $Object.hasOwnProperty.call(message, "outWidth") && message.outWidth !== 0)
                    writer.uint32(40).uint32(message.outWidth);
                if (message.windowHeight != null && $Object.hasOwnProperty.call(message, "windowHeight") && message.windowHeight !== 0)
                    writer.uint32(48).uint32(message.windowHeight);
                if (message.windowWidth != null && $Object.hasOwnProperty.call(message, "windowWidth") && message.windowWidth !== 0)
                    writer.uint32(56).uint32(message.windowWidth);
                if (message.strideY != null && $Object.hasOwnProperty.call(message, "strideY") && message.strideY !== 0)
                    writer.uint32(64).uint32(message.strideY);
                if (message.strideX != null && $Object.hasOwnProperty.call(message, "strideX") && message.strideX !== 0)
                    writer.uint32(72).uint32(message.strideX);
                if (message.padTop != null && $Object.hasOwnProperty.call(message, "padTop"))
                    writer.uint32(80).uint32(message.padTop);
                if (message.padLeft != null && $Object.hasOwnProperty.call(message, "padLeft"))
                    writer.uint32(88).uint32(message.padLeft);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Pool.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.Pool();
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
                                message.inHeight = value;
                            else
                                delete message.inHeight;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.inWidth = value;
                            else
                                delete message.inWidth;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.channels = value;
                            else
                                delete message.channels;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.outHeight = value;
                            else
                                delete message.outHeight;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.outWidth = value;
                            else
                                delete message.outWidth;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.windowHeight = value;
                            else
                                delete message.windowHeight;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.windowWidth = value;
                            else
                                delete message.windowWidth;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.strideY = value;
                            else
                                delete message.strideY;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.strideX = value;
                            else
                                delete message.strideX;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            message.padTop = reader.uint32();
                            message._padTop = "padTop";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            message.padLeft = reader.uint32();
                            message._padLeft = "padLeft";
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

            return Pool;
        })();

        event.Readout = (function() {

            const Readout = function (properties) {
                this.classes = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Readout.prototype.kind = 0;
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
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(8).int32(message.kind);
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
                message = _target || new $root.snnc.event.Readout();
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
                            if (value = reader.int32())
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

        event.ReadoutKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "READOUT_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "READOUT_KIND_MEMBRANE"] = 1;
            values[valuesById[2] = "READOUT_KIND_COUNT"] = 2;
            values[valuesById[3] = "READOUT_KIND_FIRST_SPIKE"] = 3;
            return values;
        })();

        event.Legalisation = (function() {

            const Legalisation = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Legalisation.prototype.target = "";
            Legalisation.prototype.updateGroup = 0;

            Legalisation.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.target != null && $Object.hasOwnProperty.call(message, "target") && message.target !== "")
                    writer.uint32(10).string(message.target);
                if (message.updateGroup != null && $Object.hasOwnProperty.call(message, "updateGroup") && message.updateGroup !== 0)
                    writer.uint32(16).uint32(message.updateGroup);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Legalisation.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.event.Legalisation();
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
                                message.target = value;
                            else
                                delete message.target;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.updateGroup = value;
                            else
                                delete message.updateGroup;
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

            return Legalisation;
        })();

        return event;
    })();

    return snnc;
})();

export {
  $root as default
};
