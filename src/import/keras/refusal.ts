/** Why a layer cannot be taken. Thrown by what reads one layer, caught where the refusals of all layers are collected. */
export class Refusal extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
