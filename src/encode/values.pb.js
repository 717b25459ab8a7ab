// Generated from values.proto by `npm run proto`; do not edit.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["snnc/src/encode/values"] || ($protobuf.roots["snnc/src/encode/values"] = {});

export const snnc = $root.snnc = (() => {

    const snnc = {};

    snnc.encode = (function() {

        const encode = {};

        encode.values = (function() {

            const values = {};

            values.ValueEncoder = (function() {

                const ValueEncoder = function (properties) {
                    this.shape = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                ValueEncoder.prototype.spikes = null;
                ValueEncoder.prototype.rate = null;
                ValueEncoder.prototype.direct = null;
                ValueEncoder.prototype.shape = $util.emptyArray;
                ValueEncoder.prototype.digitStart = $util.newBuffer([]);
                ValueEncoder.prototype.lineOf = $util.newBuffer([]);
                ValueEncoder.prototype.startLine = null;
                ValueEncoder.prototype.biasLine = null;
                ValueEncoder.prototype.timesteps = 0;
                ValueEncoder.prototype.drainTimesteps = 0;
                ValueEncoder.prototype.stream = null;

                let $oneOfFields;

                $Object.defineProperty(ValueEncoder.prototype, "encoding", {
                    get: $util.oneOfGetter($oneOfFields = ["spikes", "rate", "direct"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(ValueEncoder.prototype, "_startLine", {
                    get: $util.oneOfGetter($oneOfFields = ["startLine"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(ValueEncoder.prototype, "_biasLine", {
                    get: $util.oneOfGetter($oneOfFields = ["biasLine"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                ValueEncoder.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.spikes != null && $Object.hasOwnProperty.call(message, "spikes"))
                        $root.snnc.encode.values.Spikes.encode(message.spikes, writer.uint32(10).fork(), _depth + 1).ldelim();
                    if (message.rate != null && $Object.hasOwnProperty.call(message, "rate"))
                        $root.snnc.encode.values.Rate.encode(message.rate, writer.uint32(18).fork(), _depth + 1).ldelim();
                    if (message.direct != null && $Object.hasOwnProperty.call(message, "direct"))
                        $root.snnc.encode.values.Direct.encode(message.direct, writer.uint32(26).fork(), _depth + 1).ldelim();
                    if (message.shape != null && message.shape.length)
                        writer.uint32(34).uint32s(message.shape);
                    if (message.digitStart != null && $Object.hasOwnProperty.call(message, "digitStart") && message.digitStart.length)
                        writer.uint32(42).bytes(message.digitStart);
                    if (message.lineOf != null && $Object.hasOwnProperty.call(message, "lineOf") && message.lineOf.length)
                        writer.uint32(50).bytes(message.lineOf);
                    if (message.startLine != null && $Object.hasOwnProperty.call(message, "startLine"))
                        writer.uint32(56).uint32(message.startLine);
                    if (message.biasLine != null && $Object.hasOwnProperty.call(message, "biasLine"))
                        writer.uint32(64).uint32(message.biasLine);
                    if (message.timesteps != null && $Object.hasOwnProperty.call(message, "timesteps") && message.timesteps !== 0)
                        writer.uint32(72).uint32(message.timesteps);
                    if (message.drainTimesteps != null && $Object.hasOwnProperty.call(message, "drainTimesteps") && message.drainTimesteps !== 0)
                        writer.uint32(80).uint32(message.drainTimesteps);
                    if (message.stream != null && $Object.hasOwnProperty.call(message, "stream"))
                        $root.snnc.encode.values.Stream.encode(message.stream, writer.uint32(90).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                ValueEncoder.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.snnc.encode.values.ValueEncoder();
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
                                message.spikes = $root.snnc.encode.values.Spikes.decode(reader, reader.size(), $undefined, _depth + 1, message.spikes);
                                message.encoding = "spikes";
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.rate = $root.snnc.encode.values.Rate.decode(reader, reader.size(), $undefined, _depth + 1, message.rate);
                                message.encoding = "rate";
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.direct = $root.snnc.encode.values.Direct.decode(reader, reader.size(), $undefined, _depth + 1, message.direct);
                                message.encoding = "direct";
                                continue;
                            }
                        case 4: {
                                if (wireType === 2) {
                                    if (!(message.shape && message.shape.length))
                                        message.shape = [];
                                    reader.uint32s(message.shape);
                                    continue;
                                }
                                if (wireType !== 0)
                                    break;
                                if (!(message.shape && message.shape.length))
                                    message.shape = [];
                                message.shape.push(reader.uint32());
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.digitStart = value;
                                else
                                    delete message.digitStart;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.lineOf = value;
                                else
                                    delete message.lineOf;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                message.startLine = reader.uint32();
                                message._startLine = "startLine";
                                continue;
                            }
                        case 8: {
                                if (wireType !== 0)
                                    break;
                                message.biasLine = reader.uint32();
                                message._biasLine = "biasLine";
                                continue;
                            }
                        case 9: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.timesteps = value;
                                else
                                    delete message.timesteps;
                                continue;
                            }
                        case 10: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.drainTimesteps = value;
                                else
                                    delete message.drainTimesteps;
                                continue;
                            }
                        case 11: {
                                if (wireType !== 2)
                                    break;
                                message.stream = $root.snnc.encode.values.Stream.decode(reader, reader.size(), $undefined, _depth + 1, message.stream);
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

                return ValueEncoder;
            })();

            values.Stream = (function() {

                const Stream = function (properties) {
                    this.ports = [];
                    this.layers = [];
                    this.emissions = [];
                    this.ends = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Stream.prototype.positionAxis = 0;
                Stream.prototype.positions = 0;
                Stream.prototype.ports = $util.emptyArray;
                Stream.prototype.layers = $util.emptyArray;
                Stream.prototype.emissions = $util.emptyArray;
                Stream.prototype.ends = $util.emptyArray;

                Stream.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.positionAxis != null && $Object.hasOwnProperty.call(message, "positionAxis") && message.positionAxis !== 0)
                        writer.uint32(8).uint32(message.positionAxis);
                    if (message.positions != null && $Object.hasOwnProperty.call(message, "positions") && message.positions !== 0)
                        writer.uint32(16).uint32(message.positions);
                    if (message.ports != null && message.ports.length)
                        for (let i = 0; i < message.ports.length; ++i)
                            $root.snnc.encode.values.StreamPort.encode(message.ports[i], writer.uint32(26).fork(), _depth + 1).ldelim();
                    if (message.layers != null && message.layers.length)
                        for (let i = 0; i < message.layers.length; ++i)
                            $root.snnc.encode.values.StreamLayer.encode(message.layers[i], writer.uint32(34).fork(), _depth + 1).ldelim();
                    if (message.emissions != null && message.emissions.length)
                        for (let i = 0; i < message.emissions.length; ++i)
                            $root.snnc.encode.values.StreamEmission.encode(message.emissions[i], writer.uint32(42).fork(), _depth + 1).ldelim();
                    if (message.ends != null && message.ends.length)
                        for (let i = 0; i < message.ends.length; ++i)
                            $root.snnc.encode.values.StreamEnd.encode(message.ends[i], writer.uint32(50).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Stream.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.snnc.encode.values.Stream();
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
                                    message.positionAxis = value;
                                else
                                    delete message.positionAxis;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.positions = value;
                                else
                                    delete message.positions;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.ports && message.ports.length))
                                    message.ports = [];
                                message.ports.push($root.snnc.encode.values.StreamPort.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.layers && message.layers.length))
                                    message.layers = [];
                                message.layers.push($root.snnc.encode.values.StreamLayer.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.emissions && message.emissions.length))
                                    message.emissions = [];
                                message.emissions.push($root.snnc.encode.values.StreamEmission.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.ends && message.ends.length))
                                    message.ends = [];
                                message.ends.push($root.snnc.encode.values.StreamEnd.decode(reader, reader.size(), $undefined, _depth + 1));
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

                return Stream;
            })();

            values.StreamPort = (function() {

                const StreamPort = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                StreamPort.prototype.overPositions = null;
                StreamPort.prototype.constant = null;

                let $oneOfFields;

                $Object.defineProperty(StreamPort.prototype, "port", {
                    get: $util.oneOfGetter($oneOfFields = ["overPositions", "constant"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                StreamPort.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.overPositions != null && $Object.hasOwnProperty.call(message, "overPositions"))
                        $root.snnc.encode.values.PositionsPort.encode(message.overPositions, writer.uint32(10).fork(), _depth + 1).ldelim();
                    if (message.constant != null && $Object.hasOwnProperty.call(message, "constant"))
                        writer.uint32(16).uint32(message.constant);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                StreamPort.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.snnc.encode.values.StreamPort();
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
                                message.overPositions = $root.snnc.encode.values.PositionsPort.decode(reader, reader.size(), $undefined, _depth + 1, message.overPositions);
                                message.port = "overPositions";
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                message.constant = reader.uint32();
                                message.port = "constant";
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

                return StreamPort;
            })();

            values.PositionsPort = (function() {

                const PositionsPort = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                PositionsPort.prototype.channels = 0;
                PositionsPort.prototype.line = 0;

                PositionsPort.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.channels != null && $Object.hasOwnProperty.call(message, "channels") && message.channels !== 0)
                        writer.uint32(8).uint32(message.channels);
                    if (message.line != null && $Object.hasOwnProperty.call(message, "line") && message.line !== 0)
                        writer.uint32(16).uint32(message.line);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                PositionsPort.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.snnc.encode.values.PositionsPort();
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
                                    message.channels = value;
                                else
                                    delete message.channels;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.line = value;
                                else
                                    delete message.line;
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

                return PositionsPort;
            })();

            values.StreamLayer = (function() {

                const StreamLayer = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                StreamLayer.prototype.population = "";
                StreamLayer.prototype.source = 0;
                StreamLayer.prototype.extent = 0;
                StreamLayer.prototype.stride = 0;
                StreamLayer.prototype.padding = 0;
                StreamLayer.prototype.firstSlot = 0;
                StreamLayer.prototype.slotsPerWindow = 0;
                StreamLayer.prototype.shift = 0;

                StreamLayer.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.population != null && $Object.hasOwnProperty.call(message, "population") && message.population !== "")
                        writer.uint32(10).string(message.population);
                    if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== 0)
                        writer.uint32(16).uint32(message.source);
                    if (message.extent != null && $Object.hasOwnProperty.call(message, "extent") && message.extent !== 0)
                        writer.uint32(24).uint32(message.extent);
                    if (message.stride != null && $Object.hasOwnProperty.call(message, "stride") && message.stride !== 0)
                        writer.uint32(32).uint32(message.stride);
                    if (message.padding != null && $Object.hasOwnProperty.call(message, "padding") && message.padding !== 0)
                        writer.uint32(40).sint32(message.padding);
                    if (message.firstSlot != null && $Object.hasOwnProperty.call(message, "firstSlot") && message.firstSlot !== 0)
                        writer.uint32(48).uint32(message.firstSlot);
                    if (message.slotsPerWindow != null && $Object.hasOwnProperty.call(message, "slotsPerWindow") && message.slotsPerWindow !== 0)
                        writer.uint32(56).uint32(message.slotsPerWindow);
                    if (message.shift != null && $Object.hasOwnProperty.call(message, "shift") && message.shift !== 0)
                        writer.uint32(64).uint32(message.shift);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                StreamLayer.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.snnc.encode.values.StreamLayer();
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
                                    message.population = value;
                                else
                                    delete message.population;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.source = value;
                                else
                                    delete message.source;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.extent = value;
                                else
                                    delete message.extent;
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
                                if (value = reader.sint32())
                                    message.padding = value;
                                else
                                    delete message.padding;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.firstSlot = value;
                                else
                                    delete message.firstSlot;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.slotsPerWindow = value;
                                else
                                    delete message.slotsPerWindow;
                                continue;
                            }
                        case 8: {
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

                return StreamLayer;
            })();

            values.StreamEmission = (function() {

                const StreamEmission = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                StreamEmission.prototype.constant = null;
                StreamEmission.prototype.marker = null;
                StreamEmission.prototype.silence = null;

                let $oneOfFields;

                $Object.defineProperty(StreamEmission.prototype, "emission", {
                    get: $util.oneOfGetter($oneOfFields = ["constant", "marker", "silence"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                StreamEmission.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.constant != null && $Object.hasOwnProperty.call(message, "constant"))
                        $root.snnc.encode.values.ConstantEmission.encode(message.constant, writer.uint32(10).fork(), _depth + 1).ldelim();
                    if (message.marker != null && $Object.hasOwnProperty.call(message, "marker"))
                        $root.snnc.encode.values.MarkerEmission.encode(message.marker, writer.uint32(18).fork(), _depth + 1).ldelim();
                    if (message.silence != null && $Object.hasOwnProperty.call(message, "silence"))
                        $root.snnc.encode.values.SilenceEmission.encode(message.silence, writer.uint32(26).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                StreamEmission.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.snnc.encode.values.StreamEmission();
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
                                message.constant = $root.snnc.encode.values.ConstantEmission.decode(reader, reader.size(), $undefined, _depth + 1, message.constant);
                                message.emission = "constant";
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.marker = $root.snnc.encode.values.MarkerEmission.decode(reader, reader.size(), $undefined, _depth + 1, message.marker);
                                message.emission = "marker";
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                message.silence = $root.snnc.encode.values.SilenceEmission.decode(reader, reader.size(), $undefined, _depth + 1, message.silence);
                                message.emission = "silence";
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

                return StreamEmission;
            })();

            values.ConstantEmission = (function() {

                const ConstantEmission = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                ConstantEmission.prototype.port = 0;
                ConstantEmission.prototype.line = 0;
                ConstantEmission.prototype.layer = null;

                let $oneOfFields;

                // Virtual OneOf for proto3 optional field
                $Object.defineProperty(ConstantEmission.prototype, "_layer", {
                    get: $util.oneOfGetter($oneOfFields = ["layer"]),
                    set: $util.oneOfSetter($oneOfFields)
                });

                ConstantEmission.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.port != null && $Object.hasOwnProperty.call(message, "port") && message.port !== 0)
                        writer.uint32(8).uint32(message.port);
                    if (message.line != null && $Object.hasOwnProperty.call(message, "line") && message.line !== 0)
                        writer.uint32(16).uint32(message.line);
                    if (message.layer != null && $Object.hasOwnProperty.call(message, "layer"))
                        writer.uint32(24).uint32(message.layer);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                ConstantEmission.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.snnc.encode.values.ConstantEmission();
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
                                    message.port = value;
                                else
                                    delete message.port;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.line = value;
                                else
                                    delete message.line;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                message.layer = reader.uint32();
                                message._layer = "layer";
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

                return ConstantEmission;
            })();

            values.MarkerEmission = (function() {

                const MarkerEmission = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                MarkerEmission.prototype.line = 0;
                MarkerEmission.prototype.layer = 0;

                MarkerEmission.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.line != null && $Object.hasOwnProperty.call(message, "line") && message.line !== 0)
                        writer.uint32(8).uint32(message.line);
                    if (message.layer != null && $Object.hasOwnProperty.call(message, "layer") && message.layer !== 0)
                        writer.uint32(16).uint32(message.layer);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                MarkerEmission.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.snnc.encode.values.MarkerEmission();
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
                                    message.line = value;
                                else
                                    delete message.line;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.layer = value;
                                else
                                    delete message.layer;
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

                return MarkerEmission;
            })();

            values.SilenceEmission = (function() {

                const SilenceEmission = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                SilenceEmission.prototype.line = 0;
                SilenceEmission.prototype.layer = 0;
                SilenceEmission.prototype.before = 0;
                SilenceEmission.prototype.after = 0;
                SilenceEmission.prototype.everywhere = false;

                SilenceEmission.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.line != null && $Object.hasOwnProperty.call(message, "line") && message.line !== 0)
                        writer.uint32(8).uint32(message.line);
                    if (message.layer != null && $Object.hasOwnProperty.call(message, "layer") && message.layer !== 0)
                        writer.uint32(16).uint32(message.layer);
                    if (message.before != null && $Object.hasOwnProperty.call(message, "before") && message.before !== 0)
                        writer.uint32(24).uint32(message.before);
                    if (message.after != null && $Object.hasOwnProperty.call(message, "after") && message.after !== 0)
                        writer.uint32(32).uint32(message.after);
                    if (message.everywhere != null && $Object.hasOwnProperty.call(message, "everywhere") && message.everywhere !== false)
                        writer.uint32(40).bool(message.everywhere);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                SilenceEmission.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.snnc.encode.values.SilenceEmission();
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
                                    message.line = value;
                                else
                                    delete message.line;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.layer = value;
                                else
                                    delete message.layer;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.before = value;
                                else
                                    delete message.before;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.after = value;
                                else
                                    delete message.after;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.everywhere = value;
                                else
                                    delete message.everywhere;
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

                return SilenceEmission;
            })();

            values.StreamEnd = (function() {

                const StreamEnd = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                StreamEnd.prototype.layer = 0;
                StreamEnd.prototype.delay = 0;

                StreamEnd.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.layer != null && $Object.hasOwnProperty.call(message, "layer") && message.layer !== 0)
                        writer.uint32(8).uint32(message.layer);
                    if (message.delay != null && $Object.hasOwnProperty.call(message, "delay") && message.delay !== 0)
                        writer.uint32(16).uint32(message.delay);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                StreamEnd.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.snnc.encode.values.StreamEnd();
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
                                    message.layer = value;
                                else
                                    delete message.layer;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.delay = value;
                                else
                                    delete message.delay;
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

                return StreamEnd;
            })();

            values.Spikes = (function() {

                const Spikes = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Spikes.encode = function (message, writer, _depth) {
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

                Spikes.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.snnc.encode.values.Spikes();
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

                return Spikes;
            })();

            values.Rate = (function() {

                const Rate = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Rate.prototype.low = 0;
                Rate.prototype.high = 0;
                Rate.prototype.seed = 0;

                Rate.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.low != null && $Object.hasOwnProperty.call(message, "low") && !$Object.is(message.low, 0))
                        writer.uint32(9).double(message.low);
                    if (message.high != null && $Object.hasOwnProperty.call(message, "high") && !$Object.is(message.high, 0))
                        writer.uint32(17).double(message.high);
                    if (message.seed != null && $Object.hasOwnProperty.call(message, "seed") && message.seed !== 0)
                        writer.uint32(24).uint32(message.seed);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Rate.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.snnc.encode.values.Rate();
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
                                    message.low = value;
                                else
                                    delete message.low;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 1)
                                    break;
                                if (!$Object.is(value = reader.double(), 0))
                                    message.high = value;
                                else
                                    delete message.high;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.seed = value;
                                else
                                    delete message.seed;
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

                return Rate;
            })();

            values.Direct = (function() {

                const Direct = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                Direct.prototype.low = 0;
                Direct.prototype.high = 0;
                Direct.prototype.bits = 0;

                Direct.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.low != null && $Object.hasOwnProperty.call(message, "low") && !$Object.is(message.low, 0))
                        writer.uint32(9).double(message.low);
                    if (message.high != null && $Object.hasOwnProperty.call(message, "high") && !$Object.is(message.high, 0))
                        writer.uint32(17).double(message.high);
                    if (message.bits != null && $Object.hasOwnProperty.call(message, "bits") && message.bits !== 0)
                        writer.uint32(24).uint32(message.bits);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                Direct.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.snnc.encode.values.Direct();
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
                                    message.low = value;
                                else
                                    delete message.low;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 1)
                                    break;
                                if (!$Object.is(value = reader.double(), 0))
                                    message.high = value;
                                else
                                    delete message.high;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.bits = value;
                                else
                                    delete message.bits;
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

                return Direct;
            })();

            return values;
        })();

        return encode;
    })();

    return snnc;
})();

export {
  $root as default
};
