/**
 * The hash functions, as they are made twice: by Node's own crypto, and without Node for browsers. Which
 * one `#sha` means is said by the conditions of package.json; nothing is detected while it runs.
 */
export interface Sha {
  /** SHA-256 of bytes, or of a text's UTF-8 form, as 64 lower-case hexadecimal digits. */
  sha256Hex(data: Uint8Array | string): string;
  /** SHA-256 of bytes, as its 32 bytes. */
  sha256(data: Uint8Array): Uint8Array;
  /** SHA-256 of bytes that come in pieces; `hex` is asked for once. */
  running(): { update(data: Uint8Array): void; hex(): string };
  /** SHA-1 of bytes, as its 20 bytes: for name-based UUIDs, not for security. */
  sha1(data: Uint8Array): Uint8Array;
}
