import type { PackageFacts } from "@worldflux/signing";

/** What a backend signs: a package that verified in full. */
export interface ToSign {
  /** The bytes of `artifact_manifest.json`. */
  readonly manifestBytes: Uint8Array;
  readonly facts: PackageFacts;
  /** The program that signs. */
  readonly producer: { readonly name: string; readonly version: string };
}

/** What a backend made, and what the command says of it. */
export interface Signed {
  /** Content of `signature.sigstore.json`. */
  readonly bundle: Uint8Array;
  /** Continues "signed PACKAGE ". */
  readonly by: string;
  /** What the signature shows and what it does not, a line each. */
  readonly shows: readonly string[];
  /** Options of the `audit verify` that checks it. */
  readonly checkedWith: string;
  readonly json: Readonly<Record<string, unknown>>;
}
