/** A fault planted into Verilog by replacing one text, so that whoever claims to find faults can be asked to. */

export interface Fault {
  /** File of rtl/. */
  readonly file: string;
  /** What is there, exactly once, */
  readonly find: string;
  /** and what comes in its place. */
  readonly replace: string;
  /** What then goes wrong. */
  readonly why: string;
  /** Only CUBA neurons meet it; so are all of those in rtl/cuba_*.v. */
  readonly isOfCuba?: true;
}

/** The text with the fault. Throws if what it replaces is not there exactly once: the list must follow the Verilog. */
export function plantFault(text: string, { file, find, replace }: Fault): string {
  const times = text.split(find).length - 1;
  if (times !== 1) throw new Error(`${file}: "${find}" is there ${times} times, and must be there once`);
  return text.replace(find, () => replace);
}
