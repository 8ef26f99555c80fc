import type { SignatureCode } from "./check.ts";

/** Ends the checks of a signature; caught where they start, and never seen by a caller. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: SignatureCode;

  constructor(code: SignatureCode, detail: string) {
    super(detail);
    this.code = code;
  }
}
