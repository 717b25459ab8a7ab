/** Every primitive of NIR: the one table by which the reader dispatches and the documentation is made. */
import type { OperatorRow } from "../types.js";
import { LAYERS } from "./layers.js";
import { NEURONS } from "./neurons.js";
import type { NirOperator } from "./operator.js";

const OPERATORS: readonly NirOperator[] = [...LAYERS, ...NEURONS];

/** By NIR's name of the primitive. */
export const OPERATOR_OF: ReadonlyMap<string, NirOperator> = new Map(OPERATORS.map((operator) => [operator.row.operator, operator]));

/** Rows of the documentation. */
export const NIR_OPERATORS: readonly OperatorRow[] = OPERATORS.map(({ row }) => row);
