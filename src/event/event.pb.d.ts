// Generated from event.proto by `npm run proto`; do not edit.
import * as $protobuf from "protobufjs/minimal.js";

export namespace snnc {

    namespace event {

        interface IEventProgram extends snnc.event.EventProgram.$Properties {
        }

        class EventProgram {

            constructor(properties?: snnc.event.EventProgram.$Properties);

            $unknowns?: Uint8Array[];

            name: string;

            limits?: (snnc.event.Limits.$Properties|null);

            inputs: snnc.event.InputPort.$Properties[];

            populations: snnc.event.Population.$Properties[];

            tables: snnc.event.WeightTable.$Properties[];

            projections: snnc.event.Projection.$Properties[];

            readout?: (snnc.event.Readout.$Properties|null);

            legalised?: (snnc.event.Legalisation.$Properties|null);

            static encode(message: snnc.event.EventProgram.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.EventProgram & snnc.event.EventProgram.$Shape;
        }

        namespace EventProgram {

            interface $Properties {

                name?: (string|null);

                limits?: (snnc.event.Limits.$Properties|null);

                inputs?: (snnc.event.InputPort.$Properties[]|null);

                populations?: (snnc.event.Population.$Properties[]|null);

                tables?: (snnc.event.WeightTable.$Properties[]|null);

                projections?: (snnc.event.Projection.$Properties[]|null);

                readout?: (snnc.event.Readout.$Properties|null);

                legalised?: (snnc.event.Legalisation.$Properties|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = {
              name?: string|null;
              limits?: snnc.event.Limits.$Shape|null;
              inputs?: snnc.event.InputPort.$Shape[]|null;
              populations?: snnc.event.Population.$Shape[]|null;
              tables?: snnc.event.WeightTable.$Shape[]|null;
              projections?: snnc.event.Projection.$Shape[]|null;
              readout?: snnc.event.Readout.$Shape|null;
              legalised?: snnc.event.Legalisation.$Shape|null;
              $unknowns?: Uint8Array[];
            };
        }

        interface ILimits extends snnc.event.Limits.$Properties {
        }

        class Limits {

            constructor(properties?: snnc.event.Limits.$Properties);

            $unknowns?: Uint8Array[];

            timestepsPerSample: number;

            eventsPerTimestep: number;

            eventsPerSample: number;

            static encode(message: snnc.event.Limits.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.Limits & snnc.event.Limits.$Shape;
        }

        namespace Limits {

            interface $Properties {

                timestepsPerSample?: (number|null);

                eventsPerTimestep?: (number|null);

                eventsPerSample?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.Limits.$Properties;
        }

        interface IInputPort extends snnc.event.InputPort.$Properties {
        }

        class InputPort {

            constructor(properties?: snnc.event.InputPort.$Properties);

            $unknowns?: Uint8Array[];

            name: string;

            kind: snnc.event.PortKind;

            lines: number;

            unique: boolean;

            exclusive: boolean;

            static encode(message: snnc.event.InputPort.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.InputPort & snnc.event.InputPort.$Shape;
        }

        namespace InputPort {

            interface $Properties {

                name?: (string|null);

                kind?: (snnc.event.PortKind|null);

                lines?: (number|null);

                unique?: (boolean|null);

                exclusive?: (boolean|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.InputPort.$Properties;
        }

        enum PortKind {

            PORT_KIND_UNSPECIFIED = 0,

            PORT_KIND_LINES = 1,

            PORT_KIND_TOKENS = 2
        }

        interface IPopulation extends snnc.event.Population.$Properties {
        }

        class Population {

            constructor(properties?: snnc.event.Population.$Properties);

            $unknowns?: Uint8Array[];

            name: string;

            size: number;

            if?: (snnc.event.IntegrateAndFire.$Properties|null);

            lif?: (snnc.event.LeakyIntegrateAndFire.$Properties|null);

            cuba?: (snnc.event.LoihiCuba.$Properties|null);

            thresholds?: (Uint8Array|null);

            biases?: (Uint8Array|null);

            zero?: (snnc.event.ResetToZero.$Properties|null);

            subtract?: (snnc.event.ResetBySubtraction.$Properties|null);

            none?: (snnc.event.RefractoryNone.$Properties|null);

            steps?: (snnc.event.RefractorySteps.$Properties|null);

            untilReset?: (snnc.event.RefractoryUntilReset.$Properties|null);

            forgets?: (snnc.event.Forgetting.$Properties|null);

            model?: ("if"|"lif"|"cuba");

