/** Names for what a pass adds, distinct from everything that the program has. */
import type { EventProgram } from "../event/program.js";

/** A function that gives each wanted name, or the first free `name.2`, `name.3` ...; at most 64 characters. */
export function freshNames(program: EventProgram): (wanted: string) => string {
  const taken = new Set([...program.inputs, ...program.populations, ...program.tables, ...program.projections].map((item) => item.name));
  return (wanted) => {
    const base = wanted.length <= 60 ? wanted : `${wanted.slice(0, 48)}${wanted.slice(-12)}`;
    let name = base;
    for (let i = 2; taken.has(name); i++) name = `${base}.${i}`;
    taken.add(name);
    return name;
  };
}
