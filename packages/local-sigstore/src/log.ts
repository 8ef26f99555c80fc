import type { Faults } from "./faults.ts";
import { type KeyPair, newEd25519KeyPair, newKeyPair, sha256 } from "./key-pair.ts";
import { type MerkleTree, newMerkleTree } from "./merkle-tree.ts";

/** A transparency log: a tree, its key, and the name that it signs checkpoints under. */
export interface Log {
  readonly url: string;
  /** Host and path of `url`, as C2SP's tlog-checkpoint recommends. */
  readonly origin: string;
  readonly keys: KeyPair;
  readonly id: Buffer;
  readonly tree: MerkleTree;
}

/** An entry's place in a log, proven. */
export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly root: Buffer;
  readonly hashes: readonly Buffer[];
  readonly checkpoint: string;
}

/** A log with entries of others in it, so that a proof is not empty. Version 2 signs with Ed25519. */
export function newLog(url: string, version: 1 | 2): Log {
  const origin = url.replace(/^https?:\/\//, "");
  const keys = version === 1 ? newKeyPair() : newEd25519KeyPair();
  const tree = newMerkleTree();
  for (const entry of ["by", "somebody", "else"]) tree.append(Buffer.from(entry));
  // Rekor v1: SHA-256 of the key. Rekor v2: the signed note's key id, in full.
  const id =
    version === 1
      ? sha256(keys.spki)
      : sha256(Buffer.from(`${origin}\n`), Buffer.from([1]), keys.spki.subarray(-32));
  return { url, origin, keys, id, tree };
}

/** Adds an entry and proves that it is there. */
export function include(log: Log, entry: Uint8Array, faults: Faults): Inclusion {
  const index = log.tree.append(entry);
  const root = faults.entry === "wrong-root" ? sha256(Buffer.from("another")) : log.tree.root();
  return {
    index,
    size: log.tree.size,
    root,
    hashes: log.tree.proof(index),
    checkpoint: checkpoint(log, root, faults),
  };
}

/** A signed note about the tree (C2SP tlog-checkpoint). */
function checkpoint(log: Log, root: Buffer, faults: Faults): string {
  const note = `${log.origin}\n${log.tree.size}\n${root.toString("base64")}\n`;
  const signature = log.keys.sign(
    Buffer.from(faults.entry === "wrong-signature" ? `${note}.` : note),
  );
  const line = Buffer.concat([log.id.subarray(0, 4), signature]).toString("base64");
  return `${note}\n\u2014 ${faults.checkpointName ?? log.origin} ${line}\n`;
}
