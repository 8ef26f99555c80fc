import { generateKeyPairSync } from "node:crypto";
import { WorldFluxError } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { bytesOf, configOf, keyOf, passPhrase } from "../test/signed-package.ts";
import { writePem } from "./pem.ts";
import { generateKey } from "./private-key.ts";
import { readPublicKey } from "./public-key.ts";
import { readTrustedSigners, trustedSignersFor } from "./trusted-signers.ts";

const key = keyOf();
const other = keyOf("ed25519");
const entry = configOf(key).signers[0] ?? {};

/** The code and message that a configuration is refused with. */
function refusal(config: unknown): { code: string; message: string } {
  try {
    readTrustedSigners(config instanceof Uint8Array ? config : bytesOf(config), "t.json");
  } catch (error) {
    if (error instanceof WorldFluxError) return error;
    throw error;
  }
  throw new Error("was accepted");
}

test("keygen's configuration is accepted as it is", () => {
  const about = { subject: "ACME QA", validFrom: "2026-01-01T00:00:00.000Z" };
  const { byKeyId, requireTimestamp } = readTrustedSigners(
    trustedSignersFor(other.publicKey, about),
    "t.json",
  );
  expect(requireTimestamp).toBe(false);
  expect([...byKeyId.values()]).toMatchObject([
    {
      subject: "ACME QA",
      validFrom: "2026-01-01T00:00:00.000Z",
      validUntil: null,
      revokedAt: null,
    },
  ]);
});

test("two keys of one subject are how a key is changed", () => {
  const config = { ...configOf(key), signers: [entry, configOf(other).signers[0]] };
  expect(readTrustedSigners(bytesOf(config), "t.json").byKeyId.size).toBe(2);
});

