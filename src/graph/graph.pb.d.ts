// Generated from graph.proto by `npm run proto`; do not edit.
import * as $protobuf from "protobufjs/minimal.js";

export namespace snnc {

    namespace graph {

        interface IGraph extends snnc.graph.Graph.$Properties {
        }

        class Graph {

            constructor(properties?: snnc.graph.Graph.$Properties);

            $unknowns?: Uint8Array[];

            name: string;

            timestepSeconds?: (number|null);

            nodes: snnc.graph.Node.$Properties[];

            edges: snnc.graph.Edge.$Properties[];

            static encode(message: snnc.graph.Graph.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Graph & snnc.graph.Graph.$Shape;
        }

        namespace Graph {

            interface $Properties {

                name?: (string|null);

                timestepSeconds?: (number|null);

                nodes?: (snnc.graph.Node.$Properties[]|null);

                edges?: (snnc.graph.Edge.$Properties[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = {
              name?: string|null;
              timestepSeconds?: number|null;
              nodes?: snnc.graph.Node.$Shape[]|null;
              edges?: snnc.graph.Edge.$Shape[]|null;
              $unknowns?: Uint8Array[];
            };
        }

        interface IEdge extends snnc.graph.Edge.$Properties {
        }

        class Edge {

            constructor(properties?: snnc.graph.Edge.$Properties);

            $unknowns?: Uint8Array[];

            from: string;

            to: string;

            static encode(message: snnc.graph.Edge.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Edge & snnc.graph.Edge.$Shape;
        }

        namespace Edge {

            interface $Properties {

                from?: (string|null);

                to?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Edge.$Properties;
        }

        interface INode extends snnc.graph.Node.$Properties {
        }

        class Node {

            constructor(properties?: snnc.graph.Node.$Properties);

            $unknowns?: Uint8Array[];

            name: string;

            input?: (snnc.graph.Input.$Properties|null);

            output?: (snnc.graph.Output.$Properties|null);

            embedding?: (snnc.graph.Embedding.$Properties|null);

            linear?: (snnc.graph.Linear.$Properties|null);

            scale?: (snnc.graph.Scale.$Properties|null);

            conv1d?: (snnc.graph.Conv1d.$Properties|null);

            conv2d?: (snnc.graph.Conv2d.$Properties|null);

            pool2d?: (snnc.graph.Pool2d.$Properties|null);

            globalPool?: (snnc.graph.GlobalPool.$Properties|null);

            flatten?: (snnc.graph.Flatten.$Properties|null);

            delay?: (snnc.graph.Delay.$Properties|null);

            relu?: (snnc.graph.Relu.$Properties|null);

            threshold?: (snnc.graph.Threshold.$Properties|null);

            integrator?: (snnc.graph.Integrator.$Properties|null);

            if?: (snnc.graph.IntegrateAndFire.$Properties|null);

            lif?: (snnc.graph.LeakyIntegrateAndFire.$Properties|null);

            cubaLif?: (snnc.graph.CubaLif.$Properties|null);

            node?: ("input"|"output"|"embedding"|"linear"|"scale"|"conv1d"|"conv2d"|"pool2d"|"globalPool"|"flatten"|"delay"|"relu"|"threshold"|"integrator"|"if"|"lif"|"cubaLif");

            static encode(message: snnc.graph.Node.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Node & snnc.graph.Node.$Shape;
        }

        namespace Node {

            interface $Properties {

                name?: (string|null);

                input?: (snnc.graph.Input.$Properties|null);

                output?: (snnc.graph.Output.$Properties|null);

                embedding?: (snnc.graph.Embedding.$Properties|null);

                linear?: (snnc.graph.Linear.$Properties|null);

                scale?: (snnc.graph.Scale.$Properties|null);

                conv1d?: (snnc.graph.Conv1d.$Properties|null);

                conv2d?: (snnc.graph.Conv2d.$Properties|null);

                pool2d?: (snnc.graph.Pool2d.$Properties|null);

                globalPool?: (snnc.graph.GlobalPool.$Properties|null);

                flatten?: (snnc.graph.Flatten.$Properties|null);

                delay?: (snnc.graph.Delay.$Properties|null);

                relu?: (snnc.graph.Relu.$Properties|null);

                threshold?: (snnc.graph.Threshold.$Properties|null);

                integrator?: (snnc.graph.Integrator.$Properties|null);

                "if"?: (snnc.graph.IntegrateAndFire.$Properties|null);

                lif?: (snnc.graph.LeakyIntegrateAndFire.$Properties|null);

                cubaLif?: (snnc.graph.CubaLif.$Properties|null);

                node?: ("input"|"output"|"embedding"|"linear"|"scale"|"conv1d"|"conv2d"|"pool2d"|"globalPool"|"flatten"|"delay"|"relu"|"threshold"|"integrator"|"if"|"lif"|"cubaLif");

                $unknowns?: Uint8Array[];
            }

            type $Shape = {
              name?: string|null;
              input?: snnc.graph.Input.$Shape|null;
              output?: snnc.graph.Output.$Shape|null;
              embedding?: snnc.graph.Embedding.$Shape|null;
              linear?: snnc.graph.Linear.$Shape|null;
              scale?: snnc.graph.Scale.$Shape|null;
              conv1d?: snnc.graph.Conv1d.$Shape|null;
              conv2d?: snnc.graph.Conv2d.$Shape|null;
              pool2d?: snnc.graph.Pool2d.$Shape|null;
              globalPool?: snnc.graph.GlobalPool.$Shape|null;
              flatten?: snnc.graph.Flatten.$Shape|null;
              delay?: snnc.graph.Delay.$Shape|null;
              relu?: snnc.graph.Relu.$Shape|null;
              threshold?: snnc.graph.Threshold.$Shape|null;
              integrator?: snnc.graph.Integrator.$Shape|null;
              "if"?: snnc.graph.IntegrateAndFire.$Shape|null;
              lif?: snnc.graph.LeakyIntegrateAndFire.$Shape|null;
              cubaLif?: snnc.graph.CubaLif.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ node?: undefined; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null }|{ node?: "input"; input: snnc.graph.Input.$Shape; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null }|{ node?: "output"; input?: null; output: snnc.graph.Output.$Shape; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null }|{ node?: "embedding"; input?: null; output?: null; embedding: snnc.graph.Embedding.$Shape; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null }|{ node?: "linear"; input?: null; output?: null; embedding?: null; linear: snnc.graph.Linear.$Shape; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null }|{ node?: "scale"; input?: null; output?: null; embedding?: null; linear?: null; scale: snnc.graph.Scale.$Shape; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null }|{ node?: "conv1d"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d: snnc.graph.Conv1d.$Shape; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null }|{ node?: "conv2d"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d: snnc.graph.Conv2d.$Shape; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null }|{ node?: "pool2d"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d: snnc.graph.Pool2d.$Shape; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null }|{ node?: "globalPool"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool: snnc.graph.GlobalPool.$Shape; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null }|{ node?: "flatten"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten: snnc.graph.Flatten.$Shape; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null }|{ node?: "delay"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay: snnc.graph.Delay.$Shape; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null }|{ node?: "relu"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu: snnc.graph.Relu.$Shape; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null }|{ node?: "threshold"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold: snnc.graph.Threshold.$Shape; integrator?: null; "if"?: null; lif?: null; cubaLif?: null }|{ node?: "integrator"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator: snnc.graph.Integrator.$Shape; "if"?: null; lif?: null; cubaLif?: null }|{ node?: "if"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if": snnc.graph.IntegrateAndFire.$Shape; lif?: null; cubaLif?: null }|{ node?: "lif"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif: snnc.graph.LeakyIntegrateAndFire.$Shape; cubaLif?: null }|{ node?: "cubaLif"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif: snnc.graph.CubaLif.$Shape })
            );
        }

        interface IShape extends snnc.graph.Shape.$Properties {
        }

        class Shape {

            constructor(properties?: snnc.graph.Shape.$Properties);

            $unknowns?: Uint8Array[];

            axes: number[];

            static encode(message: snnc.graph.Shape.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Shape & snnc.graph.Shape.$Shape;
        }

        namespace Shape {

            interface $Properties {

                axes?: (number[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Shape.$Properties;
        }

        interface IEncoding extends snnc.graph.Encoding.$Properties {
        }

        class Encoding {

            constructor(properties?: snnc.graph.Encoding.$Properties);

            $unknowns?: Uint8Array[];

            vocabularySize?: (number|null);

            static encode(message: snnc.graph.Encoding.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Encoding & snnc.graph.Encoding.$Shape;
        }

        namespace Encoding {

            interface $Properties {

                vocabularySize?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Encoding.$Properties;
        }

        interface IPadding extends snnc.graph.Padding.$Properties {
        }

        class Padding {

            constructor(properties?: snnc.graph.Padding.$Properties);

            $unknowns?: Uint8Array[];

            causal: boolean;

            left: number;

            right: number;

            static encode(message: snnc.graph.Padding.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Padding & snnc.graph.Padding.$Shape;
        }

        namespace Padding {

            interface $Properties {

                causal?: (boolean|null);

                left?: (number|null);

                right?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Padding.$Properties;
        }

        interface IPair extends snnc.graph.Pair.$Properties {
        }

        class Pair {

            constructor(properties?: snnc.graph.Pair.$Properties);

            $unknowns?: Uint8Array[];

            y: number;

            x: number;

            static encode(message: snnc.graph.Pair.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Pair & snnc.graph.Pair.$Shape;
        }

        namespace Pair {

            interface $Properties {

                y?: (number|null);

                x?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Pair.$Properties;
        }

        interface IInput extends snnc.graph.Input.$Properties {
        }

        class Input {

            constructor(properties?: snnc.graph.Input.$Properties);

            $unknowns?: Uint8Array[];

            shape?: (snnc.graph.Shape.$Properties|null);

            encoding?: (snnc.graph.Encoding.$Properties|null);

            static encode(message: snnc.graph.Input.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Input & snnc.graph.Input.$Shape;
        }

        namespace Input {

            interface $Properties {

                shape?: (snnc.graph.Shape.$Properties|null);

                encoding?: (snnc.graph.Encoding.$Properties|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Input.$Properties;
        }

        interface IOutput extends snnc.graph.Output.$Properties {
        }

        class Output {

            constructor(properties?: snnc.graph.Output.$Properties);

            $unknowns?: Uint8Array[];

            shape?: (snnc.graph.Shape.$Properties|null);

            static encode(message: snnc.graph.Output.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Output & snnc.graph.Output.$Shape;
        }

        namespace Output {

            interface $Properties {

                shape?: (snnc.graph.Shape.$Properties|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Output.$Properties;
        }

        interface IEmbedding extends snnc.graph.Embedding.$Properties {
        }

        class Embedding {

            constructor(properties?: snnc.graph.Embedding.$Properties);

            $unknowns?: Uint8Array[];

            vocabularySize: number;

            dimensions: number;

            weight: Uint8Array;

            static encode(message: snnc.graph.Embedding.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Embedding & snnc.graph.Embedding.$Shape;
        }

        namespace Embedding {

            interface $Properties {

                vocabularySize?: (number|null);

                dimensions?: (number|null);

                weight?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Embedding.$Properties;
        }

        interface ILinear extends snnc.graph.Linear.$Properties {
        }

        class Linear {

            constructor(properties?: snnc.graph.Linear.$Properties);

            $unknowns?: Uint8Array[];

            inputs: number;

            outputs: number;

            weight: Uint8Array;

            bias?: (Uint8Array|null);

            static encode(message: snnc.graph.Linear.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Linear & snnc.graph.Linear.$Shape;
        }

        namespace Linear {

            interface $Properties {

                inputs?: (number|null);

                outputs?: (number|null);

                weight?: (Uint8Array|null);

                bias?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Linear.$Properties;
        }

        interface IScale extends snnc.graph.Scale.$Properties {
        }

        class Scale {

            constructor(properties?: snnc.graph.Scale.$Properties);

            $unknowns?: Uint8Array[];

            scale: Uint8Array;

            static encode(message: snnc.graph.Scale.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Scale & snnc.graph.Scale.$Shape;
        }

        namespace Scale {

            interface $Properties {

                scale?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Scale.$Properties;
        }

        interface IConv1d extends snnc.graph.Conv1d.$Properties {
        }

        class Conv1d {

            constructor(properties?: snnc.graph.Conv1d.$Properties);

            $unknowns?: Uint8Array[];

            inChannels: number;

            outChannels: number;

            kernel: number;

            stride: number;

            dilation: number;

            groups: number;

            padding?: (snnc.graph.Padding.$Properties|null);

            weight: Uint8Array;

            bias?: (Uint8Array|null);

            static encode(message: snnc.graph.Conv1d.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Conv1d & snnc.graph.Conv1d.$Shape;
        }

        namespace Conv1d {

            interface $Properties {

                inChannels?: (number|null);

                outChannels?: (number|null);

                kernel?: (number|null);

                stride?: (number|null);

                dilation?: (number|null);

                groups?: (number|null);

                padding?: (snnc.graph.Padding.$Properties|null);

                weight?: (Uint8Array|null);

                bias?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Conv1d.$Properties;
        }

        interface IConv2d extends snnc.graph.Conv2d.$Properties {
        }

        class Conv2d {

            constructor(properties?: snnc.graph.Conv2d.$Properties);

            $unknowns?: Uint8Array[];

            inChannels: number;

            outChannels: number;

            kernel?: (snnc.graph.Pair.$Properties|null);

            stride?: (snnc.graph.Pair.$Properties|null);

            padding?: (snnc.graph.Pair.$Properties|null);

            dilation?: (snnc.graph.Pair.$Properties|null);

            groups: number;

            weight: Uint8Array;

            bias?: (Uint8Array|null);

            static encode(message: snnc.graph.Conv2d.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Conv2d & snnc.graph.Conv2d.$Shape;
        }

        namespace Conv2d {

            interface $Properties {

                inChannels?: (number|null);

                outChannels?: (number|null);

                kernel?: (snnc.graph.Pair.$Properties|null);

                stride?: (snnc.graph.Pair.$Properties|null);

                padding?: (snnc.graph.Pair.$Properties|null);

                dilation?: (snnc.graph.Pair.$Properties|null);

                groups?: (number|null);

                weight?: (Uint8Array|null);

                bias?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Conv2d.$Properties;
        }

        interface IPool2d extends snnc.graph.Pool2d.$Properties {
        }

        class Pool2d {

            constructor(properties?: snnc.graph.Pool2d.$Properties);

            $unknowns?: Uint8Array[];

            operation: string;

            kernel?: (snnc.graph.Pair.$Properties|null);

            stride?: (snnc.graph.Pair.$Properties|null);

            padding?: (snnc.graph.Pair.$Properties|null);

            static encode(message: snnc.graph.Pool2d.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Pool2d & snnc.graph.Pool2d.$Shape;
        }

        namespace Pool2d {

            interface $Properties {

                operation?: (string|null);

                kernel?: (snnc.graph.Pair.$Properties|null);

                stride?: (snnc.graph.Pair.$Properties|null);

                padding?: (snnc.graph.Pair.$Properties|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Pool2d.$Properties;
        }

        interface IGlobalPool extends snnc.graph.GlobalPool.$Properties {
        }

        class GlobalPool {

            constructor(properties?: snnc.graph.GlobalPool.$Properties);

            $unknowns?: Uint8Array[];

            operation: string;

            static encode(message: snnc.graph.GlobalPool.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.GlobalPool & snnc.graph.GlobalPool.$Shape;
        }

        namespace GlobalPool {

            interface $Properties {

                operation?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.GlobalPool.$Properties;
        }

        interface IFlatten extends snnc.graph.Flatten.$Properties {
        }

        class Flatten {

            constructor(properties?: snnc.graph.Flatten.$Properties);

            $unknowns?: Uint8Array[];

            startDim: number;

            endDim: number;

            static encode(message: snnc.graph.Flatten.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Flatten & snnc.graph.Flatten.$Shape;
        }

        namespace Flatten {

            interface $Properties {

                startDim?: (number|null);

                endDim?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Flatten.$Properties;
        }

        interface IDelay extends snnc.graph.Delay.$Properties {
        }

        class Delay {

            constructor(properties?: snnc.graph.Delay.$Properties);

            $unknowns?: Uint8Array[];

            timesteps: Uint8Array;

            static encode(message: snnc.graph.Delay.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Delay & snnc.graph.Delay.$Shape;
        }

        namespace Delay {

            interface $Properties {

                timesteps?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Delay.$Properties;
        }

        interface IRelu extends snnc.graph.Relu.$Properties {
        }

        class Relu {

            constructor(properties?: snnc.graph.Relu.$Properties);

            $unknowns?: Uint8Array[];

            cap?: (number|null);

            static encode(message: snnc.graph.Relu.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Relu & snnc.graph.Relu.$Shape;
        }

        namespace Relu {

            interface $Properties {

                cap?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Relu.$Properties;
        }

        interface IThreshold extends snnc.graph.Threshold.$Properties {
        }

        class Threshold {

            constructor(properties?: snnc.graph.Threshold.$Properties);

            $unknowns?: Uint8Array[];

            threshold: Uint8Array;

            static encode(message: snnc.graph.Threshold.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Threshold & snnc.graph.Threshold.$Shape;
        }

        namespace Threshold {

            interface $Properties {

                threshold?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Threshold.$Properties;
        }

        interface IIntegrator extends snnc.graph.Integrator.$Properties {
        }

        class Integrator {

            constructor(properties?: snnc.graph.Integrator.$Properties);

            $unknowns?: Uint8Array[];

            resistance: Uint8Array;

            leak?: (Uint8Array|null);

            static encode(message: snnc.graph.Integrator.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Integrator & snnc.graph.Integrator.$Shape;
        }

        namespace Integrator {

            interface $Properties {

                resistance?: (Uint8Array|null);

                leak?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Integrator.$Properties;
        }

        interface IIntegrateAndFire extends snnc.graph.IntegrateAndFire.$Properties {
        }

        class IntegrateAndFire {

            constructor(properties?: snnc.graph.IntegrateAndFire.$Properties);

            $unknowns?: Uint8Array[];

            resistance: Uint8Array;

            threshold: Uint8Array;

            reset: string;

            static encode(message: snnc.graph.IntegrateAndFire.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.IntegrateAndFire & snnc.graph.IntegrateAndFire.$Shape;
        }

        namespace IntegrateAndFire {

            interface $Properties {

                resistance?: (Uint8Array|null);

                threshold?: (Uint8Array|null);

                reset?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.IntegrateAndFire.$Properties;
        }

        interface ILeakyIntegrateAndFire extends snnc.graph.LeakyIntegrateAndFire.$Properties {
        }

        class LeakyIntegrateAndFire {

            constructor(properties?: snnc.graph.LeakyIntegrateAndFire.$Properties);

            $unknowns?: Uint8Array[];

            leak: Uint8Array;

            inputGain: Uint8Array;

            bias?: (Uint8Array|null);

            threshold: Uint8Array;

            reset: string;

            static encode(message: snnc.graph.LeakyIntegrateAndFire.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.LeakyIntegrateAndFire & snnc.graph.LeakyIntegrateAndFire.$Shape;
        }

        namespace LeakyIntegrateAndFire {

            interface $Properties {

                leak?: (Uint8Array|null);

                inputGain?: (Uint8Array|null);

                bias?: (Uint8Array|null);

                threshold?: (Uint8Array|null);

                reset?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.LeakyIntegrateAndFire.$Properties;
        }

        interface ICubaLif extends snnc.graph.CubaLif.$Properties {
        }

        class CubaLif {

            constructor(properties?: snnc.graph.CubaLif.$Properties);

            $unknowns?: Uint8Array[];

            currentLeak: Uint8Array;

            leak: Uint8Array;

            inputGain: Uint8Array;

            bias?: (Uint8Array|null);

            threshold: Uint8Array;

            reset: string;

            static encode(message: snnc.graph.CubaLif.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.CubaLif & snnc.graph.CubaLif.$Shape;
        }

        namespace CubaLif {

            interface $Properties {

                currentLeak?: (Uint8Array|null);

                leak?: (Uint8Array|null);

                inputGain?: (Uint8Array|null);

                bias?: (Uint8Array|null);

                threshold?: (Uint8Array|null);

                reset?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.CubaLif.$Properties;
        }
    }
}
