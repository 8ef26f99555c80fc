import { isDeepStrictEqual } from "node:util";
import { manifestName } from "@worldflux/schema";
import { expect, test } from "vitest";
import { keyOf, now, signed, trusting, unsignedPackage } from "../test/signed-package.ts";
import { maxBundleBytes, signatureName } from "./bundle.ts";
import { packageFacts } from "./package-facts.ts";
import { signPayload } from "./sign.ts";
import { verifyBundle } from "./verify.ts";

const key = keyOf();
const files = signed(unsignedPackage(), key);
const bundle = Buffer.from(files.get(signatureName) ?? []);
const manifestBytes = files.get(manifestName) ?? new Uint8Array();
const facts = packageFacts(files);
const trustedSigners = trusting(key);
const check = (bundleBytes: Uint8Array, withTrust = true) =>
  verifyBundle({
    bundleBytes,
    manifestBytes,
    facts,
    trustedSigners: withTrust ? trustedSigners : undefined,
    now,
  });

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

const random = seeded(20261122);
const below = (n: number) => Math.floor(random() * n);
const oneOf = <T>(items: readonly T[]): T => items[below(items.length)] as T;

type Mutation = (bytes: Buffer) => Uint8Array;
const splice = (bytes: Buffer, at: number, cut: number, ...put: Uint8Array[]) =>
  Buffer.concat([bytes.subarray(0, at), ...put, bytes.subarray(at + cut)]);
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

/** Edits a value somewhere inside, at random. */
function editJson(root: unknown): unknown {
  const nodes: [parent: Record<string, unknown>, key: string][] = [];
  const walk = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, child] of Object.entries(value)) {
      nodes.push([value as Record<string, unknown>, name]);
      walk(child);
    }
  };
  walk(root);
  const [parent, name] = oneOf(nodes);
  const kind = below(5);
  if (kind === 0) delete parent[name];
  else if (kind === 1) parent[name] = oneOf(values);
  else if (kind === 2) parent[`${name}x`] = parent[name];
  else if (kind === 3 && Array.isArray(parent)) parent.push(parent[Number(name)]);
  else {
    const [from, at] = oneOf(nodes);
    parent[name] = structuredClone(from[at]);
  }
  return root;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value));
type Parsed = { dsseEnvelope: { payload: string; signatures: { sig: string }[] } };
const parsed = (): Parsed => JSON.parse(bundle.toString());

/** Changes a byte of what a base64 field holds. */
function editBase64(text: string): string {
  const bytes = Buffer.from(text, "base64");
  return oneOf<Mutation>(byteMutations)(bytes).length === 0
    ? ""
    : Buffer.from(oneOf<Mutation>(byteMutations)(bytes)).toString("base64");
}

const byteMutations: Mutation[] = [
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

const mutations: Mutation[] = [
  ...byteMutations,
  (b) => splice(b, below(b.length), below(2), Buffer.from(oneOf(tokens))),
  () => Buffer.from(bundle.toString().replace(/[{}:,]/g, (c) => (random() < 0.3 ? `${c} ` : c))),
  () => encode(editJson(parsed())),
  () => encode(editJson(editJson(parsed()))),
  () => {
    const value = parsed();
    const statement = JSON.parse(Buffer.from(value.dsseEnvelope.payload, "base64").toString());
    value.dsseEnvelope.payload = encode(editJson(statement)).toString("base64");
    return encode(value);
  },
  () => {
    const value = parsed();
    value.dsseEnvelope.payload = editBase64(value.dsseEnvelope.payload);
    return encode(value);
  },
  () => {
    const value = parsed();
    const [first] = value.dsseEnvelope.signatures;
    if (first) first.sig = editBase64(first.sig);
    return encode(value);
  },
];

test("20,000 mutations: what is accepted means the same", { timeout: 60_000 }, () => {
  const genuine = parsed();
  const started = process.cpuUsage();
  let accepted = 0;
  let slowest = 0;
  const codes = new Map<string, number>();
  for (let i = 0; i < 20_000; i++) {
    const mutated = oneOf(mutations)(bundle);
    const before = performance.now();
    const { signature, identity } = check(mutated);
    slowest = Math.max(slowest, performance.now() - before);
    codes.set(signature.code, (codes.get(signature.code) ?? 0) + 1);
    if (signature.status !== "pass" && identity.status !== "pass") continue;
    accepted++;
    // JSON's white space, escapes and order of keys are all that may differ.
    expect(isDeepStrictEqual(JSON.parse(Buffer.from(mutated).toString()), genuine)).toBe(true);
  }
  expect(accepted).toBeGreaterThan(100); // mutations that mean the same are among them
  expect(accepted).toBeLessThan(10_000);
  for (const code of ["bundle_json", "bundle_format", "signature_wrong", "key_id_mismatch"]) {
    expect(codes.get(code), code).toBeGreaterThan(10);
  }
  expect(slowest).toBeLessThan(2000);
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1e6).toBeLessThan(15);
});

