/** Parameters that each need a build of their own: all of them in the full tests, those at the named places in the quick ones. */
export function allOrAt<T>(parameters: readonly T[], quick: readonly number[]): readonly T[] {
  return process.env.SNNC_TEST_FULL === "1" ? parameters : quick.map((place) => parameters[place]);
}
