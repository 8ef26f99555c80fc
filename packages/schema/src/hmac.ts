import { sha256Bytes } from "./digest.ts";

/** Block length of SHA-256, in bytes. */
const BLOCK = 64;

/** HMAC-SHA256 (RFC 2104) of a message, as its 32 bytes. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const inner = new Uint8Array(BLOCK).fill(0x36);
  const outer = new Uint8Array(BLOCK).fill(0x5c);
  const used = key.length > BLOCK ? sha256Bytes(key) : key;
  for (let i = 0; i < used.length; i++) {
    inner[i] = 0x36 ^ (used[i] ?? 0);
    outer[i] = 0x5c ^ (used[i] ?? 0);
  }
  return sha256Bytes(outer, sha256Bytes(inner, message));
}