test("1,000 edited statements, each signed with the genuine key, are refused or the same", () => {
  const payload = Buffer.from(parsed().dsseEnvelope.payload, "base64").toString();
  for (let i = 0; i < 1000; i++) {
    const edited = encode(editJson(JSON.parse(payload)));
    const { signature } = check(signPayload(edited, key));
    const same = edited.toString() === payload;
    const producerOnly = signature.status === "pass" && !same;
    // Who wrote the statement is the signer's word; all else is held against the package.
    if (producerOnly) {
      const { producer, ...rest } = JSON.parse(edited.toString()).predicate;
      expect(typeof producer.name).toBe("string");
      expect(rest).toEqual(facts);
    } else expect(signature.status).toBe(same ? "pass" : "fail");
  }
});

test("no bundle takes two seconds", { timeout: 120_000 }, () => {
  const size = maxBundleBytes;
  const fill = (unit: string, head = "", tail = "") =>
    head + unit.repeat(Math.floor((size - head.length - tail.length) / unit.length)) + tail;
  const many = (item: (i: number) => string, head: string, tail: string) => {
    const items: string[] = [];
    for (let i = 0, length = 0; length < size - 100; i++) {
      items.push(item(i));
      length += item(i).length + 1;
    }
    return `${head}${items.join(",")}${tail}`.slice(0, size);
  };
  const genuine = bundle.toString().trim();
  const inside = (field: string, value: string) =>
    genuine.replace(new RegExp(`"${field}":"[^"]*"`), `"${field}":${value}`);
  const long = "A".repeat(size - 2000);
  const hostile = [
    fill("["),
    fill('{"a":'),
    fill(" "),
    fill("\n"),
    fill("9"),
    fill("9", "1.", "e9"),
    fill("\\u0041", '"', '"'),
    fill("\\\\", '"', '"'),
    fill("a", '"', '"'),
    fill("[],", "[", "[]]"),
    fill("0,", "[", "0]"),
    fill("0,", '{"dsseEnvelope":{"signatures":[', "0]}}"),
    fill('{"sig":0},', `${genuine.slice(0, genuine.indexOf("[") + 1)}`, "0]}}"),
    many((i) => `"${i}":0`, "{", "}"),
    many((i) => `"k${i}":{}`, `${genuine.slice(0, -1)},`, "}"),
    many((i) => `"\\u0061${i}":0`, "{", "}"),
    many(() => '"a":0', "{", "}"),
    inside("payload", `"${long}"`),
    inside("payload", `"${"A".repeat(87_380)}"`),
    inside("payloadType", `"${long}"`),
    inside("mediaType", `"${long}"`),
    inside("hint", `"${long}"`),
    inside("keyid", `"${long}"`),
    inside("sig", `"${long}"`),
    `${genuine}${fill(" ").slice(genuine.length)}`,
    fill("\u00e9", '"', '"').slice(0, size / 2),
  ];
  for (const text of hostile) {
    for (const trust of [true, false]) {
      const bytes = Buffer.from(text);
      const before = performance.now();
      const { signature } = check(bytes, trust);
      expect(performance.now() - before, text.slice(0, 60)).toBeLessThan(2000);
      expect(signature.detail.length, text.slice(0, 60)).toBeLessThan(1000);
    }
  }
});

test("no signed statement takes two seconds", () => {
  const room = 64 * 1024;
  for (const text of ["[".repeat(room), `"${"\\u0041".repeat(10_000)}"`, "9".repeat(room)]) {
    const before = performance.now();
    expect(check(signPayload(Buffer.from(text), key)).signature.status).toBe("fail");
    expect(performance.now() - before).toBeLessThan(2000);
  }
});