            reset?: ("zero"|"subtract");

            refractory?: ("none"|"steps"|"untilReset");

            static encode(message: snnc.event.Population.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.Population & snnc.event.Population.$Shape;
        }

        namespace Population {

            interface $Properties {

                name?: (string|null);

                size?: (number|null);

                "if"?: (snnc.event.IntegrateAndFire.$Properties|null);

                lif?: (snnc.event.LeakyIntegrateAndFire.$Properties|null);

                cuba?: (snnc.event.LoihiCuba.$Properties|null);

                thresholds?: (Uint8Array|null);

                biases?: (Uint8Array|null);

                zero?: (snnc.event.ResetToZero.$Properties|null);

                subtract?: (snnc.event.ResetBySubtraction.$Properties|null);

                none?: (snnc.event.RefractoryNone.$Properties|null);

                steps?: (snnc.event.RefractorySteps.$Properties|null);

                untilReset?: (snnc.event.RefractoryUntilReset.$Properties|null);

                forgets?: (snnc.event.Forgetting.$Properties|null);

                model?: ("if"|"lif"|"cuba");

                reset?: ("zero"|"subtract");

                refractory?: ("none"|"steps"|"untilReset");

                $unknowns?: Uint8Array[];
            }

            type $Shape = {
              name?: string|null;
              size?: number|null;
              "if"?: snnc.event.IntegrateAndFire.$Shape|null;
              lif?: snnc.event.LeakyIntegrateAndFire.$Shape|null;
              cuba?: snnc.event.LoihiCuba.$Shape|null;
              thresholds?: Uint8Array|null;
              biases?: Uint8Array|null;
              zero?: snnc.event.ResetToZero.$Shape|null;
              subtract?: snnc.event.ResetBySubtraction.$Shape|null;
              none?: snnc.event.RefractoryNone.$Shape|null;
              steps?: snnc.event.RefractorySteps.$Shape|null;
              untilReset?: snnc.event.RefractoryUntilReset.$Shape|null;
              forgets?: snnc.event.Forgetting.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ model?: undefined; "if"?: null; lif?: null; cuba?: null }|{ model?: "if"; "if": snnc.event.IntegrateAndFire.$Shape; lif?: null; cuba?: null }|{ model?: "lif"; "if"?: null; lif: snnc.event.LeakyIntegrateAndFire.$Shape; cuba?: null }|{ model?: "cuba"; "if"?: null; lif?: null; cuba: snnc.event.LoihiCuba.$Shape })
            ) & (
              ({ reset?: undefined; zero?: null; subtract?: null }|{ reset?: "zero"; zero: snnc.event.ResetToZero.$Shape; subtract?: null }|{ reset?: "subtract"; zero?: null; subtract: snnc.event.ResetBySubtraction.$Shape })
            ) & (
              ({ refractory?: undefined; none?: null; steps?: null; untilReset?: null }|{ refractory?: "none"; none: snnc.event.RefractoryNone.$Shape; steps?: null; untilReset?: null }|{ refractory?: "steps"; none?: null; steps: snnc.event.RefractorySteps.$Shape; untilReset?: null }|{ refractory?: "untilReset"; none?: null; steps?: null; untilReset: snnc.event.RefractoryUntilReset.$Shape })
            );
        }

        interface IForgetting extends snnc.event.Forgetting.$Properties {
        }

        class Forgetting {

            constructor(properties?: snnc.event.Forgetting.$Properties);

            $unknowns?: Uint8Array[];

            period: number;

            phase: number;

            static encode(message: snnc.event.Forgetting.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.Forgetting & snnc.event.Forgetting.$Shape;
        }

        namespace Forgetting {

            interface $Properties {

                period?: (number|null);

                phase?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.Forgetting.$Properties;
        }

        interface IIntegrateAndFire extends snnc.event.IntegrateAndFire.$Properties {
        }

        class IntegrateAndFire {

            constructor(properties?: snnc.event.IntegrateAndFire.$Properties);

            $unknowns?: Uint8Array[];

            static encode(message: snnc.event.IntegrateAndFire.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.IntegrateAndFire & snnc.event.IntegrateAndFire.$Shape;
        }

        namespace IntegrateAndFire {

            interface $Properties {

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.IntegrateAndFire.$Properties;
        }

        interface ILeakyIntegrateAndFire extends snnc.event.LeakyIntegrateAndFire.$Properties {
        }

        class LeakyIntegrateAndFire {

