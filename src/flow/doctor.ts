/** What `snnc doctor` prints comes from the tools; the command line reaches them through here. */
export { type EnvironmentEntry, inspectEnvironment } from "../tools/environment.js";
