// Generated from mapping.proto by `npm run proto`; do not edit.
import * as $protobuf from "protobufjs/minimal.js";

export namespace snnc {

    namespace mapping {

        interface IMappedProgram extends snnc.mapping.MappedProgram.$Properties {
        }

        class MappedProgram {

            constructor(properties?: snnc.mapping.MappedProgram.$Properties);

            $unknowns?: Uint8Array[];

            name: string;

            target: string;

            mesh?: (snnc.mapping.Mesh.$Properties|null);

            coreLimits?: (snnc.mapping.CoreLimits.$Properties|null);

            seed: number;

            objective: string;

            limits?: (snnc.mapping.Limits.$Properties|null);

            inputs: snnc.mapping.Named.$Properties[];

            populations: snnc.mapping.Named.$Properties[];

            readout?: (snnc.mapping.Readout.$Properties|null);

            host?: (snnc.mapping.HostRoutes.$Properties|null);

            cores: snnc.mapping.Core.$Properties[];

            weighedBy: string;

            costs: string;

            static encode(message: snnc.mapping.MappedProgram.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.mapping.MappedProgram & snnc.mapping.MappedProgram.$Shape;
        }

        namespace MappedProgram {

            interface $Properties {

                name?: (string|null);

                target?: (string|null);

                mesh?: (snnc.mapping.Mesh.$Properties|null);

                coreLimits?: (snnc.mapping.CoreLimits.$Properties|null);

                seed?: (number|null);

                objective?: (string|null);

                limits?: (snnc.mapping.Limits.$Properties|null);

                inputs?: (snnc.mapping.Named.$Properties[]|null);

                populations?: (snnc.mapping.Named.$Properties[]|null);

                readout?: (snnc.mapping.Readout.$Properties|null);

                host?: (snnc.mapping.HostRoutes.$Properties|null);

                cores?: (snnc.mapping.Core.$Properties[]|null);

                weighedBy?: (string|null);

                costs?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.mapping.MappedProgram.$Properties;
        }

        interface IMesh extends snnc.mapping.Mesh.$Properties {
        }

        class Mesh {

            constructor(properties?: snnc.mapping.Mesh.$Properties);

            $unknowns?: Uint8Array[];

            chips: number;

            tilesX: number;

            tilesY: number;

            coresPerTile: number;

            static encode(message: snnc.mapping.Mesh.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.mapping.Mesh & snnc.mapping.Mesh.$Shape;
        }

        namespace Mesh {

            interface $Properties {

                chips?: (number|null);

                tilesX?: (number|null);

                tilesY?: (number|null);

                coresPerTile?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.mapping.Mesh.$Properties;
        }

        interface ICoreLimits extends snnc.mapping.CoreLimits.$Properties {
        }

        class CoreLimits {

            constructor(properties?: snnc.mapping.CoreLimits.$Properties);

            $unknowns?: Uint8Array[];

            compartments: number;

            inputAxons: number;

            outputAxons: number;

            synapseWords: number;

            wordBits: number;

            compartmentConfigs: number;

            thresholdConfigs: number;

            synapseFormats: number;

            membraneRanges: number;

            population32OutputSlots: number;

            static encode(message: snnc.mapping.CoreLimits.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.mapping.CoreLimits & snnc.mapping.CoreLimits.$Shape;
        }

        namespace CoreLimits {

            interface $Properties {

                compartments?: (number|null);

                inputAxons?: (number|null);

                outputAxons?: (number|null);

                synapseWords?: (number|null);

                wordBits?: (number|null);

                compartmentConfigs?: (number|null);

                thresholdConfigs?: (number|null);

                synapseFormats?: (number|null);

                membraneRanges?: (number|null);

                population32OutputSlots?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.mapping.CoreLimits.$Properties;
        }

        interface ILimits extends snnc.mapping.Limits.$Properties {
        }

        class Limits {

            constructor(properties?: snnc.mapping.Limits.$Properties);

            $unknowns?: Uint8Array[];

            timestepsPerSample: number;

            eventsPerTimestep: number;

            eventsPerSample: number;

            static encode(message: snnc.mapping.Limits.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.mapping.Limits & snnc.mapping.Limits.$Shape;
        }

        namespace Limits {

            interface $Properties {

                timestepsPerSample?: (number|null);

                eventsPerTimestep?: (number|null);

                eventsPerSample?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.mapping.Limits.$Properties;
        }

        interface INamed extends snnc.mapping.Named.$Properties {
        }

        class Named {

            constructor(properties?: snnc.mapping.Named.$Properties);

            $unknowns?: Uint8Array[];

            name: string;

            size: number;

            kind: string;

            static encode(message: snnc.mapping.Named.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.mapping.Named & snnc.mapping.Named.$Shape;
        }

        namespace Named {

            interface $Properties {

                name?: (string|null);

                size?: (number|null);

                kind?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.mapping.Named.$Properties;
        }

        interface IReadout extends snnc.mapping.Readout.$Properties {
        }

        class Readout {

            constructor(properties?: snnc.mapping.Readout.$Properties);

            $unknowns?: Uint8Array[];

            kind: string;

            population: string;

            neuronsPerClass: number;

            classes: string[];

            drainTimesteps: number;

            shift: number;

            static encode(message: snnc.mapping.Readout.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.mapping.Readout & snnc.mapping.Readout.$Shape;
        }

        namespace Readout {

            interface $Properties {

                kind?: (string|null);

                population?: (string|null);

                neuronsPerClass?: (number|null);

                classes?: (string[]|null);

                drainTimesteps?: (number|null);

                shift?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.mapping.Readout.$Properties;
        }

        interface IHostRoutes extends snnc.mapping.HostRoutes.$Properties {
        }

