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
  type Imports = Readonly<Record<string, Readonly<Record<string, ((...args: number[]) => unknown) | Memory>>>>;
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Imports): Promise<Instance>;
  const Memory: { new (size: { readonly initial: number }): Memory };
  const Instance: { new (module: Module, imports: Imports): Instance };
  const Module: { new (bytes: Uint8Array): Module; imports(module: Module): readonly { readonly module: string; readonly name: string }[] };
}
