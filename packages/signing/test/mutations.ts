/** Changes at random, the same ones for the same seed. */
export interface Mutator {
  /** A number from 0 to below `n`. */
  below(n: number): number;
  /** Edits a value somewhere inside of a JSON value, and gives it back. */
  editJson(root: unknown): unknown;
  /** The bytes of a bundle, changed in one of many ways, some of which mean nothing. */
  mutate(bundle: Buffer): Uint8Array;
}

type Change = (bytes: Buffer) => Uint8Array;

/** mulberry32: numbers from 0 to below 1, the same each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const splice = (bytes: Buffer, at: number, cut: number, ...put: Uint8Array[]) =>
  Buffer.concat([bytes.subarray(0, at), ...put, bytes.subarray(at + cut)]);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value));
const tokens = [
  '"',
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "null",
  "0",
  "\\u0041",
  "=",
  "\n",
  " ",
  "\ufeff",
];

/** Any JSON value, for the places of another. */
const values = [null, 0, -1, true, "", "x", [], {}, [{}], "__proto__", "A".repeat(44), 2 ** 53];

/** Every place in a JSON value: what it is in, and its key there. */
function placesOf(root: unknown): [parent: Record<string, unknown>, key: string][] {
  if (typeof root !== "object" || root === null) return [];
  return Object.entries(root).flatMap(([key, child]) => [
    // Arrays are looked into by their keys, too.
    [root as Record<string, unknown>, key],
    ...placesOf(child),
  ]);
}

/** A source of changes. */
export function mutator(seed: number): Mutator {
  const random = seeded(seed);
  const below = (n: number) => Math.floor(random() * n);
  const oneOf = <T>(items: readonly T[]): T => items[below(items.length)] as T; // none is empty

  function editJson(root: unknown): unknown {
    const places = placesOf(root);
    const [parent, name] = oneOf(places);
    const kind = below(5);
    if (kind === 0) delete parent[name];
    else if (kind === 1) parent[name] = structuredClone(oneOf(values));
    else if (kind === 2) parent[`${name}x`] = parent[name];
    else if (kind === 3 && Array.isArray(parent)) parent.push(parent[Number(name)]);
    else {
      const [from, at] = oneOf(places);
      parent[name] = structuredClone(from[at]);
    }
    return root;
  }

  const byteChanges: Change[] = [
    (b) => splice(b, below(b.length), 1, Buffer.of(below(256))),
    (b) => {
      const at = below(b.length);
      return splice(b, at, 1, Buffer.of((b[at] ?? 0) ^ (1 << below(8))));
    },
    (b) => splice(b, below(b.length), 1 + below(8)),
    (b) => splice(b, below(b.length), 0, Buffer.of(below(256))),
    (b) => b.subarray(0, below(b.length)),
    (b) => {
      const at = below(b.length);
      return splice(b, below(b.length), 0, b.subarray(at, at + below(40)));
    },
  ];

  /** Changes the bytes that one of the base64 texts inside holds. */
  function editBase64(root: unknown, field = /./): unknown {
    const texts = placesOf(root).filter(
      ([parent, name]) => field.test(name) && /^[A-Za-z0-9+/]{16,}=*$/.test(String(parent[name])),
    );
    const [parent, name] = oneOf(texts);
    const bytes = Buffer.from(String(parent[name]), "base64");
    parent[name] = Buffer.from(oneOf(byteChanges)(bytes)).toString("base64");
    return root;
  }

  /** Edits the JSON that the payload, or the body of a log entry, holds. */
  function editInside(root: unknown): unknown {
    const texts = placesOf(root).filter(([, name]) => /^(payload|canonicalizedBody)$/.test(name));
    const [parent, name] = oneOf(texts);
    const inner = JSON.parse(Buffer.from(String(parent[name]), "base64").toString());
    parent[name] = encode(editJson(inner)).toString("base64");
    return root;
  }

  const parsed = (bundle: Buffer): unknown => JSON.parse(bundle.toString());
  const changes: Change[] = [
    ...byteChanges,
    (b) => splice(b, below(b.length), below(2), Buffer.from(oneOf(tokens))),
    (b) => Buffer.from(b.toString().replace(/[{}:,]/g, (c) => (random() < 0.3 ? `${c} ` : c))),
    (b) => encode(editJson(parsed(b))),
    (b) => encode(editJson(editJson(parsed(b)))),
    (b) => encode(editInside(parsed(b))),
    (b) => encode(editBase64(parsed(b), /^payload$/)),
    (b) => encode(editBase64(parsed(b), /^sig$/)),
    (b) => encode(editBase64(parsed(b))),
  ];
  return { below, editJson, mutate: (bundle) => oneOf(changes)(bundle) };
}