describe("a configuration is refused with", () => {
  const spki = (pem: string) => Buffer.from(pem.replace(/-----.*-----|\n/g, ""), "base64");
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
  const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey;
  const pem = { format: "pem", type: "spki" } as const;
  const privatePem = generateKeyPairSync("ed25519").privateKey.export({
    format: "pem",
    type: "pkcs8",
  });
  const encrypted = generateKey("ed25519", passPhrase).privateKeyPem;
  const offCurve = spki(key.publicKey.pem);
  offCurve.writeUInt8(offCurve.readUInt8(90) ^ 1, 90);

  test.each<[string, object, string, string]>([
    [
      "the id of another key",
      { key_id: other.publicKey.keyId },
      "WF_DOCUMENT_INVALID",
      "/signers/0/key_id",
    ],
    [
      "another's key",
      { public_key_pem: other.publicKey.pem },
      "WF_DOCUMENT_INVALID",
      "/signers/0/key_id",
    ],
    ["another algorithm", { algorithm: "ed25519" }, "WF_DOCUMENT_INVALID", "/signers/0/algorithm"],
    ["an unknown algorithm", { algorithm: "none" }, "WF_DOCUMENT_INVALID", "/signers/0/algorithm"],
    ["a private key", { public_key_pem: privatePem }, "WF_KEY_REFUSED", "private key"],
    ["an encrypted private key", { public_key_pem: encrypted }, "WF_KEY_REFUSED", "private key"],
    [
      "an RSA key",
      { public_key_pem: rsa.export(pem) },
      "WF_KEY_REFUSED",
      "/signers/0/public_key_pem",
    ],
    ["a P-384 key", { public_key_pem: p384.export(pem) }, "WF_KEY_REFUSED", "P-256"],
    ["two keys in one", { public_key_pem: key.publicKey.pem.repeat(2) }, "WF_KEY_REFUSED", "PEM"],
    [
      "a point off the curve",
      { public_key_pem: writePem("PUBLIC KEY", offCurve) },
      "WF_KEY_REFUSED",
      "P-256",
    ],
    ["no PEM", { public_key_pem: "x" }, "WF_KEY_REFUSED", "PEM"],
    [
      "an unknown field",
      { email: "a@b.example" },
      "WF_DOCUMENT_INVALID",
      '"email" does not belong here',
    ],
    ["an empty subject", { subject: "" }, "WF_DOCUMENT_INVALID", "/signers/0/subject"],
    [
      "a subject that turns the reading direction",
      { subject: "QA \u202egro" },
      "WF_DOCUMENT_INVALID",
      "subject",
    ],
    ["a zero-width subject", { subject: "AC\u200bME" }, "WF_DOCUMENT_INVALID", "subject"],
    ["a date without a zone", { valid_from: "2026-01-01" }, "WF_DOCUMENT_INVALID", "valid_from"],
    [
      "a date with an offset",
      { valid_from: "2026-01-01T00:00:00+01:00" },
      "WF_DOCUMENT_INVALID",
      "valid_from",
    ],
    [
      "a 30th of February",
      { valid_until: "2026-02-30T00:00:00Z" },
      "WF_DOCUMENT_INVALID",
      "valid_until",
    ],
    ["a date that is a number", { revoked_at: 0 }, "WF_DOCUMENT_INVALID", "revoked_at"],
    ["no revoked_at", { revoked_at: undefined }, "WF_DOCUMENT_INVALID", "revoked_at"],
    [
      "an end before the start",
      { valid_until: "2025-01-01T00:00:00Z" },
      "WF_DOCUMENT_INVALID",
      "valid_until",
    ],
    [
      "a key id that is a word",
      { key_id: "constructor" },
      "WF_DOCUMENT_INVALID",
      "/signers/0/key_id",
    ],
  ])("%s", (_, edit, code, place) => {
    const config = { ...configOf(key), signers: [{ ...entry, ...edit }] };
    const error = refusal(config);
    expect(error.code).toBe(code);
    expect(error.message).toContain(place);
    expect(error.message).not.toMatch(/MI[A-Z]|a@b/);
  });

  test.each<[string, unknown, string]>([
    ["no signer", { ...configOf(key), signers: [] }, "WF_DOCUMENT_INVALID"],
    ["a key twice", { ...configOf(key), signers: [entry, entry] }, "WF_DOCUMENT_INVALID"],
    ["another version", { ...configOf(key), schema_version: "v2" }, "WF_DOCUMENT_INVALID"],
    ["an unknown field", { ...configOf(key), allow_all: true }, "WF_DOCUMENT_INVALID"],
    [
      "no require_timestamp",
      { ...configOf(key), require_timestamp: undefined },
      "WF_DOCUMENT_INVALID",
    ],
    ["a list", [], "WF_DOCUMENT_INVALID"],
    [
      "a key of JSON twice",
      new TextEncoder().encode('{"signers":[],"signers":[]}'),
      "WF_JSON_DUPLICATE_KEY",
    ],
    ["nothing", new Uint8Array(), "WF_INPUT_EMPTY"],
    ["no text", Uint8Array.of(0xff, 0xfe), "WF_INPUT_ENCODING"],
    ["5 MB", new Uint8Array(5e6).fill(0x20), "WF_INPUT_TOO_LARGE"],
  ])("%s", (_, config, code) => {
    expect(refusal(config).code).toBe(code);
  });
});

describe("Ed25519 keys of small order", () => {
  // For each, some signature with S = 0 fits many messages; newer OpenSSL refuses them by itself.
  const points = [
    `01${"00".repeat(31)}`,
    "00".repeat(32),
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    `ec${"ff".repeat(30)}7f`,
  ];
  const spkiOf = (point: string) => Buffer.from(`302a300506032b6570032100${point}`, "hex");

  test.each(points)("%s is refused", (point) => {
    const pem = writePem("PUBLIC KEY", spkiOf(point));
    expect(() => readPublicKey(pem, "k")).toThrow("public key");
  });

  test("with the sign bit set, too", () => {
    const der = spkiOf(`01${"00".repeat(30)}80`);
    expect(() => readPublicKey(writePem("PUBLIC KEY", der), "k")).toThrow("public key");
  });
});