            constructor(properties?: snnc.event.LeakyIntegrateAndFire.$Properties);

            $unknowns?: Uint8Array[];

            leakShift: number;

            static encode(message: snnc.event.LeakyIntegrateAndFire.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.LeakyIntegrateAndFire & snnc.event.LeakyIntegrateAndFire.$Shape;
        }

        namespace LeakyIntegrateAndFire {

            interface $Properties {

                leakShift?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.LeakyIntegrateAndFire.$Properties;
        }

        interface ILoihiCuba extends snnc.event.LoihiCuba.$Properties {
        }

        class LoihiCuba {

            constructor(properties?: snnc.event.LoihiCuba.$Properties);

            $unknowns?: Uint8Array[];

            decayU: number;

            decayV: number;

            membraneMin: number;

            membraneMax: number;

            static encode(message: snnc.event.LoihiCuba.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.LoihiCuba & snnc.event.LoihiCuba.$Shape;
        }

        namespace LoihiCuba {

            interface $Properties {

                decayU?: (number|null);

                decayV?: (number|null);

                membraneMin?: (number|null);

                membraneMax?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.LoihiCuba.$Properties;
        }

        interface IResetToZero extends snnc.event.ResetToZero.$Properties {
        }

        class ResetToZero {

            constructor(properties?: snnc.event.ResetToZero.$Properties);

            $unknowns?: Uint8Array[];

            static encode(message: snnc.event.ResetToZero.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.ResetToZero & snnc.event.ResetToZero.$Shape;
        }

        namespace ResetToZero {

            interface $Properties {

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.ResetToZero.$Properties;
        }

        interface IResetBySubtraction extends snnc.event.ResetBySubtraction.$Properties {
        }

        class ResetBySubtraction {

            constructor(properties?: snnc.event.ResetBySubtraction.$Properties);

            $unknowns?: Uint8Array[];

            amounts: Uint8Array;

            static encode(message: snnc.event.ResetBySubtraction.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.ResetBySubtraction & snnc.event.ResetBySubtraction.$Shape;
        }

        namespace ResetBySubtraction {

            interface $Properties {

                amounts?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.ResetBySubtraction.$Properties;
        }

        interface IRefractoryNone extends snnc.event.RefractoryNone.$Properties {
        }

        class RefractoryNone {

            constructor(properties?: snnc.event.RefractoryNone.$Properties);

            $unknowns?: Uint8Array[];

            static encode(message: snnc.event.RefractoryNone.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.RefractoryNone & snnc.event.RefractoryNone.$Shape;
        }

        namespace RefractoryNone {

            interface $Properties {

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.RefractoryNone.$Properties;
        }

        interface IRefractorySteps extends snnc.event.RefractorySteps.$Properties {
        }

        class RefractorySteps {

            constructor(properties?: snnc.event.RefractorySteps.$Properties);

            $unknowns?: Uint8Array[];

            timesteps: number;

            static encode(message: snnc.event.RefractorySteps.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.RefractorySteps & snnc.event.RefractorySteps.$Shape;
        }

        namespace RefractorySteps {

            interface $Properties {

                timesteps?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.RefractorySteps.$Properties;
        }

        interface IRefractoryUntilReset extends snnc.event.RefractoryUntilReset.$Properties {
        }

        class RefractoryUntilReset {

            constructor(properties?: snnc.event.RefractoryUntilReset.$Properties);

            $unknowns?: Uint8Array[];

            static encode(message: snnc.event.RefractoryUntilReset.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.RefractoryUntilReset & snnc.event.RefractoryUntilReset.$Shape;
        }

        namespace RefractoryUntilReset {

            interface $Properties {

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.RefractoryUntilReset.$Properties;
        }

        interface IWeightTable extends snnc.event.WeightTable.$Properties {
        }

        class WeightTable {

            constructor(properties?: snnc.event.WeightTable.$Properties);

            $unknowns?: Uint8Array[];

            name: string;

            rows: number;

            columns: number;

            bits: number;

            exponent: number;

            weights: Uint8Array;

            static encode(message: snnc.event.WeightTable.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.WeightTable & snnc.event.WeightTable.$Shape;
        }

        namespace WeightTable {

            interface $Properties {

                name?: (string|null);

                rows?: (number|null);

                columns?: (number|null);

                bits?: (number|null);

                exponent?: (number|null);

                weights?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.WeightTable.$Properties;
        }

        interface IProjection extends snnc.event.Projection.$Properties {
        }

        class Projection {

            constructor(properties?: snnc.event.Projection.$Properties);

