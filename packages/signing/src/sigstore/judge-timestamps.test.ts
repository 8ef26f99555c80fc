import type { Faults } from "@worldflux/local-sigstore";
import { WorldFluxError } from "@worldflux/schema";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { withFittingKey } from "../../test/fitting-key.ts";
import {
  authorityOf,
  type LocalSigstore,
  plain,
  stampOver,
  startLocalSigstore,
} from "../../test/keyless-package.ts";
import {
  bytesOf,
  configOf,
  keyOf,
  restamped,
  signatureOf,
  stamped,
} from "../../test/signed-package.ts";
import { signatureName } from "../bundle.ts";
import { checkSignature } from "../check-package.ts";
import { readTrustedSigners } from "../trusted-signers.ts";
import { verifyBundle } from "../verify.ts";
import { loadTimestampTrust } from "./load-timestamp-trust.ts";

let local: LocalSigstore;
beforeAll(async () => {
  local = await startLocalSigstore();
});
afterAll(() => local.close());
afterEach(() => {
  for (const fault of Object.keys(local.faults)) delete local.faults[fault as keyof Faults];
});

const key = keyOf();
const later = new Date("2031-01-01T00:00:00Z");
const at = (time: string) => new Date(time);
const stampAt = (time: string, elsewhere?: LocalSigstore) => (signature: Uint8Array) => {
  const of = elsewhere ?? local; // started when this runs, not before
  of.faults.clock = { tsa: at(time) };
  const token = stampOver(of, signature);
  delete of.faults.clock;
  return [token];
};
const march = "2027-03-01T12:00:00Z";

/** The configuration, edited: of the signer, of the authority, of the whole. */
async function trust(signer: object = {}, authority: object | null = {}, whole: object = {}) {
  const config = configOf(key);
  Object.assign(config.signers[0] ?? {}, signer);
  if (authority !== null) config["timestamp_authorities"] = [authorityOf(local, authority)];
  Object.assign(config, whole);
  const trustedSigners = readTrustedSigners(bytesOf(config), "t.json");
  const timestamps = (await loadTimestampTrust(trustedSigners, "t.json")) ?? undefined;
  return { trustedSigners, timestamps };
}

function outcome(bundle: Uint8Array, given: Awaited<ReturnType<typeof trust>>, now = later) {
  const files = new Map(plain).set(signatureName, bundle);
  const { signature, identity } = checkSignature(files, { ...given, now });
  return {
    codes: `${signature.status} ${signature.code} / ${identity.status} ${identity.code}`,
    detail: identity.detail,
  };
}

const passed = "pass signature_valid / pass signer_trusted";
const failed = (code: string) => `pass signature_valid / fail ${code}`;
const refused = (code: string) => `fail ${code} / fail no_valid_signature`;

