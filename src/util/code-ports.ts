/** Names of the token ports of a network with coded words: learning makes them, compilation gives their lines numbers. */

/** Words with a row of their own. */
export const OWN_PORT = "words";

/** Sub-rows of a group; the shared rows of the wide path are the last group. */
export function codeGroupPort(group: number): string {
  return `code.${group}`;
}
