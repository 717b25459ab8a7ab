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

            tokenRows?: (snnc.graph.TokenRows.$Properties|null);

            batchNorm?: (snnc.graph.BatchNorm.$Properties|null);

            pool1d?: (snnc.graph.Pool1d.$Properties|null);

            reshape?: (snnc.graph.Reshape.$Properties|null);

            transpose?: (snnc.graph.Transpose.$Properties|null);

            concat?: (snnc.graph.Concat.$Properties|null);

            pad?: (snnc.graph.Pad.$Properties|null);

            softmax?: (snnc.graph.Softmax.$Properties|null);

            cubaIntegrator?: (snnc.graph.CubaIntegrator.$Properties|null);

            node?: ("input"|"output"|"embedding"|"linear"|"scale"|"conv1d"|"conv2d"|"pool2d"|"globalPool"|"flatten"|"delay"|"relu"|"threshold"|"integrator"|"if"|"lif"|"cubaLif"|"tokenRows"|"batchNorm"|"pool1d"|"reshape"|"transpose"|"concat"|"pad"|"softmax"|"cubaIntegrator");

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

                tokenRows?: (snnc.graph.TokenRows.$Properties|null);

                batchNorm?: (snnc.graph.BatchNorm.$Properties|null);

                pool1d?: (snnc.graph.Pool1d.$Properties|null);

                reshape?: (snnc.graph.Reshape.$Properties|null);

                transpose?: (snnc.graph.Transpose.$Properties|null);

                concat?: (snnc.graph.Concat.$Properties|null);

                pad?: (snnc.graph.Pad.$Properties|null);

                softmax?: (snnc.graph.Softmax.$Properties|null);

                cubaIntegrator?: (snnc.graph.CubaIntegrator.$Properties|null);

                node?: ("input"|"output"|"embedding"|"linear"|"scale"|"conv1d"|"conv2d"|"pool2d"|"globalPool"|"flatten"|"delay"|"relu"|"threshold"|"integrator"|"if"|"lif"|"cubaLif"|"tokenRows"|"batchNorm"|"pool1d"|"reshape"|"transpose"|"concat"|"pad"|"softmax"|"cubaIntegrator");

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
              tokenRows?: snnc.graph.TokenRows.$Shape|null;
              batchNorm?: snnc.graph.BatchNorm.$Shape|null;
              pool1d?: snnc.graph.Pool1d.$Shape|null;
              reshape?: snnc.graph.Reshape.$Shape|null;
              transpose?: snnc.graph.Transpose.$Shape|null;
              concat?: snnc.graph.Concat.$Shape|null;
              pad?: snnc.graph.Pad.$Shape|null;
              softmax?: snnc.graph.Softmax.$Shape|null;
              cubaIntegrator?: snnc.graph.CubaIntegrator.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ node?: undefined; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "input"; input: snnc.graph.Input.$Shape; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "output"; input?: null; output: snnc.graph.Output.$Shape; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "embedding"; input?: null; output?: null; embedding: snnc.graph.Embedding.$Shape; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "linear"; input?: null; output?: null; embedding?: null; linear: snnc.graph.Linear.$Shape; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "scale"; input?: null; output?: null; embedding?: null; linear?: null; scale: snnc.graph.Scale.$Shape; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "conv1d"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d: snnc.graph.Conv1d.$Shape; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "conv2d"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d: snnc.graph.Conv2d.$Shape; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "pool2d"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d: snnc.graph.Pool2d.$Shape; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "globalPool"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool: snnc.graph.GlobalPool.$Shape; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "flatten"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten: snnc.graph.Flatten.$Shape; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "delay"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay: snnc.graph.Delay.$Shape; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "relu"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu: snnc.graph.Relu.$Shape; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "threshold"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold: snnc.graph.Threshold.$Shape; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "integrator"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator: snnc.graph.Integrator.$Shape; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "if"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if": snnc.graph.IntegrateAndFire.$Shape; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "lif"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif: snnc.graph.LeakyIntegrateAndFire.$Shape; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "cubaLif"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif: snnc.graph.CubaLif.$Shape; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "tokenRows"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows: snnc.graph.TokenRows.$Shape; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "batchNorm"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm: snnc.graph.BatchNorm.$Shape; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "pool1d"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d: snnc.graph.Pool1d.$Shape; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "reshape"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape: snnc.graph.Reshape.$Shape; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "transpose"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose: snnc.graph.Transpose.$Shape; concat?: null; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "concat"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat: snnc.graph.Concat.$Shape; pad?: null; softmax?: null; cubaIntegrator?: null }|{ node?: "pad"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad: snnc.graph.Pad.$Shape; softmax?: null; cubaIntegrator?: null }|{ node?: "softmax"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax: snnc.graph.Softmax.$Shape; cubaIntegrator?: null }|{ node?: "cubaIntegrator"; input?: null; output?: null; embedding?: null; linear?: null; scale?: null; conv1d?: null; conv2d?: null; pool2d?: null; globalPool?: null; flatten?: null; delay?: null; relu?: null; threshold?: null; integrator?: null; "if"?: null; lif?: null; cubaLif?: null; tokenRows?: null; batchNorm?: null; pool1d?: null; reshape?: null; transpose?: null; concat?: null; pad?: null; softmax?: null; cubaIntegrator: snnc.graph.CubaIntegrator.$Shape })
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

        interface ISides extends snnc.graph.Sides.$Properties {
        }

        class Sides {

            constructor(properties?: snnc.graph.Sides.$Properties);

            $unknowns?: Uint8Array[];

            top: number;

            left: number;

            bottom: number;

            right: number;

            static encode(message: snnc.graph.Sides.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Sides & snnc.graph.Sides.$Shape;
        }

        namespace Sides {

            interface $Properties {

                top?: (number|null);

                left?: (number|null);

                bottom?: (number|null);

                right?: (number|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Sides.$Properties;
        }

        interface ICounts extends snnc.graph.Counts.$Properties {
        }

        class Counts {

            constructor(properties?: snnc.graph.Counts.$Properties);

            $unknowns?: Uint8Array[];

            values: number[];

            static encode(message: snnc.graph.Counts.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Counts & snnc.graph.Counts.$Shape;
        }

        namespace Counts {

            interface $Properties {

                values?: (number[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Counts.$Properties;
        }

        interface INames extends snnc.graph.Names.$Properties {
        }

        class Names {

            constructor(properties?: snnc.graph.Names.$Properties);

            $unknowns?: Uint8Array[];

            names: string[];

            static encode(message: snnc.graph.Names.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Names & snnc.graph.Names.$Shape;
        }

        namespace Names {

            interface $Properties {

                names?: (string[]|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Names.$Properties;
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

        interface ITokenRows extends snnc.graph.TokenRows.$Properties {
        }

        class TokenRows {

            constructor(properties?: snnc.graph.TokenRows.$Properties);

            $unknowns?: Uint8Array[];

            vocabularySize: number;

            outChannels: number;

            kernel: number;

            padding?: (snnc.graph.Padding.$Properties|null);

            weight: Uint8Array;

            bias?: (Uint8Array|null);

            static encode(message: snnc.graph.TokenRows.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.TokenRows & snnc.graph.TokenRows.$Shape;
        }

        namespace TokenRows {

            interface $Properties {

                vocabularySize?: (number|null);

                outChannels?: (number|null);

                kernel?: (number|null);

                padding?: (snnc.graph.Padding.$Properties|null);

                weight?: (Uint8Array|null);

                bias?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.TokenRows.$Properties;
        }

        interface IScale extends snnc.graph.Scale.$Properties {
        }

        class Scale {

            constructor(properties?: snnc.graph.Scale.$Properties);

            $unknowns?: Uint8Array[];

            scale: Uint8Array;

            bias?: (Uint8Array|null);

            static encode(message: snnc.graph.Scale.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Scale & snnc.graph.Scale.$Shape;
        }

        namespace Scale {

            interface $Properties {

                scale?: (Uint8Array|null);

                bias?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Scale.$Properties;
        }

        interface IBatchNorm extends snnc.graph.BatchNorm.$Properties {
        }

        class BatchNorm {

            constructor(properties?: snnc.graph.BatchNorm.$Properties);

            $unknowns?: Uint8Array[];

            epsilon: number;

            gamma: Uint8Array;

            beta: Uint8Array;

            mean: Uint8Array;

            variance: Uint8Array;

            static encode(message: snnc.graph.BatchNorm.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.BatchNorm & snnc.graph.BatchNorm.$Shape;
        }

        namespace BatchNorm {

            interface $Properties {

                epsilon?: (number|null);

                gamma?: (Uint8Array|null);

                beta?: (Uint8Array|null);

                mean?: (Uint8Array|null);

                variance?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.BatchNorm.$Properties;
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

            padding?: (snnc.graph.Sides.$Properties|null);

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

                padding?: (snnc.graph.Sides.$Properties|null);

                dilation?: (snnc.graph.Pair.$Properties|null);

                groups?: (number|null);

                weight?: (Uint8Array|null);

                bias?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Conv2d.$Properties;
        }

        interface IPool1d extends snnc.graph.Pool1d.$Properties {
        }

        class Pool1d {

            constructor(properties?: snnc.graph.Pool1d.$Properties);

            $unknowns?: Uint8Array[];

            operation: string;

            kernel: number;

            stride: number;

            padding?: (snnc.graph.Padding.$Properties|null);

            divisor: string;

            static encode(message: snnc.graph.Pool1d.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Pool1d & snnc.graph.Pool1d.$Shape;
        }

        namespace Pool1d {

            interface $Properties {

                operation?: (string|null);

                kernel?: (number|null);

                stride?: (number|null);

                padding?: (snnc.graph.Padding.$Properties|null);

                divisor?: (string|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Pool1d.$Properties;
        }

        interface IPool2d extends snnc.graph.Pool2d.$Properties {
        }

        class Pool2d {

            constructor(properties?: snnc.graph.Pool2d.$Properties);

            $unknowns?: Uint8Array[];

            operation: string;

            kernel?: (snnc.graph.Pair.$Properties|null);

            stride?: (snnc.graph.Pair.$Properties|null);

            padding?: (snnc.graph.Sides.$Properties|null);

            divisor: string;

            static encode(message: snnc.graph.Pool2d.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Pool2d & snnc.graph.Pool2d.$Shape;
        }

        namespace Pool2d {

            interface $Properties {

                operation?: (string|null);

                kernel?: (snnc.graph.Pair.$Properties|null);

                stride?: (snnc.graph.Pair.$Properties|null);

                padding?: (snnc.graph.Sides.$Properties|null);

                divisor?: (string|null);

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

        interface IReshape extends snnc.graph.Reshape.$Properties {
        }

        class Reshape {

            constructor(properties?: snnc.graph.Reshape.$Properties);

            $unknowns?: Uint8Array[];

            shape?: (snnc.graph.Shape.$Properties|null);

            static encode(message: snnc.graph.Reshape.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Reshape & snnc.graph.Reshape.$Shape;
        }

        namespace Reshape {

            interface $Properties {

                shape?: (snnc.graph.Shape.$Properties|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Reshape.$Properties;
        }

        interface ITranspose extends snnc.graph.Transpose.$Properties {
        }

        class Transpose {

            constructor(properties?: snnc.graph.Transpose.$Properties);

            $unknowns?: Uint8Array[];

            axes?: (snnc.graph.Counts.$Properties|null);

            static encode(message: snnc.graph.Transpose.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Transpose & snnc.graph.Transpose.$Shape;
        }

        namespace Transpose {

            interface $Properties {

                axes?: (snnc.graph.Counts.$Properties|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Transpose.$Properties;
        }

        interface IConcat extends snnc.graph.Concat.$Properties {
        }

        class Concat {

            constructor(properties?: snnc.graph.Concat.$Properties);

            $unknowns?: Uint8Array[];

            axis: number;

            inputs?: (snnc.graph.Names.$Properties|null);

            static encode(message: snnc.graph.Concat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Concat & snnc.graph.Concat.$Shape;
        }

        namespace Concat {

            interface $Properties {

                axis?: (number|null);

                inputs?: (snnc.graph.Names.$Properties|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Concat.$Properties;
        }

        interface IPad extends snnc.graph.Pad.$Properties {
        }

        class Pad {

            constructor(properties?: snnc.graph.Pad.$Properties);

            $unknowns?: Uint8Array[];

            before?: (snnc.graph.Counts.$Properties|null);

            after?: (snnc.graph.Counts.$Properties|null);

            static encode(message: snnc.graph.Pad.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Pad & snnc.graph.Pad.$Shape;
        }

        namespace Pad {

            interface $Properties {

                before?: (snnc.graph.Counts.$Properties|null);

                after?: (snnc.graph.Counts.$Properties|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Pad.$Properties;
        }

        interface ISoftmax extends snnc.graph.Softmax.$Properties {
        }

        class Softmax {

            constructor(properties?: snnc.graph.Softmax.$Properties);

            $unknowns?: Uint8Array[];

            static encode(message: snnc.graph.Softmax.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Softmax & snnc.graph.Softmax.$Shape;
        }

        namespace Softmax {

            interface $Properties {

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.Softmax.$Properties;
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

            bias?: (Uint8Array|null);

            static encode(message: snnc.graph.Integrator.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.Integrator & snnc.graph.Integrator.$Shape;
        }

        namespace Integrator {

            interface $Properties {

                resistance?: (Uint8Array|null);

                leak?: (Uint8Array|null);

                bias?: (Uint8Array|null);

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

        interface ICubaIntegrator extends snnc.graph.CubaIntegrator.$Properties {
        }

        class CubaIntegrator {

            constructor(properties?: snnc.graph.CubaIntegrator.$Properties);

            $unknowns?: Uint8Array[];

            currentLeak: Uint8Array;

            leak: Uint8Array;

            inputGain: Uint8Array;

            bias?: (Uint8Array|null);

            static encode(message: snnc.graph.CubaIntegrator.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): snnc.graph.CubaIntegrator & snnc.graph.CubaIntegrator.$Shape;
        }

        namespace CubaIntegrator {

            interface $Properties {

                currentLeak?: (Uint8Array|null);

                leak?: (Uint8Array|null);

                inputGain?: (Uint8Array|null);

                bias?: (Uint8Array|null);

                $unknowns?: Uint8Array[];
            }

            type $Shape = snnc.graph.CubaIntegrator.$Properties;
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
