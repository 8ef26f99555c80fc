import { isDeepStrictEqual } from "node:util";
import { manifestName } from "@worldflux/schema";
import { expect, test } from "vitest";
import { mutator } from "../test/mutations.ts";
import { keyOf, now, signed, trusting, unsignedPackage } from "../test/signed-package.ts";
import { maxBundleBytes, signatureName } from "./bundle.ts";
import { keyDigest } from "./named-key.ts";
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

const { mutate, editJson } = mutator(20261122);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value));
type Parsed = { dsseEnvelope: { payload: string; signatures: { sig: string }[] } };
const parsed = (): Parsed => JSON.parse(bundle.toString());

test("14,000 mutations: what is accepted means the same", { timeout: 300_000 }, () => {
  const genuine = parsed();
  const started = process.cpuUsage();
  let accepted = 0;
  const codes = new Map<string, number>();
  for (let i = 0; i < 14_000; i++) {
    const mutated = mutate(bundle);
    const { signature, identity } = check(mutated);
    codes.set(signature.code, (codes.get(signature.code) ?? 0) + 1);
    if (signature.status !== "pass" && identity.status !== "pass") continue;
    accepted++;
    // JSON's white space, escapes and order of keys are all that may differ.
    expect(isDeepStrictEqual(JSON.parse(Buffer.from(mutated).toString()), genuine)).toBe(true);
  }
  expect(accepted).toBeGreaterThan(100); // mutations that mean the same are among them
  expect(accepted).toBeLessThan(7000);
  for (const code of ["bundle_json", "bundle_format", "signature_wrong", "key_id_mismatch"]) {
    expect(codes.get(code), code).toBeGreaterThan(10);
  }
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
    // Who wrote the statement is the signer's word; all else is held against the package or the key.
    if (producerOnly) {
      const { producer, key: named, ...rest } = JSON.parse(edited.toString()).predicate;
      expect(typeof producer.name).toBe("string");
      expect(named).toBe(keyDigest(key.publicKey.keyId));
      expect(rest).toEqual(facts);
    } else expect(signature.status).toBe(same ? "pass" : "fail");
  }
});

/** Of this process, so that a machine with much else to do does not count. */
function millisecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test("no bundle takes two seconds", () => {
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
      const before = process.cpuUsage();
      const { signature } = check(bytes, trust);
      expect(millisecondsSince(before), text.slice(0, 60)).toBeLessThan(2000);
      expect(signature.detail.length, text.slice(0, 60)).toBeLessThan(1000);
    }
  }
});

test("no signed statement takes two seconds", () => {
  const room = 64 * 1024;
  for (const text of ["[".repeat(room), `"${"\\u0041".repeat(10_000)}"`, "9".repeat(room)]) {
    const before = process.cpuUsage();
    expect(check(signPayload(Buffer.from(text), key)).signature.status).toBe("fail");
    expect(millisecondsSince(before)).toBeLessThan(2000);
  }
});
