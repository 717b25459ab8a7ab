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

                stream?: (snnc.encode.values.Stream.$Properties|null);

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

                    stream?: (snnc.encode.values.Stream.$Properties|null);

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
                  stream?: snnc.encode.values.Stream.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ encoding?: undefined; spikes?: null; rate?: null; direct?: null }|{ encoding?: "spikes"; spikes: snnc.encode.values.Spikes.$Shape; rate?: null; direct?: null }|{ encoding?: "rate"; spikes?: null; rate: snnc.encode.values.Rate.$Shape; direct?: null }|{ encoding?: "direct"; spikes?: null; rate?: null; direct: snnc.encode.values.Direct.$Shape })
                );
            }

            interface IStream extends snnc.encode.values.Stream.$Properties {
            }

            class Stream {

                constructor(properties?: snnc.encode.values.Stream.$Properties);

                $unknowns?: Uint8Array[];

                positionAxis: number;

                positions: number;

                ports: snnc.encode.values.StreamPort.$Properties[];

                layers: snnc.encode.values.StreamLayer.$Properties[];

                emissions: snnc.encode.values.StreamEmission.$Properties[];

                ends: snnc.encode.values.StreamEnd.$Properties[];

                static encode(message: snnc.encode.values.Stream.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.values.Stream & snnc.encode.values.Stream.$Shape;
            }

            namespace Stream {

                interface $Properties {

                    positionAxis?: (number|null);

                    positions?: (number|null);

                    ports?: (snnc.encode.values.StreamPort.$Properties[]|null);

                    layers?: (snnc.encode.values.StreamLayer.$Properties[]|null);

                    emissions?: (snnc.encode.values.StreamEmission.$Properties[]|null);

                    ends?: (snnc.encode.values.StreamEnd.$Properties[]|null);

                    $unknowns?: Uint8Array[];
                }

                type $Shape = {
                  positionAxis?: number|null;
                  positions?: number|null;
                  ports?: snnc.encode.values.StreamPort.$Shape[]|null;
                  layers?: snnc.encode.values.StreamLayer.$Shape[]|null;
                  emissions?: snnc.encode.values.StreamEmission.$Shape[]|null;
                  ends?: snnc.encode.values.StreamEnd.$Shape[]|null;
                  $unknowns?: Uint8Array[];
                };
            }

            interface IStreamPort extends snnc.encode.values.StreamPort.$Properties {
            }

            class StreamPort {

                constructor(properties?: snnc.encode.values.StreamPort.$Properties);

                $unknowns?: Uint8Array[];

                overPositions?: (snnc.encode.values.PositionsPort.$Properties|null);

                constant?: (number|null);

                port?: ("overPositions"|"constant");

                static encode(message: snnc.encode.values.StreamPort.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.values.StreamPort & snnc.encode.values.StreamPort.$Shape;
            }

            namespace StreamPort {

                interface $Properties {

                    overPositions?: (snnc.encode.values.PositionsPort.$Properties|null);

                    constant?: (number|null);

                    port?: ("overPositions"|"constant");

                    $unknowns?: Uint8Array[];
                }

                type $Shape = {
                  overPositions?: snnc.encode.values.PositionsPort.$Shape|null;
                  constant?: number|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ port?: undefined; overPositions?: null; constant?: null }|{ port?: "overPositions"; overPositions: snnc.encode.values.PositionsPort.$Shape; constant?: null }|{ port?: "constant"; overPositions?: null; constant: number })
                );
            }

            interface IPositionsPort extends snnc.encode.values.PositionsPort.$Properties {
            }

            class PositionsPort {

                constructor(properties?: snnc.encode.values.PositionsPort.$Properties);

                $unknowns?: Uint8Array[];

                channels: number;

                line: number;

                static encode(message: snnc.encode.values.PositionsPort.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.values.PositionsPort & snnc.encode.values.PositionsPort.$Shape;
            }

            namespace PositionsPort {

                interface $Properties {

                    channels?: (number|null);

                    line?: (number|null);

                    $unknowns?: Uint8Array[];
                }

                type $Shape = snnc.encode.values.PositionsPort.$Properties;
            }

            interface IStreamLayer extends snnc.encode.values.StreamLayer.$Properties {
            }

            class StreamLayer {

                constructor(properties?: snnc.encode.values.StreamLayer.$Properties);

                $unknowns?: Uint8Array[];

                population: string;

                source: number;

                extent: number;

                stride: number;

                padding: number;

                firstSlot: number;

                slotsPerWindow: number;

                shift: number;

                static encode(message: snnc.encode.values.StreamLayer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.values.StreamLayer & snnc.encode.values.StreamLayer.$Shape;
            }

            namespace StreamLayer {

                interface $Properties {

                    population?: (string|null);

                    source?: (number|null);

                    extent?: (number|null);

                    stride?: (number|null);

                    padding?: (number|null);

                    firstSlot?: (number|null);

                    slotsPerWindow?: (number|null);

                    shift?: (number|null);

                    $unknowns?: Uint8Array[];
                }

                type $Shape = snnc.encode.values.StreamLayer.$Properties;
            }

            interface IStreamEmission extends snnc.encode.values.StreamEmission.$Properties {
            }

            class StreamEmission {

                constructor(properties?: snnc.encode.values.StreamEmission.$Properties);

                $unknowns?: Uint8Array[];

                constant?: (snnc.encode.values.ConstantEmission.$Properties|null);

                marker?: (snnc.encode.values.MarkerEmission.$Properties|null);

                silence?: (snnc.encode.values.SilenceEmission.$Properties|null);

                emission?: ("constant"|"marker"|"silence");

                static encode(message: snnc.encode.values.StreamEmission.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.values.StreamEmission & snnc.encode.values.StreamEmission.$Shape;
            }

            namespace StreamEmission {

                interface $Properties {

                    constant?: (snnc.encode.values.ConstantEmission.$Properties|null);

                    marker?: (snnc.encode.values.MarkerEmission.$Properties|null);

                    silence?: (snnc.encode.values.SilenceEmission.$Properties|null);

                    emission?: ("constant"|"marker"|"silence");

                    $unknowns?: Uint8Array[];
                }

                type $Shape = {
                  constant?: snnc.encode.values.ConstantEmission.$Shape|null;
                  marker?: snnc.encode.values.MarkerEmission.$Shape|null;
                  silence?: snnc.encode.values.SilenceEmission.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ emission?: undefined; constant?: null; marker?: null; silence?: null }|{ emission?: "constant"; constant: snnc.encode.values.ConstantEmission.$Shape; marker?: null; silence?: null }|{ emission?: "marker"; constant?: null; marker: snnc.encode.values.MarkerEmission.$Shape; silence?: null }|{ emission?: "silence"; constant?: null; marker?: null; silence: snnc.encode.values.SilenceEmission.$Shape })
                );
            }

            interface IConstantEmission extends snnc.encode.values.ConstantEmission.$Properties {
            }

            class ConstantEmission {

                constructor(properties?: snnc.encode.values.ConstantEmission.$Properties);

                $unknowns?: Uint8Array[];

                port: number;

                line: number;

                layer?: (number|null);

                static encode(message: snnc.encode.values.ConstantEmission.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.values.ConstantEmission & snnc.encode.values.ConstantEmission.$Shape;
            }

            namespace ConstantEmission {

                interface $Properties {

                    port?: (number|null);

                    line?: (number|null);

                    layer?: (number|null);

                    $unknowns?: Uint8Array[];
                }

                type $Shape = snnc.encode.values.ConstantEmission.$Properties;
            }

            interface IMarkerEmission extends snnc.encode.values.MarkerEmission.$Properties {
            }

            class MarkerEmission {

                constructor(properties?: snnc.encode.values.MarkerEmission.$Properties);

                $unknowns?: Uint8Array[];

                line: number;

                layer: number;

                static encode(message: snnc.encode.values.MarkerEmission.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.values.MarkerEmission & snnc.encode.values.MarkerEmission.$Shape;
            }

            namespace MarkerEmission {

                interface $Properties {

                    line?: (number|null);

                    layer?: (number|null);

                    $unknowns?: Uint8Array[];
                }

                type $Shape = snnc.encode.values.MarkerEmission.$Properties;
            }

            interface ISilenceEmission extends snnc.encode.values.SilenceEmission.$Properties {
            }

            class SilenceEmission {

                constructor(properties?: snnc.encode.values.SilenceEmission.$Properties);

                $unknowns?: Uint8Array[];

                line: number;

                layer: number;

                before: number;

                after: number;

                everywhere: boolean;

                static encode(message: snnc.encode.values.SilenceEmission.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.values.SilenceEmission & snnc.encode.values.SilenceEmission.$Shape;
            }

            namespace SilenceEmission {

                interface $Properties {

                    line?: (number|null);

                    layer?: (number|null);

                    before?: (number|null);

                    after?: (number|null);

                    everywhere?: (boolean|null);

                    $unknowns?: Uint8Array[];
                }

                type $Shape = snnc.encode.values.SilenceEmission.$Properties;
            }

            interface IStreamEnd extends snnc.encode.values.StreamEnd.$Properties {
            }

            class StreamEnd {

                constructor(properties?: snnc.encode.values.StreamEnd.$Properties);

                $unknowns?: Uint8Array[];

                layer: number;

                delay: number;

                static encode(message: snnc.encode.values.StreamEnd.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.encode.values.StreamEnd & snnc.encode.values.StreamEnd.$Shape;
            }

            namespace StreamEnd {

                interface $Properties {

                    layer?: (number|null);

                    delay?: (number|null);

                    $unknowns?: Uint8Array[];
                }

                type $Shape = snnc.encode.values.StreamEnd.$Properties;
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
