import { WorldFluxError } from "@worldflux/schema";
import { expect, test } from "vitest";
import { bytesOf } from "../../test/signed-package.ts";
import { keylessJudge } from "./judge-keyless.ts";
import { readSigstorePolicy } from "./policy.ts";
import publicGood from "./public-good-trusted-root.json" with { type: "json" };
import { readTrustedRoot } from "./trusted-root.ts";

type Root = typeof publicGood;
const edited = (edit: (root: Root) => void) => {
  const root = structuredClone(publicGood);
  edit(root);
  return root;
};
const without = (of: object | undefined, field: string) => Reflect.deleteProperty(of ?? {}, field);

// Missing validity: upstream's library takes such a key to be good for ever.
test.each<[string, (root: Root) => void, string]>([
  [
    "a log's key without a start",
    (r) => without(r.tlogs[0]?.publicKey.validFor, "start"),
    "/tlogs/0/publicKey/validFor/start",
  ],
  [
    "a log's key without validity",
    (r) => without(r.tlogs[1]?.publicKey, "validFor"),
    "/tlogs/1/publicKey/validFor",
  ],
  [
    "a certificate log's key without a start",
    (r) => without(r.ctlogs[0]?.publicKey.validFor, "start"),
    "/ctlogs/0/publicKey",
  ],
  [
    "an authority without a start",
    (r) => without(r.certificateAuthorities[0]?.validFor, "start"),
    "/certificateAuthorities/0",
  ],
  [
    "a time stamp authority without validity",
    (r) => without(r.timestampAuthorities[0], "validFor"),
    "/timestampAuthorities/0",
  ],
  [
    "a date that is none",
    (r) => Object.assign(r.tlogs[0]?.publicKey.validFor ?? {}, { start: "2021-02-30T00:00:00Z" }),
    "/tlogs/0",
  ],
  [
    "no authority",
    (r) => Object.assign(r, { certificateAuthorities: [] }),
    "/certificateAuthorities",
  ],
  [
    "an empty chain",
    (r) => Object.assign(r.certificateAuthorities[0]?.certChain ?? {}, { certificates: [] }),
    "/certificateAuthorities/0/certChain",
  ],
  ["another media type", (r) => Object.assign(r, { mediaType: "application/json" }), "/mediaType"],
  [
    "an address that is none",
    (r) => Object.assign(r.tlogs[0] ?? {}, { baseUrl: "rekor" }),
    "/tlogs/0/baseUrl",
  ],
  [
    "a script for an address",
    (r) => Object.assign(r.tlogs[0] ?? {}, { baseUrl: "javascript:1" }),
    "/tlogs/0/baseUrl",
  ],
  [
    "a key that is no base64",
    (r) => Object.assign(r.tlogs[0]?.publicKey ?? {}, { rawBytes: "%" }),
    "/tlogs/0/publicKey/rawBytes",
  ],
])("a root with %s is refused", (_, edit, place) => {
  expect(() => readTrustedRoot(bytesOf(edited(edit)), "r.json")).toThrow(`r.json: ${place}`);
});

test.each<[string, (root: Root) => void]>([
  ["a key", (r) => Object.assign(r.tlogs[0]?.publicKey ?? {}, { rawBytes: "AAAA" })],
  ["a kind of key", (r) => Object.assign(r.tlogs[0]?.publicKey ?? {}, { keyDetails: "PKIX_NONE" })],
  [
    "a certificate",
    (r) =>
      Object.assign(r.certificateAuthorities[0]?.certChain.certificates[0] ?? {}, {
        rawBytes: "AAAA",
      }),
  ],
])("%s that nothing can read is refused before any bundle is seen", (_, edit) => {
  const root = readTrustedRoot(bytesOf(edited(edit)), "r.json");
  const policy = readSigstorePolicy(
    bytesOf({
      schema_version: "worldflux.sigstore_policy.v1",
      trust: { kind: "public-good" },
      identities: [{ issuer: "https://i.example", san: { exact: "a" } }],
    }),
    "p.json",
  );
  expect(() => keylessJudge({ root, rootName: "r.json", policy })).toThrow(WorldFluxError);
});

test("fields that are not known are kept", () => {
  const root = readTrustedRoot(bytesOf({ ...publicGood, more: 1 }), "r.json");
  expect(root["more"]).toBe(1);
});
