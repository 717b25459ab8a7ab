// Generated from encoder.proto by `npm run proto`; do not edit.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["snnc/src/encode/encoder"] || ($protobuf.roots["snnc/src/encode/encoder"] = {});

export const snnc = $root.snnc = (() => {

    const snnc = {};

    snnc.encode = (function() {

        const encode = {};

        encode.Encoder = (function() {

            const Encoder = function (properties) {
                this.words = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Encoder.prototype.tokenizer = 0;
            Encoder.prototype.words = $util.emptyArray;
            Encoder.prototype.wordLine = $util.newBuffer([]);
            Encoder.prototype.bigram = null;
            Encoder.prototype.startLine = null;
            Encoder.prototype.drainTimesteps = 0;
            Encoder.prototype.limits = null;
            Encoder.prototype.padding = null;
            Encoder.prototype.code = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Encoder.prototype, "_startLine", {
                get: $util.oneOfGetter($oneOfFields = ["startLine"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Encoder.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.tokenizer != null && $Object.hasOwnProperty.call(message, "tokenizer") && message.tokenizer !== 0)
                    writer.uint32(8).int32(message.tokenizer);
                if (message.words != null && message.words.length)
                    for (let i = 0; i < message.words.length; ++i)
                        writer.uint32(18).string(message.words[i]);
                if (message.wordLine != null && $Object.hasOwnProperty.call(message, "wordLine") && message.wordLine.length)
                    writer.uint32(26).bytes(message.wordLine);
                if (message.bigram != null && $Object.hasOwnProperty.call(message, "bigram"))
                    $root.snnc.encode.Bigram.encode(message.bigram, writer.uint32(34).fork(), _depth + 1).ldelim();
                if (message.startLine != null && $Object.hasOwnProperty.call(message, "startLine"))
                    writer.uint32(40).uint32(message.startLine);
                if (message.drainTimesteps != null && $Object.hasOwnProperty.call(message, "drainTimesteps") && message.drainTimesteps !== 0)
                    writer.uint32(48).uint32(message.drainTimesteps);
                if (message.limits != null && $Object.hasOwnProperty.call(message, "limits"))
                    $root.snnc.encode.Limits.encode(message.limits, writer.uint32(58).fork(), _depth + 1).ldelim();
                if (message.padding != null && $Object.hasOwnProperty.call(message, "padding"))
                    $root.snnc.encode.Padding.encode(message.padding, writer.uint32(66).fork(), _depth + 1).ldelim();
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    $root.snnc.encode.Code.encode(message.code, writer.uint32(74).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Encoder.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.encode.Encoder();
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
                                message.tokenizer = value;
                            else
                                delete message.tokenizer;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.words && message.words.length))
                                message.words = [];
                            message.words.push(reader.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.wordLine = value;
                            else
                                delete message.wordLine;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.bigram = $root.snnc.encode.Bigram.decode(reader, reader.size(), $undefined, _depth + 1, message.bigram);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            message.startLine = reader.uint32();
                            message._startLine = "startLine";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.drainTimesteps = value;
                            else
                                delete message.drainTimesteps;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.limits = $root.snnc.encode.Limits.decode(reader, reader.size(), $undefined, _depth + 1, message.limits);
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.padding = $root.snnc.encode.Padding.decode(reader, reader.size(), $undefined, _depth + 1, message.padding);
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.code = $root.snnc.encode.Code.decode(reader, reader.size(), $undefined, _depth + 1, message.code);
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

            return Encoder;
        })();

        encode.Tokenizer = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "TOKENIZER_UNSPECIFIED"] = 0;
            values[valuesById[1] = "TOKENIZER_ENGLISH"] = 1;
            values[valuesById[2] = "TOKENIZER_CHINESE_CHARACTERS"] = 2;
            return values;
        })();

        encode.Bigram = (function() {

            const Bigram = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Bigram.prototype.hashBits = 0;
            Bigram.prototype.firstLine = 0;
            Bigram.prototype.words = null;

            let $oneOfFields;

            // Virtual OneOf for proto3 optional field
            $Object.defineProperty(Bigram.prototype, "_words", {
                get: $util.oneOfGetter($oneOfFields = ["words"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            Bigram.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hashBits != null && $Object.hasOwnProperty.call(message, "hashBits") && message.hashBits !== 0)
                    writer.uint32(8).uint32(message.hashBits);
                if (message.firstLine != null && $Object.hasOwnProperty.call(message, "firstLine") && message.firstLine !== 0)
                    writer.uint32(16).uint32(message.firstLine);
                if (message.words != null && $Object.hasOwnProperty.call(message, "words"))
                    writer.uint32(24).uint32(message.words);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Bigram.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.encode.Bigram();
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
                                message.hashBits = value;
                            else
                                delete message.hashBits;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.firstLine = value;
                            else
                                delete message.firstLine;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            message.words = reader.uint32();
                            message._words = "words";
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

            return Bigram;
        })();

        encode.Code = (function() {

            const Code = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Code.prototype.groupLine = $util.newBuffer([]);
            Code.prototype.index = $util.newBuffer([]);
            Code.prototype.indexBytes = 0;

            Code.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.groupLine != null && $Object.hasOwnProperty.call(message, "groupLine") && message.groupLine.length)
                    writer.uint32(10).bytes(message.groupLine);
                if (message.index != null && $Object.hasOwnProperty.call(message, "index") && message.index.length)
                    writer.uint32(18).bytes(message.index);
                if (message.indexBytes != null && $Object.hasOwnProperty.call(message, "indexBytes") && message.indexBytes !== 0)
                    writer.uint32(24).uint32(message.indexBytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            Code.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.snnc.encode.Code();
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
                                message.groupLine = value;
                            else
                                delete message.groupLine;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.index = value;
                            else
                                delete message.index;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.indexBytes = value;
                            else
                                delete message.indexBytes;
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

            return Code;
        })();

        encode.Padding = (function() {

            const Padding = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Padding.prototype.id = 0;
            Padding.prototype.words = 0;
            Padding.prototype.length = 0;

            Padding.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                    writer.uint32(8).uint32(message.id);
                if (message.words != null && $Object.hasOwnProperty.call(message, "words") && message.words !== 0)
                    writer.uint32(16).uint32(message.words);
                if (message.length != null && $Object.hasOwnProperty.call(message, "length") && message.length !== 0)
                    writer.uint32(24).uint32(message.length);
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
                message = _target || new $root.snnc.encode.Padding();
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
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.words = value;
                            else
                                delete message.words;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.length = value;
                            else
                                delete message.length;
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

        encode.Limits = (function() {

            const Limits = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            Limits.prototype.timestepsPerSample = 0;
            Limits.prototype.eventsPerTimestep = 0;

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
                message = _target || new $root.snnc.encode.Limits();
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

        return encode;
    })();

    return snnc;
})();

export {
  $root as default
};
