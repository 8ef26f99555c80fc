import { isDeepStrictEqual } from "node:util";
import { manifestName } from "@worldflux/schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  authorityOf,
  type LocalSigstore,
  payload,
  plain,
  somebody,
  stampOver,
  startLocalSigstore,
  trustOf,
} from "../../test/keyless-package.ts";
import { mutator } from "../../test/mutations.ts";
import { bytesOf, configOf, keyOf, stamped } from "../../test/signed-package.ts";
import { readTrustedSigners } from "../trusted-signers.ts";
import { verifyBundle } from "../verify.ts";
import type { SignatureTrust } from "../verify-envelope.ts";
import { loadTimestampTrust } from "./load-timestamp-trust.ts";

let local: LocalSigstore;
beforeAll(async () => {
  local = await startLocalSigstore();
});
afterAll(() => local.close());

const key = keyOf();

/** A bundle by key with a time stamp, and a reader who asks for one: without it nothing passes. */
async function byKey(): Promise<[Uint8Array, SignatureTrust]> {
  const config = { ...configOf(key), require_timestamp: true };
  Object.assign(config, { timestamp_authorities: [authorityOf(local)] });
  const trustedSigners = readTrustedSigners(bytesOf(config), "t.json");
  const timestamps = (await loadTimestampTrust(trustedSigners, "t.json")) ?? undefined;
  const bundle = stamped(plain, key, (signature) => [stampOver(local, signature)]);
  return [bundle, { trustedSigners, timestamps }];
}

/** In v1 the log alone vouches for the time, in v2 the time stamp alone, so that either is needed. */
const keyless = (log: "v1" | "v2") => async (): Promise<[Uint8Array, SignatureTrust]> => [
  bytesOf(local.bundle({ payload, claims: somebody, log, timestamp: log === "v2" })),
  { sigstore: await trustOf(local) },
];

/** A bundle without what nobody signed: white space, zeros left out, bytes of a time stamp that mean nothing. */
function meaningOf(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString(), (name, value) => {
    if (name === "signedTimestamp") return "a time stamp";
    // A time stamp listed twice is one.
    if (name === "rfc3161Timestamps" && Array.isArray(value)) return value.slice(0, 1);
    if (name === "envelope" && typeof value === "string") {
      return value.split("\n").filter((line) => !line.startsWith("\u2014"));
    }
    const unsaid = value === "0" || value === "" || value === null;
    const empty = Array.isArray(value) && value.length === 0;
    const bare =
      name === "timestampVerificationData" && isDeepStrictEqual(value, { rfc3161Timestamps: [] });
    return unsaid || empty || bare ? undefined : value;
  });
}

describe.each<[string, () => Promise<[Uint8Array, SignatureTrust]>, number]>([
  ["by key, time-stamped", byKey, 4000],
  ["keyless, Rekor v1", keyless("v1"), 1000],
  ["keyless, Rekor v2", keyless("v2"), 1000],
])("%s", (_, make, runs) => {
  test("mutations: what is accepted means the same", { timeout: 300_000 }, async () => {
    const [genuine, trust] = await make();
    const { mutate } = mutator(20261128);
    const manifestBytes = plain.get(manifestName) ?? new Uint8Array();
    const now = new Date(Date.now() + 5000);
    const check = (bundleBytes: Uint8Array) =>
      verifyBundle({ ...trust, bundleBytes, manifestBytes, now });
    const verdict = check(genuine);
    expect(verdict.identity.status).toBe("pass");
    const codes = new Map<string, number>();
    let accepted = 0;
    for (let i = 0; i < runs; i++) {
      const mutated = mutate(Buffer.from(genuine));
      const found = check(mutated);
      codes.set(found.signature.code, (codes.get(found.signature.code) ?? 0) + 1);
      if (found.identity.status !== "pass") continue;
      accepted++;
      expect(found).toEqual(verdict);
      expect(meaningOf(mutated)).toEqual(meaningOf(genuine));
    }
    expect(accepted).toBeGreaterThan(runs / 200); // mutations that mean the same are among them
    expect(accepted).toBeLessThan(runs / 2);
    for (const code of ["bundle_json", "bundle_format", "timestamp_wrong"]) {
      if (code === "timestamp_wrong" && trust.sigstore !== undefined) continue;
      expect(codes.get(code), code).toBeGreaterThan(10);
    }
    if (trust.sigstore !== undefined) expect(codes.get("log_entry_wrong")).toBeGreaterThan(100);
  });
});
