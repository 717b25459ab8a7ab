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