            $unknowns?: Uint8Array[];

            name: string;

            inputPort?: (string|null);

            sourcePopulation?: (string|null);

            target: string;

            table: string;

            delay: number;

            dense?: (snnc.event.Dense.$Properties|null);

            sparse?: (snnc.event.Sparse.$Properties|null);

            conv1d?: (snnc.event.Conv1d.$Properties|null);

            conv2d?: (snnc.event.Conv2d.$Properties|null);

            pool?: (snnc.event.Pool.$Properties|null);

            source?: ("inputPort"|"sourcePopulation");

            connectivity?: ("dense"|"sparse"|"conv1d"|"conv2d"|"pool");

            static encode(message: snnc.event.Projection.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.Projection & snnc.event.Projection.$Shape;
        }

        namespace Projection {

            interface $Properties {

                name?: (string|null);

                inputPort?: (string|null);

                sourcePopulation?: (string|null);

                target?: (string|null);

                table?: (string|null);

                delay?: (number|null);

                dense?: (snnc.event.Dense.$Properties|null);

                sparse?: (snnc.event.Sparse.$Properties|null);

                conv1d?: (snnc.event.Conv1d.$Properties|null);

                conv2d?: (snnc.event.Conv2d.$Properties|null);

                pool?: (snnc.event.Pool.$Properties|null);

                source?: ("inputPort"|"sourcePopulation");

                connectivity?: ("dense"|"sparse"|"conv1d"|"conv2d"|"pool");

                $unknowns?: Uint8Array[];
            }

            type $Shape = {
              name?: string|null;
              inputPort?: string|null;
              sourcePopulation?: string|null;
              target?: string|null;
              table?: string|null;
              delay?: number|null;
              dense?: snnc.event.Dense.$Shape|null;
              sparse?: snnc.event.Sparse.$Shape|null;
              conv1d?: snnc.event.Conv1d.$Shape|null;
              conv2d?: snnc.event.Conv2d.$Shape|null;
              pool?: snnc.event.Pool.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ source?: undefined; inputPort?: null; sourcePopulation?: null }|{ source?: "inputPort"; inputPort: string; sourcePopulation?: null }|{ source?: "sourcePopulation"; inputPort?: null; sourcePopulation: string })
            ) & (
              ({ connectivity?: undefined; dense?: null; sparse?: null; conv1d?: null; conv2d?: null; pool?: null }|{ connectivity?: "dense"; dense: snnc.event.Dense.$Shape; sparse?: null; conv1d?: null; conv2d?: null; pool?: null }|{ connectivity?: "sparse"; dense?: null; sparse: snnc.event.Sparse.$Shape; conv1d?: null; conv2d?: null; pool?: null }|{ connectivity?: "conv1d"; dense?: null; sparse?: null; conv1d: snnc.event.Conv1d.$Shape; conv2d?: null; pool?: null }|{ connectivity?: "conv2d"; dense?: null; sparse?: null; conv1d?: null; conv2d: snnc.event.Conv2d.$Shape; pool?: null }|{ connectivity?: "pool"; dense?: null; sparse?: null; conv1d?: null; conv2d?: null; pool: snnc.event.Pool.$Shape })
            );
        }

        interface IDense extends snnc.event.Dense.$Properties {
        }

        class Dense {

            constructor(properties?: snnc.event.Dense.$Properties);

            $unknowns?: Uint8Array[];

            columnStart: number;

            length: number;

            targetStart: number;

            rowOf?: (Uint8Array|null);

            static encode(message: snnc.event.Dense.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.Dense & snnc.event.Dense.$Shape;
        }

        namespace Dense {

            interface $Properties {

                columnStart?: (number|null);

                length?: (number|null);

                targetStart?: (number|null);

                rowOf?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.Dense.$Properties;
        }

        interface ISparse extends snnc.event.Sparse.$Properties {
        }

        class Sparse {

            constructor(properties?: snnc.event.Sparse.$Properties);

            $unknowns?: Uint8Array[];

            rowStart: Uint8Array;

            targets: Uint8Array;

            static encode(message: snnc.event.Sparse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.Sparse & snnc.event.Sparse.$Shape;
        }

        namespace Sparse {

            interface $Properties {

                rowStart?: (Uint8Array|null);

                targets?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.Sparse.$Properties;
        }

        interface IConv1d extends snnc.event.Conv1d.$Properties {
        }

        class Conv1d {

            constructor(properties?: snnc.event.Conv1d.$Properties);

