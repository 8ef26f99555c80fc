import { sha256 } from "./key-pair.ts";

/** An append-only Merkle tree (RFC 6962, section 2.1). Small: everything is computed again. */
export interface MerkleTree {
  readonly size: number;
  /** Adds a leaf; its index. */
  append(leaf: Uint8Array): number;
  root(): Buffer;
  /** The audit path of a leaf, the sibling of the leaf first. */
  proof(index: number): Buffer[];
}

export function newMerkleTree(): MerkleTree {
  const leaves: Buffer[] = [];
  return {
    get size() {
      return leaves.length;
    },
    append: (leaf) => leaves.push(sha256(Buffer.from([0]), leaf)) - 1,
    root: () => rootOf(leaves),
    proof: (index) => pathOf(index, leaves),
  };
}

function rootOf(hashes: readonly Buffer[]): Buffer {
  const [only] = hashes;
  if (only === undefined) return sha256();
  if (hashes.length === 1) return only;
  const split = splitOf(hashes.length);
  return sha256(Buffer.from([1]), rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)));
}

function pathOf(index: number, hashes: readonly Buffer[]): Buffer[] {
  if (hashes.length <= 1) return [];
  const split = splitOf(hashes.length);
  const [left, right] = [hashes.slice(0, split), hashes.slice(split)];
  return index < split
    ? [...pathOf(index, left), rootOf(right)]
    : [...pathOf(index - split, right), rootOf(left)];
}

/** The largest power of two below a number. */
const splitOf = (size: number) => 2 ** Math.floor(Math.log2(size - 1));
