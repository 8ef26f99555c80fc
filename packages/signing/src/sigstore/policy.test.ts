import { WorldFluxError } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { bytesOf } from "../../test/signed-package.ts";
import { loadSigstoreTrust, publicGoodRoot, readSigstoreKeys } from "./load-sigstore-trust.ts";
import { readSigstorePolicy } from "./policy.ts";

const issuer = "https://token.actions.githubusercontent.com";
const identity = { issuer, san: { exact: "ci@example.com" } };
const genuine = {
  schema_version: "worldflux.sigstore_policy.v1",
  trust: { kind: "public-good" },
  identities: [identity],
};
const file = { kind: "file", trusted_root: "trusted_root.json", sha256: "0".repeat(64) };

async function refusal(read: () => unknown): Promise<string> {
  try {
    await read();
  } catch (error) {
    if (error instanceof WorldFluxError) return `${error.code} ${error.message}`;
    throw error;
  }
  throw new Error("was accepted");
}

test("what is left out has careful defaults", () => {
  expect(readSigstorePolicy(bytesOf(genuine), "p.json")).toMatchObject({
    thresholds: { tlog: 1, sct: 1, timestamps: 1 },
    max_clock_skew_seconds: 60,
  });
});

describe("a policy is refused with", () => {
  const one = (edit: object) => ({ identities: [{ ...identity, ...edit }] });
  test.each<[string, object, string]>([
    ["no identity", { identities: [] }, "/identities"],
    ["no issuer", one({ issuer: undefined }), "/identities/0/issuer"],
    ["an empty issuer", one({ issuer: "" }), "/identities/0/issuer"],
    ["no name", one({ san: undefined }), "/identities/0/san"],
    ["a bare name", one({ san: "ci@example.com" }), "/identities/0/san"],
    ["a name of two kinds", one({ san: { exact: "a", glob: "a" } }), "/identities/0/san"],
    [
      "a glob that starts with a star",
      one({ san: { glob: "*@example.com" } }),
      "/identities/0/san",
    ],
    ["a glob of a star", one({ san: { glob: "*" } }), "/identities/0/san"],
    ["a name that nobody can see", one({ san: { exact: "ci@exam\u200bple.com" } }), "/san"],
    ["an extension that is not Fulcio's", one({ extensions: { "2.5.29.17": "x" } }), "/extensions"],
    [
      "the extension that holds a name",
      one({ extensions: { "1.3.6.1.4.1.57264.1.7": "x" } }),
      "/extensions",
    ],
    ["an unknown field", { allow_all: true }, '"allow_all" does not belong here'],
    ["another version", { schema_version: "v2" }, "/schema_version"],
    ["an unknown kind of trust", { trust: { kind: "tuf" } }, "/trust/kind"],
    ["a root without a digest", { trust: { ...file, sha256: undefined } }, "/trust/sha256"],
    ["a root elsewhere", { trust: { ...file, trusted_root: "../r.json" } }, "/trust/trusted_root"],
    [
      "a root at a path",
      { trust: { ...file, trusted_root: "/etc/r.json" } },
      "/trust/trusted_root",
    ],
    ["no time", { thresholds: { tlog: 1, sct: 1, timestamps: 0 } }, "/thresholds/timestamps"],
    ["half a threshold", { thresholds: { tlog: 0.5, sct: 1, timestamps: 1 } }, "/thresholds/tlog"],
    ["a threshold left out", { thresholds: { tlog: 1, sct: 1 } }, "/thresholds/timestamps"],
    ["a day of skew", { max_clock_skew_seconds: 86_400 }, "/max_clock_skew_seconds"],
  ])("%s", async (_, edit, place) => {
    const message = await refusal(() =>
      readSigstorePolicy(bytesOf({ ...genuine, ...edit }), "p.json"),
    );
    expect(message).toMatch(/^WF_DOCUMENT_INVALID p\.json: /);
    expect(message).toContain(place);
    expect(message).not.toContain("ci@example");
  });

  test.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(), "WF_INPUT_EMPTY"],
    [
      "a key of JSON twice",
      new TextEncoder().encode('{"trust":1,"trust":1}'),
      "WF_JSON_DUPLICATE_KEY",
    ],
    ["5 MB", new Uint8Array(5e6).fill(0x20), "WF_INPUT_TOO_LARGE"],
  ])("%s", async (_, bytes, code) => {
    expect(await refusal(() => readSigstorePolicy(bytes, "p.json"))).toContain(code);
  });
});

describe("the keys", () => {
  const load = (trust: object, root: unknown = {}) =>
    loadSigstoreTrust({
      bytes: bytesOf({ ...genuine, trust }),
      source: "p.json",
      readBeside: () => (root instanceof Uint8Array ? root : bytesOf(root)),
    });

  test("of a file that is not the one pinned are not read", async () => {
    expect(await refusal(() => load(file))).toMatch(/^WF_TRUST_ROOT_MISMATCH .*p\.json pins/);
  });

  test("of the public-good instance are those that @sigstore/tuf carries, and can be loaded", async () => {
    const seeds = await import("@sigstore/tuf/seeds.json", { with: { type: "json" } });
    const [seed] = Object.values(seeds.default);
    const carried = Buffer.from(seed?.targets["trusted_root.json"] ?? "", "base64").toString();
    const policy = {
      bytes: bytesOf(genuine),
      source: "p.json",
      readBeside: () => new Uint8Array(),
    };
    const { root, rootName } = await readSigstoreKeys(policy);
    expect(root).toEqual(JSON.parse(carried));
    expect(rootName).toBe(`Sigstore's public-good keys of ${publicGoodRoot.date}`);
    await expect(load({ kind: "public-good" })).resolves.toHaveProperty("judge");
    const { default: manifest } = await import("@sigstore/tuf/package.json", {
      with: { type: "json" },
    });
    expect(publicGoodRoot.from).toBe(`@sigstore/tuf ${manifest.version}`);
  });
});