describe("a time stamp of a trusted authority", () => {
  const bundle = () => stamped(plain, key, stampAt(march));

  test("proves when, and says who vouches", async () => {
    const found = outcome(bundle(), await trust());
    expect(found.codes).toBe(passed);
    expect(found.detail).toBe(
      'signed by "ACME QA", whose key was valid then; ' +
        'signed before 2027-03-01T12:00:00.000Z (time stamp by "ACME time stamps")',
    );
    const { signedAt, signer } = verifyBundle({
      ...(await trust()),
      bundleBytes: bundle(),
      manifestBytes: plain.get("artifact_manifest.json") ?? new Uint8Array(),
      now: later,
    });
    expect(signedAt).toEqual({
      at: "2027-03-01T12:00:00.000Z",
      by: "rfc3161",
      name: "ACME time stamps",
    });
    expect(signer).toEqual({ name: "ACME QA", id: key.publicKey.keyId });
  });

  test.each<[string, object, string]>([
    ["ran out since", { valid_until: "2028-01-01T00:00:00Z" }, passed],
    ["was revoked since", { revoked_at: "2028-01-01T00:00:00Z" }, passed],
    ["had run out", { valid_until: "2027-01-01T00:00:00Z" }, failed("expired")],
    ["ran out at that moment", { valid_until: march }, failed("expired")],
    ["had been revoked", { revoked_at: "2027-01-01T00:00:00Z" }, failed("revoked")],
    ["was revoked at that moment", { revoked_at: march }, failed("revoked")],
    ["was not yet valid", { valid_from: "2027-06-01T00:00:00Z" }, failed("not_yet_valid")],
    ["is valid from that moment", { valid_from: march }, passed],
  ])("by a key that %s", async (_, signer, codes) => {
    expect(outcome(bundle(), await trust(signer)).codes).toBe(codes);
  });

  test("over a signature for which the key was computed is refused", async () => {
    const fitting = withFittingKey(signatureOf(plain, key));
    const { keyId, pem } = fitting.publicKey;
    const given = await trust({ key_id: keyId, public_key_pem: pem });
    const old = restamped(fitting.bundleBytes, stampAt(march));
    expect(outcome(old, given).codes).toBe(refused("key_id_mismatch"));
  });

  test("meets require_timestamp, and nothing else does", async () => {
    const required = await trust({}, {}, { require_timestamp: true });
    expect(outcome(bundle(), required).codes).toBe(passed);
    expect(outcome(signatureOf(plain, key), required).codes).toBe(failed("timestamp_required"));
    const nobody = await trust({}, null, { require_timestamp: true });
    expect(outcome(bundle(), nobody).codes).toBe(failed("timestamp_required"));
  });

  test("is the earliest of several", async () => {
    const two = stamped(plain, key, (signature) => [
      ...stampAt("2028-01-01T00:00:00Z")(signature),
      ...stampAt(march)(signature),
    ]);
    expect(outcome(two, await trust()).detail).toContain("before 2027-03-01");
  });
});

describe("a time stamp proves nothing", () => {
  const expired = { valid_until: "2028-01-01T00:00:00Z" };

  test("by an authority that nobody trusts", async () => {
    const elsewhere = await startLocalSigstore();
    try {
      const bundle = stamped(plain, key, stampAt(march, elsewhere));
      const found = outcome(bundle, await trust());
      expect(found.codes).toBe(passed);
      expect(found.detail).toContain("unproven: a time stamp is there, by nobody you trust");
      expect(outcome(bundle, await trust(expired)).codes).toBe(failed("expired"));
    } finally {
      await elsewhere.close();
    }
  });

  test("when no authority is given, or nothing that could judge", async () => {
    const bundle = stamped(plain, key, stampAt(march));
    const nobody = outcome(bundle, await trust({}, null));
    expect(nobody.detail).toContain("a time stamp is there, by nobody you trust");
    const { trustedSigners } = await trust(expired);
    const unlooked = outcome(bundle, { trustedSigners, timestamps: undefined });
    expect(unlooked.codes).toBe(failed("expired"));
    expect(unlooked.detail).toContain("a time stamp is there, and was not looked at");
  });
});

