import { createHash } from "node:crypto";

/** Where an entry is in a log, and the path from it to the root. */
export interface InclusionPath {
  readonly index: number;
  readonly size: number;
  /** SHA-256s, the sibling of the entry first. */
  readonly hashes: readonly Uint8Array[];
}

const sha256 = (...parts: readonly Uint8Array[]) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/**
 * The root of the Merkle tree that an entry is in (RFC 9162, section 2.1.3.2); null when the path does
 * not fit index and size.
 */
export function rootFrom(entry: Uint8Array, { index, size, hashes }: InclusionPath): Buffer | null {
  if (!(index >= 0 && index < size)) return null;
  let [node, last] = [index, size - 1];
  let root = sha256(Uint8Array.of(0), entry);
  for (const sibling of hashes) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      root = sha256(Uint8Array.of(1), sibling, root);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      root = sha256(Uint8Array.of(1), root, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? root : null;
}

const half = (value: number) => Math.floor(value / 2);

/** Size and root hash that a checkpoint is about; null when it is none. Its signature is not checked. */
export function readCheckpoint(note: string): { size: number; root: Buffer } | null {
  const [text = "", signatures] = note.split("\n\n", 2);
  const [origin = "", size = "", root = ""] = text.split("\n");
  const sound =
    note.length <= 16 * 1024 &&
    origin !== "" &&
    /^(0|[1-9]\d{0,15})$/.test(size) &&
    /^[A-Za-z0-9+/]{43}=$/.test(root) &&
    signatures !== undefined &&
    /^(\u2014 \S+ \S+\n)+$/.test(signatures);
  return sound ? { size: Number(size), root: Buffer.from(root, "base64") } : null;
}
