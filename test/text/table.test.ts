import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeUtf8, formatOfFile, parseTable, type TableOptions } from "../../src/text/table.js";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string, options: Partial<TableOptions> & Pick<TableOptions, "format">) =>
  parseTable(bytesOf(text), { where: "data", ...options });

describe("a .tsv file", () => {
  it("has no quoting: quotes are text", () => {
    const { rows } = parse('label\ttext\n1\t"so" he said\n0\t"open\n', { format: "tsv" });
    expect(rows).toEqual([
      { text: '"so" he said', label: "1" },
      { text: '"open', label: "0" },
    ]);
  });

  it("may begin with a byte order mark and end its lines as Windows does", () => {
    expect(parse("\uFEFFtext\tlabel\r\nfine\tpos\r\n", { format: "tsv" }).rows).toEqual([{ text: "fine", label: "pos" }]);
  });

  it("counts blank lines and keeps rows without a label as such", () => {
    const { rows, blankRows } = parse("label\ttext\n\n1\ta\n \n\tb\n", { format: "tsv" });
    expect(blankRows).toBe(2);
    expect(rows).toEqual([
      { text: "a", label: "1" },
      { text: "b", label: undefined },
    ]);
  });

  it("has no header where columns are given by position, unless it names them", () => {
    const byPosition = { format: "tsv", textColumn: 2, labelColumn: 1 } as const;
    expect(parse("1\ta\n0\tb\n", byPosition).rows).toHaveLength(2);
    expect(parse("label\ttext\n0\tb\n", byPosition).rows).toEqual([{ text: "b", label: "0" }]);
    expect(parse("x\ty\n0\tb\n", { ...byPosition, hasHeader: true }).rows).toEqual([{ text: "b", label: "0" }]);
  });

  it("finds columns by the names that the user gives", () => {
    const options = { format: "tsv", textColumn: "Satz", labelColumn: "Klasse" } as const;
    expect(parse("Klasse\tId\tSatz\nx\t1\tgut\n", options).rows).toEqual([{ text: "gut", label: "x" }]);
  });

  it("refuses rows of another width, each with its line", () => {
    expect(() => parse("label\ttext\n1\ta\tb\n1\tc\nlonely\n", { format: "tsv" })).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data:2: the row has 3 columns; the first row has 2 [dataset-row-columns]
        Columns are separated by single tabs and a text holds none; use .csv or .jsonl for texts with tabs.
      data:4: the row has 1 column; the first row has 2 [dataset-row-columns]
        Columns are separated by single tabs and a text holds none; use .csv or .jsonl for texts with tabs.]
    `);
  });

  it("is label, tab, text where nothing names the columns and there are two", () => {
    expect(parse("pos\tA fine film\nneg\tA dull one\n", { format: "tsv" }).rows).toEqual([
      { text: "A fine film", label: "pos" },
      { text: "A dull one", label: "neg" },
    ]);
  });

  it("refuses columns that are not there, both at once", () => {
    expect(() => parse("id\tbody\tkind\n1\ta\tx\n", { format: "tsv" })).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data:1: there is no text column of name 'text'; the first row has 'id', 'body', 'kind' [dataset-column-missing]
        Name it with --text-column, by its name in the header or by its position (1 is the first).
      data:1: there is no label column of name 'label'; the first row has 'id', 'body', 'kind' [dataset-column-missing]
        Name it with --label-column, by its name in the header or by its position (1 is the first).]
    `);
    expect(() => parse("1\ta\n", { format: "tsv", textColumn: 3, labelColumn: 1 })).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data:1: there is no text column of position 3; the first row has 2 columns [dataset-column-missing]
        Name it with --text-column, by its name in the header or by its position (1 is the first).]
    `);
  });

  it("refuses one column for both", () => {
    expect(() => parse("1\ta\n", { format: "tsv", textColumn: 1, labelColumn: 1 })).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data:1: text and label are both column 1 [dataset-column-same]
        Name two different columns with --text-column and --label-column.]
    `);
  });

  it("refuses a file without rows", () => {
    expect(() => parse("\n\n", { format: "tsv" })).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data: the file has no rows [dataset-empty]
        Give one labelled text a row.]
    `);
  });

  it("prints the first 20 complaints and counts the rest", () => {
    const text = `label\ttext\n${"x\n".repeat(30)}`;
    expect(() => parse(text, { format: "tsv" })).toThrow("and 10 more like these");
  });
});

describe("a .csv file", () => {
  it("is RFC 4180: quoted commas, quotes and line breaks", () => {
    const { rows } = parse('label,text\r\n1,"a, ""b""\nc"\r\n0,d\r\n', { format: "csv" });
    expect(rows).toEqual([
      { text: 'a, "b"\nc', label: "1" },
      { text: "d", label: "0" },
    ]);
  });

  it("names the line on which a bad row starts, behind rows of several lines", () => {
    expect(() => parse('label,text\n1,"a\nb"\n1,c,d\n', { format: "csv" })).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data:4: the row has 3 columns; the first row has 2 [dataset-row-columns]
        Put cells that hold commas in double quotes.]
    `);
  });

  it("refuses quotes that are not RFC 4180", () => {
    expect(() => parse('label,text\n1,"a"b\n', { format: "csv" })).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data:2: a closing quote is followed by something other than a comma or a line end [dataset-csv]
        Put cells that hold commas, quotes or line breaks in double quotes and write a quote inside as "" (RFC 4180).]
    `);
    expect(() => parse('label,text\n1,"a\n', { format: "csv" })).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data:2: a quoted cell is not closed before the end of the file [dataset-csv]
        Put cells that hold commas, quotes or line breaks in double quotes and write a quote inside as "" (RFC 4180).]
    `);
    expect(() => parse('label,text\n1,a"b\n', { format: "csv" })).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data:2: a quote stands inside a cell that does not begin with one [dataset-csv]
        Put cells that hold commas, quotes or line breaks in double quotes and write a quote inside as "" (RFC 4180).]
    `);
  });

  it("reads back any text that is quoted", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r\n", "\t", "好"), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (texts) => {
        const file = texts.map((text) => `x,"${text.replaceAll('"', '""')}"\n`).join("");
        const { rows } = parse(file, { format: "csv", labelColumn: 1, textColumn: 2 });
        expect(rows.map(({ text }) => text)).toEqual(texts);
      }),
    );
  });
});