            $unknowns?: Uint8Array[];

            inLength: number;

            inChannels: number;

            outLength: number;

            outChannels: number;

            kernel: number;

            stride: number;

            padLeft: number;

            dilation?: (number|null);

            groups?: (number|null);

            static encode(message: snnc.event.Conv1d.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.Conv1d & snnc.event.Conv1d.$Shape;
        }

        namespace Conv1d {

            interface $Properties {

                inLength?: (number|null);

                inChannels?: (number|null);

                outLength?: (number|null);

                outChannels?: (number|null);

                kernel?: (number|null);

                stride?: (number|null);

                padLeft?: (number|null);

                dilation?: (number|null);

                groups?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.Conv1d.$Properties;
        }

        interface IConv2d extends snnc.event.Conv2d.$Properties {
        }

        class Conv2d {

            constructor(properties?: snnc.event.Conv2d.$Properties);

            $unknowns?: Uint8Array[];

            inHeight: number;

            inWidth: number;

            inChannels: number;

            outHeight: number;

            outWidth: number;

            outChannels: number;

            kernelHeight: number;

            kernelWidth: number;

            strideY: number;

            strideX: number;

            padTop: number;

            padLeft: number;

            dilationY?: (number|null);

            dilationX?: (number|null);

            groups?: (number|null);

            static encode(message: snnc.event.Conv2d.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.Conv2d & snnc.event.Conv2d.$Shape;
        }

        namespace Conv2d {

            interface $Properties {

                inHeight?: (number|null);

                inWidth?: (number|null);

                inChannels?: (number|null);

                outHeight?: (number|null);

                outWidth?: (number|null);

                outChannels?: (number|null);

                kernelHeight?: (number|null);

                kernelWidth?: (number|null);

                strideY?: (number|null);

                strideX?: (number|null);

                padTop?: (number|null);

                padLeft?: (number|null);

                dilationY?: (number|null);

                dilationX?: (number|null);

                groups?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.Conv2d.$Properties;
        }

        interface IPool extends snnc.event.Pool.$Properties {
        }

        class Pool {

            constructor(properties?: snnc.event.Pool.$Properties);

            $unknowns?: Uint8Array[];

            inHeight: number;

            inWidth: number;

            channels: number;

            outHeight: number;

            outWidth: number;

            windowHeight: number;

            windowWidth: number;

            strideY: number;

            strideX: number;

            padTop?: (number|null);

            padLeft?: (number|null);

            static encode(message: snnc.event.Pool.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.Pool & snnc.event.Pool.$Shape;
        }

        namespace Pool {

            interface $Properties {

                inHeight?: (number|null);

                inWidth?: (number|null);

                channels?: (number|null);

                outHeight?: (number|null);

                outWidth?: (number|null);

                windowHeight?: (number|null);

                windowWidth?: (number|null);

                strideY?: (number|null);

                strideX?: (number|null);

                padTop?: (number|null);

                padLeft?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.Pool.$Properties;
        }

        interface IReadout extends snnc.event.Readout.$Properties {
        }

        class Readout {

            constructor(properties?: snnc.event.Readout.$Properties);

            $unknowns?: Uint8Array[];

            kind: snnc.event.ReadoutKind;

            population: string;

            neuronsPerClass: number;

            classes: string[];

            drainTimesteps: number;

            shift: number;

            static encode(message: snnc.event.Readout.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.Readout & snnc.event.Readout.$Shape;
        }

        namespace Readout {

            interface $Properties {

                kind?: (snnc.event.ReadoutKind|null);

                population?: (string|null);

                neuronsPerClass?: (number|null);

                classes?: (string[]|null);

                drainTimesteps?: (number|null);

                shift?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.Readout.$Properties;
        }

        enum ReadoutKind {

            READOUT_KIND_UNSPECIFIED = 0,

            READOUT_KIND_MEMBRANE = 1,

            READOUT_KIND_COUNT = 2,

            READOUT_KIND_FIRST_SPIKE = 3
        }

        interface ILegalisation extends snnc.event.Legalisation.$Properties {
        }

        class Legalisation {

            constructor(properties?: snnc.event.Legalisation.$Properties);

            $unknowns?: Uint8Array[];

            target: string;

            updateGroup: number;

            static encode(message: snnc.event.Legalisation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.event.Legalisation & snnc.event.Legalisation.$Shape;
        }

        namespace Legalisation {

            interface $Properties {

                target?: (string|null);

                updateGroup?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.event.Legalisation.$Properties;
        }
    }
}
