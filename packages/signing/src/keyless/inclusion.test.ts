import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type InclusionPath, readCheckpoint, rootFrom } from "./inclusion.ts";

// RFC 6962, section 2.1, written the way it stands there: recursively, over all leaves.
const sha256 = (...parts: Uint8Array[]) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const split = (size: number) => 2 ** Math.floor(Math.log2(size - 1));
const rootOf = (leaves: Buffer[]): Buffer =>
  leaves.length <= 1
    ? sha256(Buffer.from([0]), leaves[0] ?? Buffer.alloc(0))
    : sha256(
        Buffer.from([1]),
        rootOf(leaves.slice(0, split(leaves.length))),
        rootOf(leaves.slice(split(leaves.length))),
      );
const pathOf = (index: number, leaves: Buffer[]): Buffer[] => {
  if (leaves.length <= 1) return [];
  const at = split(leaves.length);
  return index < at
    ? [...pathOf(index, leaves.slice(0, at)), rootOf(leaves.slice(at))]
    : [...pathOf(index - at, leaves.slice(at)), rootOf(leaves.slice(0, at))];
};
const leaf = (index: number) => Buffer.from(`entry ${index}`);

test("every path of every tree of up to 20 entries leads to its root, and to no other place", () => {
  const wrong: string[] = [];
  for (let size = 1; size <= 20; size++) {
    const leaves = Array.from({ length: size }, (_, index) => leaf(index));
    const root = rootOf(leaves);
    const leads = (entry: Buffer, path: InclusionPath) =>
      rootFrom(entry, path)?.equals(root) === true;
    for (let index = 0; index < size; index++) {
      const hashes = pathOf(index, leaves);
      const other = (index + 1) % size;
      const found = [
        leads(leaf(index), { index, size, hashes }),
        leads(leaf(index + 1), { index, size, hashes }),
        size > 1 && leads(leaf(index), { index: other, size, hashes }),
        size > 1 && leads(leaf(index), { index, size, hashes: hashes.slice(1) }),
        rootFrom(leaf(index), { index, size, hashes: [...hashes, root] }) !== null,
      ];
      if (found.join() !== "true,false,false,false,false")
        wrong.push(`${index} of ${size}: ${found}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("whatever a log says of index and size, there is an answer", () => {
  const anyNumber = fc.oneof(
    fc.maxSafeNat(),
    fc.integer(),
    fc.constantFrom(Number.NaN, 0.5, 1e300),
  );
  const hashes = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 64 });
  fc.assert(
    fc.property(anyNumber, anyNumber, hashes, (index, size, path) => {
      const root = rootFrom(leaf(0), { index, size, hashes: path });
      expect(root === null || root.length === 32).toBe(true);
    }),
  );
});

test("a checkpoint is read in the form of C2SP, and no other", () => {
  const root = Buffer.alloc(32, 7).toString("base64");
  const note = `rekor.example/log\n42\n${root}\n\n\u2014 rekor.example/log AAAA\n`;
  expect(readCheckpoint(note)).toEqual({ size: 42, root: Buffer.alloc(32, 7) });
  for (const [from, to] of [
    ["42", "042"],
    ["42", "-1"],
    [root, "short"],
    ["\u2014", "-"],
    ["AAAA\n", "AAAA"],
    ["\n\n", "\n"],
    ["rekor.example/log\n42", "\n42"],
  ] as const) {
    expect(readCheckpoint(note.replace(from, to)), to).toBeNull();
  }
  // A regular expression as a name, which made a verifier hang, is read in no time and means nothing.
  expect(
    readCheckpoint(note.replace("\u2014 rekor.example/log", "\u2014 ^(.|.)*!$")),
  ).not.toBeNull();
  expect(readCheckpoint(`${note}${"\u2014 a b\n".repeat(5000)}`)).toBeNull();
});