describe("a bundle is refused", () => {
  const flip = (token: Uint8Array, place: number) => {
    const bytes = Buffer.from(token);
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    return bytes;
  };

  test.each<[string, (signature: Uint8Array) => readonly Uint8Array[], string]>([
    ["another signature's", () => stampAt(march)(Buffer.from("x")), "timestamp_wrong"],
    ["one that is none", () => [Buffer.from("x")], "timestamp_wrong"],
    ["an empty sequence", () => [Buffer.from("3000", "hex")], "timestamp_wrong"],
    ["a changed one", (s) => stampAt(march)(s).map((t) => flip(t, 130)), "timestamp_wrong"],
    ["one cut short", (s) => stampAt(march)(s).map((t) => t.subarray(0, -1)), "timestamp_wrong"],
    [
      "one with more behind",
      (s) => stampAt(march)(s).map((t) => Buffer.concat([t, Buffer.of(0)])),
      "timestamp_wrong",
    ],
    ["one of the future", stampAt("2031-01-01T00:02:00Z"), "time_in_future"],
    [
      "one good and one wrong",
      (s) => [...stampAt(march)(s), ...stampAt(march)(Buffer.of(1))],
      "timestamp_wrong",
    ],
    ["one of before the authority", stampAt("2019-06-01T00:00:00Z"), "timestamp_wrong"],
  ])("for the time stamp: %s", async (_, stamps, code) => {
    expect(outcome(stamped(plain, key, stamps), await trust()).codes).toBe(refused(code));
  });

  test("one that was refused, of another digest, with a fraction that nobody reads", async () => {
    for (const fault of ["refused", "other-digest", "milliseconds"] as const) {
      const bundle = stamped(plain, key, (signature) => {
        local.faults.timestamp = fault;
        return stampAt(march)(signature);
      });
      delete local.faults.timestamp;
      expect(outcome(bundle, await trust()).codes, fault).toBe(refused("timestamp_wrong"));
    }
  });

  test("one by an authority that was retired before, or came later", async () => {
    const bundle = stamped(plain, key, stampAt(march));
    for (const edit of [
      { valid_until: "2027-01-01T00:00:00Z" },
      { valid_from: "2028-01-01T00:00:00Z" },
    ]) {
      expect(outcome(bundle, await trust({}, edit)).codes).toBe(refused("timestamp_wrong"));
    }
  });

  test("no token at all where there are said to be some, or too many", async () => {
    const given = await trust();
    expect(
      outcome(
        stamped(plain, key, () => []),
        given,
      ).codes,
    ).toBe(refused("bundle_format"));
    const nine = stamped(plain, key, (s) =>
      Array.from({ length: 9 }, () => stampAt(march)(s)[0] ?? s),
    );
    expect(outcome(nine, given).codes).toBe(refused("bundle_format"));
  });
});

describe("an authority is refused with", () => {
  const chain = () => authorityOf(local).certificate_chain_pem;
  const blocks = () => chain().split(/(?<=-----END CERTIFICATE-----\n)/);
  test.each<[string, () => object, string]>([
    ["no certificate", () => ({ certificate_chain_pem: "x" }), "expected certificates in PEM"],
    ["a key", () => ({ certificate_chain_pem: key.publicKey.pem }), "expected certificates in PEM"],
    [
      "text before",
      () => ({ certificate_chain_pem: `Subject: x\n${chain()}` }),
      "expected certificates in PEM",
    ],
    [
      "text between",
      () => ({ certificate_chain_pem: blocks().join("x\n") }),
      "expected certificates in PEM",
    ],
    [
      "no root",
      () => ({ certificate_chain_pem: blocks()[0] }),
      "the last certificate is not a root",
    ],
    [
      "its root first",
      () => ({ certificate_chain_pem: blocks().reverse().join("") }),
      "not one for time stamps",
    ],
    [
      "certificates that are not",
      () => ({
        certificate_chain_pem: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
      }),
      "cannot be read",
    ],
    ["an end before the start", () => ({ valid_until: "2019-01-01T00:00:00Z" }), "valid_until"],
    ["no name", () => ({ subject: "" }), "/timestamp_authorities/0/subject"],
    ["an unknown field", () => ({ uri: "x" }), '"uri" does not belong here'],
  ])("%s", async (_, edit, problem) => {
    const read = trust({}, edit());
    await expect(read).rejects.toThrow(WorldFluxError);
    await expect(read).rejects.toThrow(problem);
    await expect(read).rejects.toThrow(/^t\.json: \/timestamp_authorities\/0/);
  });

  test("another authority's issuer", async () => {
    const elsewhere = await startLocalSigstore();
    const root = authorityOf(elsewhere)
      .certificate_chain_pem.split(/(?<=-----END CERTIFICATE-----\n)/)
      .at(-1);
    await elsewhere.close();
    const mixed = { certificate_chain_pem: `${blocks()[0]}${root}` };
    await expect(trust({}, mixed)).rejects.toThrow("is not issued by the one behind it");
  });
});
