import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "./hex.ts";
import { merkleIncludes, merkleLeaf, merkleTree } from "./merkle.ts";

/** The eight inputs of the reference tree of Certificate Transparency. */
const inputs = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
].map(fromHex);

/** Published roots of its first 0 to 8 inputs. */
const roots = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/** Published audit paths: index, size, path. */
const paths: [number, number, string[]][] = [
  [0, 1, []],
  [
    0,
    8,
    [
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
  ],
  [
    5,
    8,
    [
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
  ],
  [2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]],
  [
    1,
    5,
    [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
  ],
];

const hash = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();

/** Largest power of two below n, which is at least 2. */
const split = (n: number) => 2 ** Math.ceil(Math.log2(n) - 1);

/** MTH of RFC 6962, section 2.1, as it is written there. */
function hashByDefinition(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (first === undefined) return hash();
  if (leaves.length === 1) return hash(Uint8Array.of(0), first);
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return hash(Uint8Array.of(1), hashByDefinition(left), hashByDefinition(right));
}

/** PATH of RFC 6962, section 2.1.1, as it is written there. */
function pathByDefinition(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m < k
    ? [...pathByDefinition(m, left), hashByDefinition(right)]
    : [...pathByDefinition(m - k, right), hashByDefinition(left)];
}

const all = (n: number) => Array.from({ length: n }, (_, i) => i);

test.each(roots.map((root, size) => [size, root] as const))(
  "the published root of %i inputs",
  (size, root) => {
    const tree = merkleTree(inputs.slice(0, size));
    expect([tree.size, toHex(tree.root)]).toEqual([size, root]);
  },
);

test.each(paths)("the published audit path of input %i of %i", (index, size, path) => {
  const leaves = inputs.slice(0, size);
  const tree = merkleTree(leaves, [index]);
  expect(tree.paths.get(index)?.map(toHex)).toEqual(path);
  const leaf = merkleLeaf(leaves[index] ?? new Uint8Array());
  expect(merkleIncludes({ leaf, index, size, path: path.map(fromHex), root: tree.root })).toBe(
    true,
  );
});

test("every root and path is that of the definition, and every path verifies", () => {
  for (let size = 1; size <= 40; size++) {
    const leaves = all(size).map((i) => Uint8Array.of(i, size));
    const { root, paths } = merkleTree(leaves, all(size));
    expect(toHex(root)).toBe(toHex(hashByDefinition(leaves)));
    for (const [index, data] of leaves.entries()) {
      const path = paths.get(index) ?? [];
      expect(path.map(toHex)).toEqual(pathByDefinition(index, leaves).map(toHex));
      expect(merkleIncludes({ leaf: merkleLeaf(data), index, size, path, root })).toBe(true);
    }
  }
});

describe("nothing else verifies", () => {
  const tree = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), {
    minLength: 1,
    maxLength: 40,
  });

  test("another leaf, index, size, root or path", () => {
    fc.assert(
      fc.property(tree, fc.nat(), fc.nat(), (leaves, at, flip) => {
        const size = leaves.length;
        const index = at % size;
        const { root, paths } = merkleTree(leaves, [index]);
        const path = paths.get(index) ?? [];
        const leaf = merkleLeaf(leaves[index] ?? new Uint8Array());
        const good = { leaf, index, size, path, root };
        expect(merkleIncludes(good)).toBe(true);
        const flipped = (bytes: Uint8Array) => {
          const copy = Uint8Array.from(bytes);
          copy[flip % copy.length] = (copy[flip % copy.length] ?? 0) ^ (1 << (flip % 8));
          return copy;
        };
        const step = path.length === 0 ? -1 : flip % path.length;
        const wrong = [
          { ...good, leaf: flipped(leaf) },
          { ...good, root: flipped(root) },
          { ...good, root: root.subarray(0, 31) },
          { ...good, path: [...path, root] },
          { ...good, path: path.map((hash, i) => (i === step ? flipped(hash) : hash)) },
          { ...good, path: path.map((hash, i) => (i === step ? hash.subarray(0, 8) : hash)) },
          { ...good, path: path.slice(1) },
          { ...good, index: size },
          { ...good, index: -1 },
          { ...good, index: index + 0.5 },
          { ...good, size: Number.NaN },
          { ...good, index: 2 ** 60, size: 2 ** 61 },
        ];
        for (const bad of wrong) {
          // Without a path there is nothing to cut or to flip.
          const same = JSON.stringify(bad) === JSON.stringify(good);
          expect(merkleIncludes(bad)).toBe(same);
        }
      }),
    );
  });

  test("no other index, as long as leaves differ", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), (size, at, by) => {
        const leaves = all(size).map((i) => Uint8Array.of(i));
        const index = at % size;
        const other = (index + 1 + (by % (size - 1))) % size;
        const { root, paths } = merkleTree(leaves, [index]);
        const leaf = merkleLeaf(Uint8Array.of(index));
        const path = paths.get(index) ?? [];
        expect(merkleIncludes({ leaf, index: other, size, path, root })).toBe(false);
      }),
    );
  });

  test("an inner node passed off as a leaf", () => {
    const { root, paths } = merkleTree(inputs.slice(0, 4), [0]);
    const [first, second] = inputs.map(merkleLeaf);
    const inner = Uint8Array.from([...(first ?? []), ...(second ?? [])]);
    const path = paths.get(0)?.slice(1) ?? [];
    expect(merkleIncludes({ leaf: merkleLeaf(inner), index: 0, size: 2, path, root })).toBe(false);
  });
});

test("indices past 32 bits are told apart", () => {
  // The path of the last leaf of 2^40 + 1 is one hash: the root of the 2^40 before it.
  const leaf = merkleLeaf(Uint8Array.of(7));
  const left = merkleLeaf(Uint8Array.of(8));
  const root = hash(Uint8Array.of(1), left, leaf);
  const size = 2 ** 40 + 1;
  expect(merkleIncludes({ leaf, index: 2 ** 40, size, path: [left], root })).toBe(true);
  expect(merkleIncludes({ leaf, index: 2 ** 40 - 1, size, path: [left], root })).toBe(false);
  expect(merkleIncludes({ leaf, index: 0, size, path: [left], root })).toBe(false);
});

test("a path is given for the indices asked for, and for no others", () => {
  const { paths } = merkleTree(inputs, [3, 3, 99, -1]);
  expect([...paths.keys()]).toEqual([3]);
  expect(merkleTree([], [0]).paths.size).toBe(0);
});

test("takes a long stream, in memory that does not grow with it", () => {
  function* stream(n: number) {
    const leaf = new Uint8Array(8);
    for (let i = 0; i < n; i++) {
      new DataView(leaf.buffer).setUint32(0, i);
      yield leaf; // the same array, filled again
    }
  }
  const size = 20_000;
  const { root, paths } = merkleTree(stream(size), [17_777]);
  const path = paths.get(17_777) ?? [];
  const data = new Uint8Array(8);
  new DataView(data.buffer).setUint32(0, 17_777);
  expect(path).toHaveLength(13);
  expect(merkleIncludes({ leaf: merkleLeaf(data), index: 17_777, size, path, root })).toBe(true);
});
