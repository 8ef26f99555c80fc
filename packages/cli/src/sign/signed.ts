import type { SigningKey } from "@worldflux/signing";
import type { KeylessSignature, KeylessSigner } from "@worldflux/signing/keyless";

/** What a backend signs, which its command has looked at before. */
export interface ToSign {
  /** The bundle, signed with a key of one's own. */
  withKey(key: SigningKey): Uint8Array;
  /** The bundle, signed by the services of a deployment. */
  keyless(signer: KeylessSigner): Promise<KeylessSignature>;
  /** Where else than in the log a name becomes public, in words that follow "into". */
  readonly alsoInto?: string | undefined;
}

/** What a backend made, and what the command says of it. */
export interface Signed {
  readonly bundle: Uint8Array;
  /** What the signature binds to: a key of one's own, or a name in a certificate. */
  readonly to: "key" | "name";
  /** The id of the key and its kind, or the name and who vouches for it. */
  readonly signer: string;
  /** Who stamped the time, if anybody did. */
  readonly stampedBy: string | undefined;
  /** The log, if there is one. */
  readonly log: string | undefined;
  /** What became public, a line each. */
  readonly published: readonly string[];
  readonly json: Readonly<Record<string, unknown>>;
}

/** Options that say whom a reader trusts, for each kind of signature. */
export const checkedWith = {
  key: "--trusted-signer-config trusted_signers.json",
  name: "--sigstore-policy-config sigstore_policy.json",
} as const;
