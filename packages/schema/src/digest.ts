import * as z from "zod";
import { sha } from "#sha";
import { canonicalJson } from "./canonical-json.ts";

/** `sha256:` and 64 lower-case hexadecimal digits. */
export const Digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, "expected sha256: and 64 lower-case hex digits")
  .meta({ id: "Digest", description: "sha256: and 64 lower-case hexadecimal digits." });
export type Digest = z.infer<typeof Digest>;

/** SHA-256 of bytes, or of a text's UTF-8 form, as `sha256:<hex>`. */
export function sha256(data: Uint8Array | string): Digest {
  return `sha256:${sha.sha256Hex(data)}`;
}

/** SHA-256 of bytes given in parts, as its 32 bytes. */
export function sha256Bytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return sha.sha256(whole);
}

/** SHA-256 of bytes that come in pieces. */
export function digester(): { update(data: Uint8Array): void; digest(): Digest } {
  const running = sha.running();
  return {
    update: (data) => running.update(data),
    digest: () => `sha256:${running.hex()}`,
  };
}

/** SHA-256 of a document's RFC 8785 form (no line feed): what `claim_hash` means. */
export function documentDigest(document: unknown): Digest {
  return sha256(canonicalJson(document));
}

/** True for a digest of one repeated digit, which people leave in copied samples. */
export function isPlaceholderDigest(digest: Digest): boolean {
  return /^sha256:(.)\1{63}$/.test(digest);
}
