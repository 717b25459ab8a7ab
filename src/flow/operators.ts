/** The operators that the readers of other frameworks' models know, for the command line. */
export { OPERATOR_TABLES, type OperatorFormat, type OperatorTable, refusalsOf } from "../import/operators-table.js";
