import { createHash } from "node:crypto";
import * as z from "zod";
import { canonicalJson } from "./canonical-json.ts";

/** `sha256:` and 64 lower-case hexadecimal digits. */
export const Digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, "expected sha256: and 64 lower-case hex digits")
  .meta({ id: "Digest", description: "sha256: and 64 lower-case hexadecimal digits." });
export type Digest = z.infer<typeof Digest>;

/** SHA-256 of bytes, or of a text's UTF-8 form, as `sha256:<hex>`. */
export function sha256(data: Uint8Array | string): Digest {
  return `sha256:${createHash("sha256").update(data).digest("hex")}`;
}

/** SHA-256 of a document's RFC 8785 form (no line feed): what `claim_hash` means. */
export function documentDigest(document: unknown): Digest {
  return sha256(canonicalJson(document));
}

/** True for a digest of one repeated digit, which people leave in copied samples. */
export function isPlaceholderDigest(digest: Digest): boolean {
  return /^sha256:(.)\1{63}$/.test(digest);
}
