import { sha256Bytes } from "./digest.ts";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Hash of a leaf (RFC 6962, section 2.1): SHA-256 of 0x00 and its bytes. */
export function merkleLeaf(data: Uint8Array): Uint8Array {
  return sha256Bytes(LEAF, data);
}

function merkleNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256Bytes(NODE, left, right);
}

/** What one pass over the leaves gives. */
export interface MerkleTree {
  /** Number of leaves. */
  readonly size: number;
  readonly root: Uint8Array;
  /** Audit paths of the leaves asked for, by index; none for an index past the last leaf. */
  readonly paths: ReadonlyMap<number, readonly Uint8Array[]>;
}

/** A full binary tree over a power of two of leaves, or on the right edge the rest of them. */
interface Subtree {
  readonly hash: Uint8Array;
  readonly leaves: number;
  /** Paths, as far as they are known, of the leaves asked for that lie in this subtree. */
  readonly paths: readonly Uint8Array[][];
}

/**
 * The Merkle tree of RFC 6962 over leaves given in order, each as its bytes: the root and the audit
 * paths (leaf to root) of those leaves whose index is `wanted`. One pass, in memory that grows with
 * the logarithm of the number of leaves, and with the paths.
 */
export function merkleTree(
  leaves: Iterable<Uint8Array>,
  wanted: Iterable<number> = [],
): MerkleTree {
  const asked = new Set(wanted);
  const paths = new Map<number, Uint8Array[]>();
  // Left to right, each larger than the next: the binary digits of the number of leaves so far.
  const subtrees: Subtree[] = [];
  let size = 0;
  for (const leaf of leaves) {
    const own: Uint8Array[][] = asked.has(size) ? [[]] : [];
    for (const path of own) paths.set(size, path);
    let right: Subtree = { hash: merkleLeaf(leaf), leaves: 1, paths: own };
    size++;
    for (let left = subtrees.at(-1); left?.leaves === right.leaves; left = subtrees.at(-1)) {
      subtrees.pop();
      right = joined(left, right);
    }
    subtrees.push(right);
  }
  let whole = subtrees.pop();
  if (whole === undefined) return { size, root: sha256Bytes(), paths };
  for (let left = subtrees.pop(); left !== undefined; left = subtrees.pop()) {
    whole = joined(left, whole);
  }
  return { size, root: whole.hash, paths };
}

function joined(left: Subtree, right: Subtree): Subtree {
  for (const path of left.paths) path.push(right.hash);
  for (const path of right.paths) path.push(left.hash);
  const paths = left.paths.length === 0 ? right.paths : [...left.paths, ...right.paths];
  return { hash: merkleNode(left.hash, right.hash), leaves: left.leaves + right.leaves, paths };
}

/** A leaf's place in a tree, as it is claimed. */
export interface MerkleInclusion {
  /** `merkleLeaf` of its bytes. */
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  /** Hashes of 32 bytes each, leaf to root. */
  readonly path: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** Whether a leaf stands at that index of the tree with that root (RFC 9162, section 2.1.3.2). */
export function merkleIncludes({ leaf, index, size, path, root }: MerkleInclusion): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size)) return false;
  if (index < 0 || index >= size) return false;
  // Not bit operations: those have 32 bits.
  const half = (n: number) => Math.floor(n / 2);
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const other of path) {
    if (last === 0 || other.length !== 32) return false;
    if (at % 2 === 1 || at === last) {
      hash = merkleNode(other, hash);
      while (at % 2 === 0 && at !== 0) {
        at = half(at);
        last = half(last);
      }
    } else hash = merkleNode(hash, other);
    at = half(at);
    last = half(last);
  }
  return last === 0 && hash.length === root.length && hash.every((byte, i) => byte === root[i]);
}
