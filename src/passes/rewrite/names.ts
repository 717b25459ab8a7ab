/** Names for what a pass adds, distinct from everything that the program has. */
import type { EventProgram } from "../../event/program.js";

/** Gives each wanted name, or the first free `name.2`, `name.3` ...; at most 64 characters. */
export type FreshName = (wanted: string) => string;

export function freshNames(program: EventProgram): FreshName {
  const taken = new Set([...program.inputs, ...program.populations, ...program.tables, ...program.projections].map((item) => item.name));
  return (wanted) => {
    // The end tells what it is for, the beginning what it belongs to: the middle of a long name goes.
    const base = wanted.length <= 60 ? wanted : `${wanted.slice(0, 40)}${wanted.slice(-20)}`;
    let name = base;
    for (let i = 2; taken.has(name); i++) name = `${base.slice(0, 63 - String(i).length)}.${i}`;
    taken.add(name);
    return name;
  };
}