        class HostRoutes {

            constructor(properties?: snnc.mapping.HostRoutes.$Properties);

            $unknowns?: Uint8Array[];

            lineStart: Uint8Array;

            core: Uint8Array;

            axon: Uint8Array;

            atom: Uint8Array;

            static encode(message: snnc.mapping.HostRoutes.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.mapping.HostRoutes & snnc.mapping.HostRoutes.$Shape;
        }

        namespace HostRoutes {

            interface $Properties {

                lineStart?: (Uint8Array|null);

                core?: (Uint8Array|null);

                axon?: (Uint8Array|null);

                atom?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.mapping.HostRoutes.$Properties;
        }

        interface ICore extends snnc.mapping.Core.$Properties {
        }

        class Core {

            constructor(properties?: snnc.mapping.Core.$Properties);

            $unknowns?: Uint8Array[];

            id: number;

            populations: string[];

            neurons: Uint8Array;

            membraneMin: number;

            membraneMax: number;

            configs: snnc.mapping.CompartmentConfig.$Properties[];

            thresholdMantissas: Uint8Array;

            configOf: Uint8Array;

            thresholdOf: Uint8Array;

            biasMantissa: Uint8Array;

            biasExponent: Uint8Array;

            formats: snnc.mapping.SynapseFormat.$Properties[];

            inputAxons?: (snnc.mapping.InputAxons.$Properties|null);

            synapses: Uint8Array;

            outputAxons?: (snnc.mapping.OutputAxons.$Properties|null);

            static encode(message: snnc.mapping.Core.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.mapping.Core & snnc.mapping.Core.$Shape;
        }

        namespace Core {

            interface $Properties {

                id?: (number|null);

                populations?: (string[]|null);

                neurons?: (Uint8Array|null);

                membraneMin?: (number|null);

                membraneMax?: (number|null);

                configs?: (snnc.mapping.CompartmentConfig.$Properties[]|null);

                thresholdMantissas?: (Uint8Array|null);

                configOf?: (Uint8Array|null);

                thresholdOf?: (Uint8Array|null);

                biasMantissa?: (Uint8Array|null);

                biasExponent?: (Uint8Array|null);

                formats?: (snnc.mapping.SynapseFormat.$Properties[]|null);

                inputAxons?: (snnc.mapping.InputAxons.$Properties|null);

                synapses?: (Uint8Array|null);

                outputAxons?: (snnc.mapping.OutputAxons.$Properties|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.mapping.Core.$Properties;
        }

        interface ICompartmentConfig extends snnc.mapping.CompartmentConfig.$Properties {
        }

        class CompartmentConfig {

            constructor(properties?: snnc.mapping.CompartmentConfig.$Properties);

            $unknowns?: Uint8Array[];

            decayU: number;

            decayV: number;

            refractory: number;

            static encode(message: snnc.mapping.CompartmentConfig.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.mapping.CompartmentConfig & snnc.mapping.CompartmentConfig.$Shape;
        }

        namespace CompartmentConfig {

            interface $Properties {

                decayU?: (number|null);

                decayV?: (number|null);

                refractory?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.mapping.CompartmentConfig.$Properties;
        }

        interface ISynapseFormat extends snnc.mapping.SynapseFormat.$Properties {
        }

        class SynapseFormat {

            constructor(properties?: snnc.mapping.SynapseFormat.$Properties);

            $unknowns?: Uint8Array[];

            compression: string;

            signMode: string;

            weightBits: number;

            weightExponent: number;

            delayBits: number;

            indexBits: number;

            static encode(message: snnc.mapping.SynapseFormat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.mapping.SynapseFormat & snnc.mapping.SynapseFormat.$Shape;
        }

        namespace SynapseFormat {

            interface $Properties {

                compression?: (string|null);

                signMode?: (string|null);

                weightBits?: (number|null);

                weightExponent?: (number|null);

                delayBits?: (number|null);

                indexBits?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.mapping.SynapseFormat.$Properties;
        }

        interface IInputAxons extends snnc.mapping.InputAxons.$Properties {
        }

        class InputAxons {

            constructor(properties?: snnc.mapping.InputAxons.$Properties);

            $unknowns?: Uint8Array[];

            kind: Uint8Array;

            source: Uint8Array;

            atoms: Uint8Array;

            base: Uint8Array;

            pointer: Uint8Array;

            words: Uint8Array;

            static encode(message: snnc.mapping.InputAxons.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.mapping.InputAxons & snnc.mapping.InputAxons.$Shape;
        }

        namespace InputAxons {

            interface $Properties {

                kind?: (Uint8Array|null);

                source?: (Uint8Array|null);

                atoms?: (Uint8Array|null);

                base?: (Uint8Array|null);

                pointer?: (Uint8Array|null);

                words?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.mapping.InputAxons.$Properties;
        }

        interface IOutputAxons extends snnc.mapping.OutputAxons.$Properties {
        }

        class OutputAxons {

            constructor(properties?: snnc.mapping.OutputAxons.$Properties);

            $unknowns?: Uint8Array[];

            compartment: Uint8Array;

            core: Uint8Array;

            axon: Uint8Array;

            atom: Uint8Array;

            kind: Uint8Array;

            static encode(message: snnc.mapping.OutputAxons.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.mapping.OutputAxons & snnc.mapping.OutputAxons.$Shape;
        }

        namespace OutputAxons {

            interface $Properties {

                compartment?: (Uint8Array|null);

                core?: (Uint8Array|null);

                axon?: (Uint8Array|null);

                atom?: (Uint8Array|null);

                kind?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.mapping.OutputAxons.$Properties;
        }
    }
}
