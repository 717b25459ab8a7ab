// Generated from rate-texts.proto by `npm run proto`; do not edit.
import * as $protobuf from "protobufjs/minimal.js";

export namespace snnc {

    namespace encode {

        namespace rate {

            interface IRateTextEncoder extends snnc.encode.rate.RateTextEncoder.$Properties {
            }

            class RateTextEncoder {

                constructor(properties?: snnc.encode.rate.RateTextEncoder.$Properties);

                $unknowns?: Uint8Array[];

                tokenizer: string;

                words: string[];

                dimensions: number;

                length: number;

                probabilities: Uint8Array;

                timesteps: number;

                seed: number;

                lineOf: Uint8Array;

                drainTimesteps: number;

                static encode(message: snnc.encode.rate.RateTextEncoder.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.rate.RateTextEncoder & snnc.encode.rate.RateTextEncoder.$Shape;
            }

            namespace RateTextEncoder {

                interface $Properties {

                    tokenizer?: (string|null);

                    words?: (string[]|null);

                    dimensions?: (number|null);

                    length?: (number|null);

                    probabilities?: (Uint8Array|null);

                    timesteps?: (number|null);

                    seed?: (number|null);

                    lineOf?: (Uint8Array|null);

                    drainTimesteps?: (number|null);

                    $unknowns?: Uint8Array[];
                }

                type $Shape = snnc.encode.rate.RateTextEncoder.$Properties;
            }
        }
    }
}
