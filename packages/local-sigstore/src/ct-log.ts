import { extension } from "./certificate.ts";
import { octetString } from "./der.ts";
import { type KeyPair, newKeyPair, sha256 } from "./key-pair.ts";

/** A certificate transparency log (RFC 6962) that promises to log and keeps nothing. */
export interface CtLog {
  readonly keys: KeyPair;
  /** The extension that proves that a certificate was submitted. */
  timestampExtension(toBeSigned: Uint8Array, issuerSpki: Uint8Array, at: Date): Buffer;
}

const uint = (value: number | bigint, octets: number) =>
  Buffer.from(value.toString(16).padStart(2 * octets, "0"), "hex");

export function newCtLog(): CtLog {
  const keys = newKeyPair();
  return {
    keys,
    timestampExtension: (toBeSigned, issuerSpki, at) => {
      const timestamp = uint(at.getTime(), 8);
      const signed = Buffer.concat([
        Buffer.from([0, 0]), // v1, certificate_timestamp
        timestamp,
        uint(1, 2), // precert_entry
        sha256(issuerSpki),
        uint(toBeSigned.length, 3),
        toBeSigned,
        uint(0, 2), // no extensions
      ]);
      const signature = keys.sign(signed);
      const sct = Buffer.concat([
        Buffer.from([0]),
        sha256(keys.spki),
        timestamp,
        uint(0, 2),
        Buffer.from([4, 3]), // SHA-256, ECDSA
        uint(signature.length, 2),
        signature,
      ]);
      const list = Buffer.concat([uint(sct.length + 2, 2), uint(sct.length, 2), sct]);
      return extension("1.3.6.1.4.1.11129.2.4.2", false, octetString(list));
    },
  };
}
