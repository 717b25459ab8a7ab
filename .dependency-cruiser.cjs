/**
 * The import directions of the architecture: which folder of src/ may import which. Checked by `npm run check`;
 * test/setup/architecture.test.ts plants forbidden imports and sees the check fail.
 */

/** Folder of src/ -> the folders it may import besides itself and util. */
const MAY_IMPORT = {
  util: [],
  setup: [],
  graph: [],
  event: [],
  text: [],
  samples: [],
  encode: ["text", "samples", "event"],
  learn: ["text", "samples", "graph"],
  import: ["graph"],
  "graph-passes": ["graph"],
  convert: ["graph", "graph-passes"],
  lower: ["graph", "graph-passes", "event"],
  passes: ["event"],
  sim: ["event"],
  loihi: ["event"],
  verilog: ["event"],
  // Set-up and tools share the cache folder and its lock (src/setup/cache.mjs).
  tools: ["setup"],
  cosim: ["event", "sim", "verilog", "tools"],
  hil: ["event", "sim", "cosim", "verilog", "tools"],
  energy: [],
  report: ["energy"],
  flow: [
    "graph",
    "event",
    "text",
    "samples",
    "encode",
    "learn",
    "import",
    "graph-passes",
    "convert",
    "lower",
    "passes",
    "sim",
    "loihi",
    "verilog",
    "tools",
    "cosim",
    "hil",
    "energy",
    "report",
  ],
  cli: ["flow"],
};

const WITHOUT_UTIL = ["util", "setup"];

/** One rule a folder: everything of ours that it may not import. */
const directions = Object.entries(MAY_IMPORT).map(([folder, others]) => {
  const allowed = [folder, ...others, ...(WITHOUT_UTIL.includes(folder) ? [] : ["util"])];
  return {
    name: `imports-of-${folder}`,
    comment: `src/${folder} may import ${allowed.join(", ")}.`,
    severity: "error",
    from: { path: `^src/${folder}/` },
    to: { path: "^(src|test)/", pathNot: `^src/(${allowed.join("|")})/` },
  };
});

module.exports = {
  forbidden: [
    ...directions,
    {
      name: "imports-of-the-package-root",
      severity: "error",
      from: { path: "^src/[^/]+$" },
      to: { path: "^(src|test)/", pathNot: "^src/(flow|util)/" },
    },
    {
      name: "every-folder-has-its-directions",
      comment: "A folder of src/ that the table above does not name.",
      severity: "error",
      from: {},
      to: { path: "^src/[^/]+/", pathNot: `^src/(${Object.keys(MAY_IMPORT).join("|")})/` },
    },
    {
      name: "tensorflow-only-in-learn",
      severity: "error",
      from: { path: "^(src|test)/", pathNot: "^(src|test)/learn/" },
      to: { path: "@tensorflow/" },
    },
    {
      name: "set-up-uses-node-alone",
      severity: "error",
      from: { path: "^src/setup/", pathNot: "^src/setup/kernels[.]mjs$" },
      to: { dependencyTypesNot: ["core", "local"] },
    },
    {
      name: "only-declared-packages",
      comment: "A package that is there only because another one needs it.",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "the-product-needs-no-development-package",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/setup/(protos|kernels)[.]mjs$" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"], pathNot: "@types/" },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    // Types count too: a type from a forbidden folder is a dependency on it.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
