/** The part of WebAssembly's JavaScript API that is used here; Node's own types leave it out. */
declare namespace WebAssembly {
  interface Module {
    readonly opaque: unique symbol;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  type Imports = Readonly<Record<string, Readonly<Record<string, (...args: number[]) => unknown>>>>;
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Imports): Promise<Instance>;
  const Module: { imports(module: Module): readonly { readonly module: string; readonly name: string }[] };
}
