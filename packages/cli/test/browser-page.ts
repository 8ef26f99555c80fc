import { readTrustedSigners } from "@worldflux/signing";
import { verifyPackage } from "@worldflux/verifier";

/** A vector as it comes into the page: bytes as base64. */
interface Sent {
  readonly files: readonly (readonly [name: string, base64: string])[];
  readonly refused: readonly string[];
  readonly trust: string | null;
  readonly now: string;
  readonly withoutPolicy: boolean;
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** Verifies what was sent, and answers in JSON: what crosses from here to the test is text alone. */
function verifySent(json: string): string {
  const sent: Sent = JSON.parse(json);
  const files = new Map(sent.files.map(([name, base64]) => [name, bytesOf(base64)]));
  const trustedSigners =
    sent.trust === null
      ? undefined
      : readTrustedSigners(bytesOf(sent.trust), "trusted_signers.json");
  const policy = { trustedSigners, now: new Date(sent.now) };
  return JSON.stringify(
    verifyPackage({ files, refused: sent.refused }, sent.withoutPolicy ? undefined : policy),
  );
}

Object.assign(globalThis, { verifySent });