describe("a .jsonl file", () => {
  it("reads objects by name; labels may be numbers, booleans or absent", () => {
    const file = '{"text":"a","label":1}\n\n{"label":true,"text":"b"}\n{"text":"c"}\n{"text":"d","label":null}\n';
    const { rows, blankRows } = parse(file, { format: "jsonl" });
    expect(blankRows).toBe(1);
    expect(rows.map(({ label }) => label)).toEqual(["1", "true", undefined, undefined]);
  });

  it("reads arrays by position", () => {
    const options = { format: "jsonl", textColumn: 2, labelColumn: 1 } as const;
    expect(parse('["pos","a"]\n', options).rows).toEqual([{ text: "a", label: "pos" }]);
  });

  it("refuses what is no row, each with its line", () => {
    const file = '{"text":"a","label":1}\n{"text":\n7\n{"label":1}\n{"text":5,"label":1}\n{"text":"a","label":[1]}\n["a"]\n';
    expect(() => parse(file, { format: "jsonl" })).toThrow(/data:2: the line is not JSON/);
    const noSyntaxError = file.split("\n").toSpliced(1, 1).join("\n");
    expect(() => parse(noSyntaxError, { format: "jsonl" })).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data:2: the line holds the number 7; an object or an array is expected [dataset-jsonl]
      data:3: the row has no text named 'text'; it has 'label' [dataset-jsonl]
      data:4: the text named 'text' is the number 5; a string is expected [dataset-jsonl]
      data:5: the label named 'label' is an array; a string, number or boolean is expected [dataset-jsonl]
      data:6: the row has no text position (rows that are arrays need one); it has 1 element [dataset-jsonl]]
    `);
  });
});

describe("decodeUtf8", () => {
  it("names the first line that is not UTF-8", () => {
    const bytes = Uint8Array.of(...bytesOf("one\ntwö\n"), 0xc3, 0x28, 0x0a, 0x61);
    expect(() => decodeUtf8(bytes, "data.tsv")).toThrowErrorMatchingInlineSnapshot(`
      [SnncError: data.tsv:3: the file is not valid UTF-8 from this line on [text-encoding]
        Save the file as UTF-8, or convert it with \`iconv -t UTF-8\`.]
    `);
  });

  it("recognises UTF-16", () => {
    expect(() => decodeUtf8(Uint8Array.of(0xff, 0xfe, 0x61, 0), "data.tsv")).toThrow("begins like UTF-16");
  });
});

describe("formatOfFile", () => {
  it("goes by the suffix, whatever its case", () => {
    expect(["a.tsv", "b.CSV", "c.jsonl", "d.json", "tsv"].map(formatOfFile)).toEqual(["tsv", "csv", "jsonl", undefined, undefined]);
  });
});
