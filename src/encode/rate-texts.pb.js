// Generated from rate-texts.proto by `npm run proto`; do not edit.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["snnc/src/encode/rate-texts"] || ($protobuf.roots["snnc/src/encode/rate-texts"] = {});

export const snnc = $root.snnc = (() => {

    const snnc = {};

    snnc.encode = (function() {

        const encode = {};

        encode.rate = (function() {

            const rate = {};

            rate.RateTextEncoder = (function() {

                const RateTextEncoder = function (properties) {
                    this.words = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                RateTextEncoder.prototype.tokenizer = "";
                RateTextEncoder.prototype.words = $util.emptyArray;
                RateTextEncoder.prototype.dimensions = 0;
                RateTextEncoder.prototype.length = 0;
                RateTextEncoder.prototype.probabilities = $util.newBuffer([]);
                RateTextEncoder.prototype.timesteps = 0;
                RateTextEncoder.prototype.seed = 0;
                RateTextEncoder.prototype.lineOf = $util.newBuffer([]);
                RateTextEncoder.prototype.drainTimesteps = 0;

                RateTextEncoder.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.tokenizer != null && $Object.hasOwnProperty.call(message, "tokenizer") && message.tokenizer !== "")
                        writer.uint32(10).string(message.tokenizer);
                    if (message.words != null && message.words.length)
                        for (let i = 0; i < message.words.length; ++i)
                            writer.uint32(18).string(message.words[i]);
                    if (message.dimensions != null && $Object.hasOwnProperty.call(message, "dimensions") && message.dimensions !== 0)
                        writer.uint32(24).uint32(message.dimensions);
                    if (message.length != null && $Object.hasOwnProperty.call(message, "length") && message.length !== 0)
                        writer.uint32(32).uint32(message.length);
                    if (message.probabilities != null && $Object.hasOwnProperty.call(message, "probabilities") && message.probabilities.length)
                        writer.uint32(42).bytes(message.probabilities);
                    if (message.timesteps != null && $Object.hasOwnProperty.call(message, "timesteps") && message.timesteps !== 0)
                        writer.uint32(48).uint32(message.timesteps);
                    if (message.seed != null && $Object.hasOwnProperty.call(message, "seed") && message.seed !== 0)
                        writer.uint32(56).int32(message.seed);
                    if (message.lineOf != null && $Object.hasOwnProperty.call(message, "lineOf") && message.lineOf.length)
                        writer.uint32(66).bytes(message.lineOf);
                    if (message.drainTimesteps != null && $Object.hasOwnProperty.call(message, "drainTimesteps") && message.drainTimesteps !== 0)
                        writer.uint32(72).uint32(message.drainTimesteps);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                RateTextEncoder.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.snnc.encode.rate.RateTextEncoder();
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
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.dimensions = value;
                                else
                                    delete message.dimensions;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.length = value;
                                else
                                    delete message.length;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.probabilities = value;
                                else
                                    delete message.probabilities;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.timesteps = value;
                                else
                                    delete message.timesteps;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.seed = value;
                                else
                                    delete message.seed;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.lineOf = value;
                                else
                                    delete message.lineOf;
                                continue;
                            }
                        case 9: {
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

                return RateTextEncoder;
            })();

            return rate;
        })();

        return encode;
    })();

    return snnc;
})();

export {
  $root as default
};
