// Generated from values.proto by `npm run proto`; do not edit.
import * as $protobuf from "protobufjs/minimal.js";

export namespace snnc {

    namespace encode {

        namespace values {

            interface IValueEncoder extends snnc.encode.values.ValueEncoder.$Properties {
            }

            class ValueEncoder {

                constructor(properties?: snnc.encode.values.ValueEncoder.$Properties);

                $unknowns?: Uint8Array[];

                spikes?: (snnc.encode.values.Spikes.$Properties|null);

                rate?: (snnc.encode.values.Rate.$Properties|null);

                direct?: (snnc.encode.values.Direct.$Properties|null);

                shape: number[];

                digitStart: Uint8Array;

                lineOf: Uint8Array;

                startLine?: (number|null);

                biasLine?: (number|null);

                timesteps: number;

                drainTimesteps: number;

                encoding?: ("spikes"|"rate"|"direct");

                static encode(message: snnc.encode.values.ValueEncoder.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.values.ValueEncoder & snnc.encode.values.ValueEncoder.$Shape;
            }

            namespace ValueEncoder {

                interface $Properties {

                    spikes?: (snnc.encode.values.Spikes.$Properties|null);

                    rate?: (snnc.encode.values.Rate.$Properties|null);

                    direct?: (snnc.encode.values.Direct.$Properties|null);

                    shape?: (number[]|null);

                    digitStart?: (Uint8Array|null);

                    lineOf?: (Uint8Array|null);

                    startLine?: (number|null);

                    biasLine?: (number|null);

                    timesteps?: (number|null);

                    drainTimesteps?: (number|null);

                    encoding?: ("spikes"|"rate"|"direct");

                    $unknowns?: Uint8Array[];
                }

                type $Shape = {
                  spikes?: snnc.encode.values.Spikes.$Shape|null;
                  rate?: snnc.encode.values.Rate.$Shape|null;
                  direct?: snnc.encode.values.Direct.$Shape|null;
                  shape?: number[]|null;
                  digitStart?: Uint8Array|null;
                  lineOf?: Uint8Array|null;
                  startLine?: number|null;
                  biasLine?: number|null;
                  timesteps?: number|null;
                  drainTimesteps?: number|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ encoding?: undefined; spikes?: null; rate?: null; direct?: null }|{ encoding?: "spikes"; spikes: snnc.encode.values.Spikes.$Shape; rate?: null; direct?: null }|{ encoding?: "rate"; spikes?: null; rate: snnc.encode.values.Rate.$Shape; direct?: null }|{ encoding?: "direct"; spikes?: null; rate?: null; direct: snnc.encode.values.Direct.$Shape })
                );
            }

            interface ISpikes extends snnc.encode.values.Spikes.$Properties {
            }

            class Spikes {

                constructor(properties?: snnc.encode.values.Spikes.$Properties);

                $unknowns?: Uint8Array[];

                static encode(message: snnc.encode.values.Spikes.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.values.Spikes & snnc.encode.values.Spikes.$Shape;
            }

            namespace Spikes {

                interface $Properties {

                    $unknowns?: Uint8Array[];
                }

                type $Shape = snnc.encode.values.Spikes.$Properties;
            }

            interface IRate extends snnc.encode.values.Rate.$Properties {
            }

            class Rate {

                constructor(properties?: snnc.encode.values.Rate.$Properties);

                $unknowns?: Uint8Array[];

                low: number;

                high: number;

                seed: number;

                static encode(message: snnc.encode.values.Rate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.values.Rate & snnc.encode.values.Rate.$Shape;
            }

            namespace Rate {

                interface $Properties {

                    low?: (number|null);

                    high?: (number|null);

                    seed?: (number|null);

                    $unknowns?: Uint8Array[];
                }

                type $Shape = snnc.encode.values.Rate.$Properties;
            }

            interface IDirect extends snnc.encode.values.Direct.$Properties {
            }

            class Direct {

                constructor(properties?: snnc.encode.values.Direct.$Properties);

                $unknowns?: Uint8Array[];

                low: number;

                high: number;

                bits: number;

                static encode(message: snnc.encode.values.Direct.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.values.Direct & snnc.encode.values.Direct.$Shape;
            }

            namespace Direct {

                interface $Properties {

                    low?: (number|null);

                    high?: (number|null);

                    bits?: (number|null);

                    $unknowns?: Uint8Array[];
                }

                type $Shape = snnc.encode.values.Direct.$Properties;
            }
        }
    }
}
