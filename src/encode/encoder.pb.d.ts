// Generated from encoder.proto by `npm run proto`; do not edit.
import * as $protobuf from "protobufjs/minimal.js";

export namespace snnc {

    namespace encode {

        interface IEncoder extends snnc.encode.Encoder.$Properties {
        }

        class Encoder {

            constructor(properties?: snnc.encode.Encoder.$Properties);

            $unknowns?: Uint8Array[];

            tokenizer: snnc.encode.Tokenizer;

            words: string[];

            wordLine: Uint8Array;

            bigram?: (snnc.encode.Bigram.$Properties|null);

            startLine?: (number|null);

            drainTimesteps: number;

            limits?: (snnc.encode.Limits.$Properties|null);

            padding?: (snnc.encode.Padding.$Properties|null);

            code?: (snnc.encode.Code.$Properties|null);

            static encode(message: snnc.encode.Encoder.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.Encoder & snnc.encode.Encoder.$Shape;
        }

        namespace Encoder {

            interface $Properties {

                tokenizer?: (snnc.encode.Tokenizer|null);

                words?: (string[]|null);

                wordLine?: (Uint8Array|null);

                bigram?: (snnc.encode.Bigram.$Properties|null);

                startLine?: (number|null);

                drainTimesteps?: (number|null);

                limits?: (snnc.encode.Limits.$Properties|null);

                padding?: (snnc.encode.Padding.$Properties|null);

                code?: (snnc.encode.Code.$Properties|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.encode.Encoder.$Properties;
        }

        enum Tokenizer {

            TOKENIZER_UNSPECIFIED = 0,

            TOKENIZER_ENGLISH = 1,

            TOKENIZER_CHINESE_CHARACTERS = 2
        }

        interface IBigram extends snnc.encode.Bigram.$Properties {
        }

        class Bigram {

            constructor(properties?: snnc.encode.Bigram.$Properties);

            $unknowns?: Uint8Array[];

            hashBits: number;

            firstLine: number;

            words?: (number|null);

            static encode(message: snnc.encode.Bigram.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.Bigram & snnc.encode.Bigram.$Shape;
        }

        namespace Bigram {

            interface $Properties {

                hashBits?: (number|null);

                firstLine?: (number|null);

                words?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.encode.Bigram.$Properties;
        }

        interface ICode extends snnc.encode.Code.$Properties {
        }

        class Code {

            constructor(properties?: snnc.encode.Code.$Properties);

            $unknowns?: Uint8Array[];

            groupLine: Uint8Array;

            index: Uint8Array;

            indexBytes: number;

            static encode(message: snnc.encode.Code.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.Code & snnc.encode.Code.$Shape;
        }

        namespace Code {

            interface $Properties {

                groupLine?: (Uint8Array|null);

                index?: (Uint8Array|null);

                indexBytes?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.encode.Code.$Properties;
        }

        interface IPadding extends snnc.encode.Padding.$Properties {
        }

        class Padding {

            constructor(properties?: snnc.encode.Padding.$Properties);

            $unknowns?: Uint8Array[];

            id: number;

            words: number;

            length: number;

            static encode(message: snnc.encode.Padding.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.Padding & snnc.encode.Padding.$Shape;
        }

        namespace Padding {

            interface $Properties {

                id?: (number|null);

                words?: (number|null);

                length?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.encode.Padding.$Properties;
        }

        interface ILimits extends snnc.encode.Limits.$Properties {
        }

        class Limits {

            constructor(properties?: snnc.encode.Limits.$Properties);

            $unknowns?: Uint8Array[];

            timestepsPerSample: number;

            eventsPerTimestep: number;

            static encode(message: snnc.encode.Limits.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.Limits & snnc.encode.Limits.$Shape;
        }

        namespace Limits {

            interface $Properties {

                timestepsPerSample?: (number|null);

                eventsPerTimestep?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.encode.Limits.$Properties;
        }
    }
}
