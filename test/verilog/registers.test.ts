/**
 * What is printed from the description of the registers is what is committed:
 * `npm run registers` (npx vitest run -u --project unit test/verilog/registers.test.ts) prints it anew.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { COUNTER } from "../../src/cosim/samples.js";
import { REGISTERS } from "../../src/hil/registers.js";
import { MEMORY_NAMES } from "../../src/verilog/parameters.js";
import { toCHeader, toMarkdown, toTypeScript } from "../../src/verilog/registers/constants.js";
import { complaintsOf, fieldName, maskOf, REGISTER_MAP, type Register, type RegisterMap } from "../../src/verilog/registers/description.js";
import { toVerilog } from "../../src/verilog/registers/verilog.js";

const COMPILER = process.env.CC ?? "cc";
const hasCompiler = spawnSync(COMPILER, ["--version"]).status === 0;
if (!hasCompiler) process.stderr.write(`skipped: there is no C compiler '${COMPILER}'\n`);

describe("the committed register map", () => {
  it.each([
    ["rtl/axi/snn_registers.v", toVerilog],
    ["hw/axi/snn_registers.h", toCHeader],
    ["hw/axi/registers.md", toMarkdown],
    ["src/hil/registers.ts", toTypeScript],
  ] as const)("%s is what the description says", async (path, print) => {
    await expect(print(REGISTER_MAP)).toMatchFileSnapshot(`../../${path}`);
  });

  it("has no overlaps, no offset twice, nothing beyond its words", () => {
    expect(complaintsOf(REGISTER_MAP)).toEqual([]);
  });

  it("has the core's counters and memories in their order", () => {
    const names = REGISTER_MAP.registers.map(({ name }) => name).filter((name) => name.startsWith("COUNTER_"));
    const camel = (name: string): string => name.toLowerCase().replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    expect(names.map((name) => camel(name.slice("COUNTER_".length)))).toEqual(Object.keys(COUNTER));
    expect(Object.keys(REGISTERS.CFG_MEMORY.fields.VALUE.values).map((name) => name.toLowerCase())).toEqual([...MEMORY_NAMES, "route"]);
  });
});

describe("a wrong description", () => {
  const register = (more: Partial<Register>): RegisterMap => ({
    title: "wrong",
    addressBits: 8,
    registers: [{ name: "A", offset: 0, access: "rw", what: "", fields: [], ...more }],
  });
  it.each([
    ["overlapping fields", register({ fields: [0, 1].map((at) => ({ name: `F${at}`, at, bits: 2, what: "" })) }), "A_F1 overlaps"],
    ["a field beyond the word", register({ fields: [{ name: "F", at: 30, bits: 3, what: "" }] }), "A_F leaves the word"],
    ["an offset that is no multiple of four", register({ offset: 2 }), "A lies at 2"],
    ["an offset beyond the addresses", register({ offset: 256 }), "A lies at 256"],
    [
      "a constant that is written",
      register({ fields: [{ name: "F", at: 0, bits: 1, constant: 1, what: "" }] }),
      "A_F is constant, but not read only",
    ],
  ])("%s is told", (_, map, complaint) => {
    expect(complaintsOf(map)).toEqual([complaint]);
  });
});

describe.skipIf(!hasCompiler)("the C header", () => {
  it("compiles as C99 without a warning, and its macros are the description's numbers", () => {
    const folder = mkdtempSync(join(tmpdir(), "snnc-header-"));
    try {
      const expected = REGISTER_MAP.registers.flatMap((register): [string, number][] => [
        [`SNN_${register.name}`, register.offset],
        ...register.fields.flatMap((field): [string, number][] => {
          const name = `SNN_${fieldName(register, field)}`;
          return [
            ...(field.name === "VALUE" && field.bits === 32
              ? []
              : ([
                  [`${name}_SHIFT`, field.at],
                  [`${name}_MASK`, maskOf(field)],
                ] as [string, number][])),
            ...(field.constant === undefined ? [] : ([[`${name}_IS`, field.constant]] as [string, number][])),
            ...Object.entries(field.values ?? {}).map(([key, value]): [string, number] => [`${name}_${key}`, value]),
          ];
        }),
      ]);
      const prints = expected.map(([name]) => `    printf("${name} %lu\\n", (unsigned long)${name});`);
      writeFileSync(
        join(folder, "main.c"),
        `#include <stdio.h>\n#include "snn_registers.h"\nint main(void) {\n${prints.join("\n")}\n    return 0;\n}\n`,
      );
      const include = fileURLToPath(new URL("../../hw/axi/", import.meta.url));
      const program = join(folder, "main");
      const compiled = spawnSync(
        COMPILER,
        ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-I", include, "-o", program, join(folder, "main.c")],
        { encoding: "utf8" },
      );
      expect(compiled.stderr).toBe("");
      const { stdout } = spawnSync(program, { encoding: "utf8" });
      expect(stdout.trim().split("\n")).toEqual(expected.map(([name, value]) => `${name} ${value}`));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
