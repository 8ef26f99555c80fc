import { generateKeyPairSync, type KeyPairKeyObjectResult, sign } from "node:crypto";
import { type Faults, workflowClaims } from "@worldflux/local-sigstore";
import { canonicalBytes } from "@worldflux/schema";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  type AnyBundle,
  type LocalSigstore,
  payload,
  plain,
  somebody,
  startLocalSigstore,
  trustOf,
} from "../../test/keyless-package.ts";
import { bytesOf, keyOf, signatureOf, trusting } from "../../test/signed-package.ts";
import { signatureName } from "../bundle.ts";
import { checkSignature } from "../check-package.ts";
import type { SignatureTrust } from "../verify-envelope.ts";
import type { SigstoreTrust } from "./sigstore-trust.ts";

let local: LocalSigstore;
let trust: SigstoreTrust;
beforeAll(async () => {
  local = await startLocalSigstore();
  trust = await trustOf(local);
});
afterAll(() => local.close());
afterEach(() => {
  for (const fault of Object.keys(local.faults)) delete local.faults[fault as keyof Faults];
});

type KeyPair = NonNullable<Parameters<LocalSigstore["bundle"]>[0]["keys"]>;

function pairOf(keys: KeyPairKeyObjectResult, digest: string | null): KeyPair {
  const spki = keys.publicKey.export({ format: "der", type: "spki" });
  return { spki, sign: (data) => sign(digest, data, keys.privateKey) };
}
const ecKey = (namedCurve: string) => pairOf(generateKeyPairSync("ec", { namedCurve }), "sha256");
const rsaKey = (modulusLength: number) =>
  pairOf(generateKeyPairSync("rsa", { modulusLength }), "sha256");
const edKey = (kind: "ed25519" | "ed448") =>
  pairOf(kind === "ed25519" ? generateKeyPairSync(kind) : generateKeyPairSync("ed448"), null);
const anyStatement: KeyPair = {
  spki: Buffer.from(`302a300506032b657003210001${"00".repeat(31)}`, "hex"),
  sign: () => Buffer.from(`58${"66".repeat(31)}01${"00".repeat(31)}`, "hex"),
};

const later = (seconds = 0) => new Date(Date.now() + seconds * 1000);

/** `signature code / identity code`, each after its status. */
function outcome(bundle: unknown, given: SignatureTrust = { sigstore: trust }, now = later()) {
  const bytes = bundle instanceof Uint8Array ? bundle : bytesOf(bundle);
  const { signature, identity } = checkSignature(new Map(plain).set(signatureName, bytes), {
    ...given,
    now,
  });
  expect(signature.detail.length + identity.detail.length).toBeLessThan(2000);
  return `${signature.status} ${signature.code} / ${identity.status} ${identity.code}`;
}

const passed = "pass signature_valid / pass signer_trusted";
const unknown = "pass signature_valid / fail signer_unknown";
const refused = (code: string) => `fail ${code} / fail no_valid_signature`;
const make = (log: "v1" | "v2" | "v2-dsse" | "none" = "v1", more: object = {}) =>
  local.bundle({ payload, claims: somebody, log, ...more });

describe("passes", () => {
  test.each(["v1", "v2", "v2-dsse"] as const)("in a log of kind %s", (log) => {
    expect(outcome(make(log))).toBe(passed);
  });

  test("with a log's time alone, and with a time stamp alone", async () => {
    expect(outcome(make("v1", { timestamp: false }))).toBe(passed);
    const thresholds = { tlog: 0, sct: 1, timestamps: 1 };
    const unlogged = await trustOf(local, { thresholds });
    expect(outcome(make("none"), { sigstore: unlogged })).toBe(passed);
  });

  test("in protobuf's short form, where zeros are left out", () => {
    const bundle = make("v2");
    const { tlogEntries, ...material } = bundle.verificationMaterial;
    const short = JSON.parse(JSON.stringify(tlogEntries), (_, value) =>
      value === "0" || value === null ? undefined : value,
    );
    expect(outcome({ ...bundle, verificationMaterial: { ...material, tlogEntries: short } })).toBe(
      passed,
    );
  });

  test("with two logs and two vouchers, if so many are asked for", async () => {
    const bundle = make("v1");
    const strict = await trustOf(local, { thresholds: { tlog: 1, sct: 1, timestamps: 2 } });
    expect(outcome(bundle, { sigstore: strict })).toBe(passed);
    expect(outcome(make("v2"), { sigstore: strict })).toBe(refused("below_threshold"));
  });

  test("says who signed, who vouches, where it is logged, and before when", () => {
    const files = new Map(plain).set(signatureName, bytesOf(make("v1", { timestamp: false })));
    const checks = checkSignature(files, { sigstore: trust, now: later() });
    expect(checks.signature.detail).toMatch(
      /^signed with a certificate under trusted_root\.json; entry \d+ of "http:\/\/127.*\/rekor1"$/,
    );
    expect(checks.identity.detail).toContain('"dev@acme.example"');
    expect(checks.identity.detail).toContain(`as "${local.issuer}" vouches`);
    expect(checks.identity.detail).toMatch(/signed before 20\d\d-.*Z \(entry in the log/);
  });
});

describe("a service that misbehaves, or somebody with its key, makes a bundle that is refused", () => {
  const year2030 = new Date("2030-01-01T00:00:00Z");
  test.each<[string, Faults, string, ("v1" | "v2" | "v2-dsse")?]>([
    ["certificate that had run out", { certificate: "expired" }, "certificate_wrong"],
    ["certificate of another key", { certificate: "other-key" }, "signature_wrong"],
    ["certificate no log saw", { certificate: "no-sct" }, "certificate_wrong"],
    ["certificate of another authority", { certificate: "other-authority" }, "certificate_wrong"],
    ["log entry of other content", { entry: "other-content" }, "log_entry_wrong"],
    ["log entry of other content", { entry: "other-content" }, "log_entry_wrong", "v2"],
    ["log entry of other content", { entry: "other-content" }, "log_entry_wrong", "v2-dsse"],
    ["entry of an unknown log", { entry: "other-log-id" }, "log_entry_wrong"],
    ["entry of an unknown log", { entry: "other-log-id" }, "log_entry_wrong", "v2"],
    ["entry without a proof", { entry: "no-proof" }, "bundle_format"],
    ["entry without a proof", { entry: "no-proof" }, "bundle_format", "v2"],
    ["entry with a time not signed", { entry: "no-promise" }, "log_entry_wrong"],
    ["proof of another root", { entry: "wrong-root" }, "log_entry_wrong"],
    ["proof of another root", { entry: "wrong-root" }, "log_entry_wrong", "v2"],
    ["checkpoint signed wrongly", { entry: "wrong-signature" }, "log_entry_wrong"],
    ["checkpoint signed wrongly", { entry: "wrong-signature" }, "log_entry_wrong", "v2"],
    ["checkpoint of another name", { checkpointName: "a.example" }, "log_entry_wrong"],
    ["checkpoint named .*", { checkpointName: ".*" }, "log_entry_wrong"],
    ["checkpoint named by a part", { checkpointName: "rekor" }, "log_entry_wrong"],
    ["checkpoint named by no regex", { checkpointName: "(" }, "log_entry_wrong"],
    ["checkpoint named by a slow regex", { checkpointName: "^(.|.)*!$" }, "log_entry_wrong"],
    ["the same in v2", { checkpointName: "^(.|.)*!$" }, "log_entry_wrong", "v2"],
    ["time stamp of another chain", { timestamp: "other-chain" }, "timestamp_wrong"],
    ["time stamp of another digest", { timestamp: "other-digest" }, "timestamp_wrong"],
    ["time stamp that was refused", { timestamp: "refused" }, "timestamp_wrong"],
    ["time stamp with a cut fraction", { timestamp: "milliseconds" }, "timestamp_wrong"],
    ["time stamp of 2030", { clock: { tsa: year2030 } }, "time_in_future"],
    ["log time of 2030", { clock: { rekor1: year2030 } }, "time_in_future"],
    ["certificate log of 2030", { clock: { "ct-log": year2030 } }, "time_in_future"],
    ["certificate of 2030", { clock: { fulcio: year2030 } }, "certificate_wrong"],
    ["time stamp of 2021", { clock: { tsa: new Date("2021-01-01") } }, "certificate_wrong"],
    ["log time of 2021", { clock: { rekor1: new Date("2021-01-01") } }, "certificate_wrong"],
  ])("%s: %j", (_, faults, code, log) => {
    Object.assign(local.faults, faults);
    expect(outcome(make(log))).toBe(refused(code));
  });

  test("a certificate for somebody else is a matter of identity", () => {
    local.faults.certificate = "other-name";
    expect(outcome(make())).toBe(unknown);
  });

  test.each<[string, () => KeyPair, boolean]>([
    ["P-384", () => ecKey("P-384"), true],
    ["P-521", () => ecKey("P-521"), true],
    ["secp256k1", () => ecKey("secp256k1"), false],
    ["RSA of 2048 bits", () => rsaKey(2048), true],
    ["RSA of 1024 bits", () => rsaKey(1024), false],
    ["Ed25519", () => edKey("ed25519"), true],
    ["Ed448", () => edKey("ed448"), false],
    // S B - k A is B for the point of order 1, whatever k is: one signature for every statement.
    ["Ed25519 of small order", () => anyStatement, false],
  ])("a certificate for a key of the kind %s", (_, keys, good) => {
    for (const log of ["v1", "v2"] as const) {
      const expected = good ? passed : refused("certificate_wrong");
      expect(outcome(make(log, { keys: keys() }))).toBe(expected);
    }
  });

  test("a certificate that ran out since passes: what counts is when it signed", () => {
    const anHourAgo = new Date(Date.now() - 3_600_000);
    local.faults.clock = {
      fulcio: anHourAgo,
      "ct-log": anHourAgo,
      rekor1: anHourAgo,
      tsa: anHourAgo,
    };
    expect(outcome(make("v1"))).toBe(passed);
    local.faults.clock = { fulcio: anHourAgo, "ct-log": anHourAgo, rekor1: anHourAgo };
    expect(outcome(make("v1"))).toBe(refused("certificate_wrong"));
  });
});

describe("a bundle that was edited is refused", () => {
  interface Proof {
    rootHash: string;
    hashes: string[];
    checkpoint: { envelope: string };
  }
  interface Entry {
    canonicalizedBody: string;
    kindVersion: object;
    inclusionProof?: Proof;
  }
  const entry = (edit: (entry: Entry) => void) => (b: AnyBundle) => {
    for (const one of b.verificationMaterial.tlogEntries) edit(one);
  };
  const proof = (edit: (proof: Proof) => void) =>
    entry((one) => one.inclusionProof && edit(one.inclusionProof));
  const flip = (text: string, at = 12) => {
    const bytes = Buffer.from(text, "base64");
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    return bytes.toString("base64");
  };
  const behind = (text: string) =>
    Buffer.concat([Buffer.from(text, "base64"), Buffer.of(0)]).toString("base64");
  const stamps = (b: AnyBundle) =>
    b.verificationMaterial.timestampVerificationData.rfc3161Timestamps;
  const twice = (b: AnyBundle) => {
    const { tlogEntries } = b.verificationMaterial;
    return Object.assign(b.verificationMaterial, { tlogEntries: [...tlogEntries, ...tlogEntries] });
  };
  const media = (version: string) => `application/vnd.dev.sigstore.bundle.v${version}+json`;

  test.each<[string, (bundle: AnyBundle) => void, string, ("v1" | "v2")?]>([
    ["media type v0.1", (b) => Object.assign(b, { mediaType: media("0.1") }), "bundle_format"],
    ["media type v9.9", (b) => Object.assign(b, { mediaType: media("9.9") }), "bundle_format"],
    ["an unknown field", (b) => Object.assign(b, { more: 1 }), "bundle_format"],
    [
      "one of the material",
      (b) => Object.assign(b.verificationMaterial, { x: 1 }),
      "bundle_format",
    ],
    ["one of an entry", entry((e) => Object.assign(e, { x: 1 })), "bundle_format"],
    ["one of a proof", proof((p) => Object.assign(p, { x: 1 })), "bundle_format"],
    ["one of a checkpoint", proof((p) => Object.assign(p.checkpoint, { x: 1 })), "bundle_format"],
    ["one of a stamp", (b) => Object.assign(stamps(b)[0] ?? {}, { x: 1 }), "bundle_format"],
    [
      "both kinds of key",
      (b) => Object.assign(b.verificationMaterial, { publicKey: { hint: "A".repeat(43) } }),
      "bundle_format",
    ],
    [
      "a chain",
      (b) => Object.assign(b.verificationMaterial, { x509CertificateChain: { certificates: [] } }),
      "bundle_format",
    ],
    [
      "a key id",
      (b) => Object.assign(b.dsseEnvelope.signatures[0] ?? {}, { keyid: "x" }),
      "bundle_format",
    ],
    [
      "a second signature",
      (b) => b.dsseEnvelope.signatures.push(...b.dsseEnvelope.signatures),
      "bundle_format",
    ],
    ["a blob's signature too", (b) => Object.assign(b, { messageSignature: {} }), "bundle_format"],
    ["no proof", entry((e) => delete e.inclusionProof), "bundle_format"],
    ["index 0x", entry((e) => Object.assign(e, { logIndex: "0x" })), "bundle_format"],
    ["index -1", entry((e) => Object.assign(e, { logIndex: "-1" })), "bundle_format"],
    ["index as a number", entry((e) => Object.assign(e, { logIndex: 3 })), "bundle_format"],
    [
      "index above 2^53",
      entry((e) => Object.assign(e, { logIndex: "9007199254740993" })),
      "bundle_format",
    ],
    ["another index", entry((e) => Object.assign(e, { logIndex: "0" })), "log_entry_wrong"],
    ["another index", entry((e) => Object.assign(e, { logIndex: "0" })), "log_entry_wrong", "v2"],
    [
      "another time",
      entry((e) => Object.assign(e, { integratedTime: String(Math.floor(Date.now() / 1000) + 1) })),
      "log_entry_wrong",
    ],
    [
      "a time nobody signed",
      entry((e) => Object.assign(e, { integratedTime: String(Math.floor(Date.now() / 1000)) })),
      "log_entry_wrong",
      "v2",
    ],
    [
      "an unknown kind",
      entry((e) => Object.assign(e.kindVersion, { kind: "intoto" })),
      "bundle_format",
    ],
    [
      "a kind of blobs",
      entry((e) => Object.assign(e.kindVersion, { kind: "hashedrekord" })),
      "log_entry_wrong",
    ],
    [
      "the other version",
      entry((e) => Object.assign(e.kindVersion, { version: "0.0.2" })),
      "log_entry_wrong",
    ],
    [
      "the older kind",
      entry((e) => Object.assign(e.kindVersion, { kind: "dsse" })),
      "log_entry_wrong",
      "v2",
    ],
    [
      "a changed body",
      entry((e) => Object.assign(e, { canonicalizedBody: flip(e.canonicalizedBody, 60) })),
      "log_entry_wrong",
    ],
    [
      "a body that is no JSON",
      entry((e) => Object.assign(e, { canonicalizedBody: "AAAA" })),
      "log_entry_wrong",
    ],
    ["another tree size", proof((p) => Object.assign(p, { treeSize: "9" })), "log_entry_wrong"],
    [
      "another root",
      proof((p) => Object.assign(p, { rootHash: flip(p.rootHash) })),
      "log_entry_wrong",
    ],
    [
      "another index in the tree",
      proof((p) => Object.assign(p, { logIndex: "0" })),
      "log_entry_wrong",
    ],
    [
      "a changed hash",
      proof((p) => Object.assign(p, { hashes: p.hashes.map((h) => flip(h)) })),
      "log_entry_wrong",
    ],
    ["no hashes", proof((p) => Object.assign(p, { hashes: [] })), "log_entry_wrong"],
    [
      "a hash too many",
      proof((p) => Object.assign(p, { hashes: [...p.hashes, p.rootHash] })),
      "log_entry_wrong",
    ],
    [
      "a checkpoint of no lines",
      proof((p) => Object.assign(p.checkpoint, { envelope: "" })),
      "log_entry_wrong",
    ],
    [
      "a checkpoint's other origin",
      proof((p) =>
        Object.assign(p.checkpoint, { envelope: p.checkpoint.envelope.replace("127", "128") }),
      ),
      "log_entry_wrong",
    ],
    [
      "a checkpoint's extension",
      proof((p) =>
        Object.assign(p.checkpoint, {
          envelope: p.checkpoint.envelope.replace("\n\n", "\nmore\n\n"),
        }),
      ),
      "log_entry_wrong",
    ],
    [
      "bytes behind the certificate",
      (b) =>
        Object.assign(b.verificationMaterial.certificate, {
          rawBytes: behind(b.verificationMaterial.certificate.rawBytes),
        }),
      "certificate_wrong",
    ],
    [
      "a changed certificate",
      (b) =>
        Object.assign(b.verificationMaterial.certificate, {
          rawBytes: flip(b.verificationMaterial.certificate.rawBytes, 300),
        }),
      "log_entry_wrong",
    ],
    [
      "a certificate that is none",
      (b) => Object.assign(b.verificationMaterial.certificate, { rawBytes: "AAAA" }),
      "certificate_wrong",
    ],
    [
      "the authority's certificate",
      (b) =>
        Object.assign(b.verificationMaterial.certificate, {
          rawBytes:
            local.trustedRoot.certificateAuthorities[0]?.certChain.certificates[0]?.rawBytes,
        }),
      "certificate_wrong",
    ],
    [
      "the time stamp's certificate",
      (b) =>
        Object.assign(b.verificationMaterial.certificate, {
          rawBytes: local.trustedRoot.timestampAuthorities[0]?.certChain.certificates[0]?.rawBytes,
        }),
      "certificate_wrong",
    ],
    [
      "a changed signature",
      (b) =>
        Object.assign(b.dsseEnvelope.signatures[0] ?? {}, {
          sig: flip(b.dsseEnvelope.signatures[0]?.sig ?? ""),
        }),
      "timestamp_wrong",
    ],
    [
      "a changed statement",
      (b) => Object.assign(b.dsseEnvelope, { payload: flip(b.dsseEnvelope.payload, 200) }),
      "log_entry_wrong",
    ],
    [
      "another type of payload",
      (b) => Object.assign(b.dsseEnvelope, { payloadType: "text/plain" }),
      "bundle_format",
    ],
    [
      "a time stamp's other byte",
      (b) =>
        Object.assign(stamps(b)[0] ?? {}, {
          signedTimestamp: flip(stamps(b)[0]?.signedTimestamp ?? "", 120),
        }),
      "timestamp_wrong",
    ],
    [
      "bytes behind a time stamp",
      (b) =>
        Object.assign(stamps(b)[0] ?? {}, {
          signedTimestamp: behind(stamps(b)[0]?.signedTimestamp ?? ""),
        }),
      "timestamp_wrong",
    ],
    [
      "a time stamp that is none",
      (b) => Object.assign(stamps(b)[0] ?? {}, { signedTimestamp: "AAAA" }),
      "timestamp_wrong",
    ],
    [
      "a time stamp of deep nesting",
      (b) =>
        Object.assign(stamps(b)[0] ?? {}, {
          signedTimestamp: Buffer.alloc(30_000, "3080", "hex").toString("base64"),
        }),
      "timestamp_wrong",
    ],
    ["the entry twice", twice, "log_entry_wrong"],
    ["the entry twice", twice, "log_entry_wrong", "v2"],
    ["no entry", (b) => b.verificationMaterial.tlogEntries.splice(0), "below_threshold"],
    ["nobody who vouches for the time", (b) => stamps(b).splice(0), "below_threshold", "v2"],
  ])("%s", (_, edit, code, log = "v1") => {
    const bundle = make(log);
    edit(bundle);
    expect(outcome(bundle)).toBe(refused(code));
  });

  const v1Id = () => local.trustedRoot.tlogs[0]?.logId;
  const v2Id = () => local.trustedRoot.tlogs[1]?.logId;
  test("an entry under another trusted log's id", () => {
    for (const [log, id] of [
      ["v1", v2Id()],
      ["v2", v1Id()],
    ] as const) {
      const bundle = make(log);
      entry((e) => Object.assign(e, { logId: id }))(bundle);
      expect(outcome(bundle)).toBe(refused("log_entry_wrong"));
    }
  });

  test("a changed certificate that is in no log", async () => {
    const thresholds = { tlog: 0, sct: 1, timestamps: 1 };
    const unlogged = { sigstore: await trustOf(local, { thresholds }) };
    const bundle = make("none");
    const { certificate } = bundle.verificationMaterial;
    for (const at of [40, 90, 300, 600]) {
      const changed = { certificate: { rawBytes: flip(certificate.rawBytes, at) } };
      const verificationMaterial = { ...bundle.verificationMaterial, ...changed };
      expect(outcome({ ...bundle, verificationMaterial }, unlogged)).toMatch(/^fail (c|b)/);
    }
    expect(outcome(bundle, unlogged)).toBe(passed);
  });

  test("parts of two bundles by the same signer", () => {
    const [one, two] = [make("v1"), make("v1")];
    const mixed = (part: object) =>
      outcome({ ...one, verificationMaterial: { ...one.verificationMaterial, ...part } });
    const { certificate, tlogEntries, timestampVerificationData } = two.verificationMaterial;
    expect(mixed({ certificate })).toBe(refused("log_entry_wrong"));
    expect(mixed({ tlogEntries })).toBe(refused("log_entry_wrong"));
    expect(mixed({ timestampVerificationData })).toBe(refused("timestamp_wrong"));
    expect(mixed({})).toBe(passed);
  });

  test("a signature over another statement, another type, or another package", () => {
    const statement = JSON.parse(new TextDecoder().decode(payload));
    statement.subject[0].digest.sha256 = "0".repeat(64);
    const other = make("v1", { payload: bytesOf(statement) });
    expect(outcome(other)).toBe(refused("subject_mismatch"));
    expect(outcome(make("v1", { payloadType: "text/plain" }))).toBe(refused("bundle_format"));
  });
});

describe("whom the policy names", () => {
  const uri = "https://github.com/acme/robot/.github/workflows/eval.yml@refs/tags/v1";
  const email = (san: object) => trustOf(local, { identities: [{ issuer: local.issuer, san }] });
  test.each<[string, object, boolean]>([
    ["exact", { exact: "dev@acme.example" }, true],
    ["a glob", { glob: "dev@*" }, true],
    ["a part", { exact: "acme" }, false],
    ["a regular expression", { exact: ".*" }, false],
    ["a dot that is a letter", { exact: "dev@acme-example" }, false],
    ["in another case", { exact: "DEV@acme.example" }, false],
    ["a prefix", { exact: "ev@acme.example" }, false],
    ["a suffix", { exact: "dev@acme.exampl" }, false],
  ])("%s", async (_, san, expected) => {
    const sigstore = await email(san);
    expect(outcome(make(), { sigstore })).toBe(expected ? passed : unknown);
  });

  test("evil-ci@example.community is not ci@example.com", async () => {
    const sigstore = await email({ exact: "ci@example.com" });
    const claims = { email: "evil-ci@example.community" };
    expect(outcome(make("v1", { claims }), { sigstore })).toBe(unknown);
  });

  test.each<[string, object, object, boolean]>([
    [
      "the tag",
      { glob: "https://github.com/acme/robot/.github/workflows/eval.yml@refs/tags/*" },
      {},
      true,
    ],
    [
      "any workflow",
      { glob: "https://github.com/acme/robot/.github/workflows/*@refs/tags/v1" },
      {},
      true,
    ],
    ["not across slashes", { glob: "https://github.com/acme/*@refs/tags/v1" }, {}, false],
    [
      "with its repository",
      { exact: uri },
      { "1.3.6.1.4.1.57264.1.12": "https://github.com/acme/robot" },
      true,
    ],
    [
      "of another repository",
      { exact: uri },
      { "1.3.6.1.4.1.57264.1.12": "https://github.com/acme" },
      false,
    ],
    ["with what it does not say", { exact: uri }, { "1.3.6.1.4.1.57264.1.99": "x" }, false],
  ])("a workflow: %s", async (_, san, extensions, expected) => {
    const sigstore = await trustOf(local, {
      identities: [{ issuer: local.issuer, san, extensions }],
    });
    expect(outcome(make("v1", { claims: workflowClaims }), { sigstore })).toBe(
      expected ? passed : unknown,
    );
  });

  test("of another issuer, though the name is the same", async () => {
    const san = { exact: somebody.email };
    const sigstore = await trustOf(local, { identities: [{ issuer: "https://o.example", san }] });
    expect(outcome(make(), { sigstore })).toBe(unknown);
  });

  test("any one of several", async () => {
    const identities = ["nobody@acme.example", somebody.email].map((exact) => ({
      issuer: local.issuer,
      san: { exact },
    }));
    expect(outcome(make(), { sigstore: await trustOf(local, { identities }) })).toBe(passed);
  });
});

describe("trust never comes out of a bundle", () => {
  test("another deployment's keys", async () => {
    const attacker = await startLocalSigstore();
    try {
      const theirs = attacker.bundle({ payload, claims: { ...somebody, iss: local.issuer } });
      expect(outcome(theirs)).toBe(refused("log_entry_wrong"));
      expect(outcome({ ...theirs, trustedRoot: attacker.trustedRoot })).toBe(
        refused("bundle_format"),
      );
    } finally {
      await attacker.close();
    }
  });

  // Not structuredClone, which keeps that all parts share one object of validity.
  const root = (): Record<string, { validFor?: object; publicKey?: { validFor: object } }[]> =>
    JSON.parse(JSON.stringify(local.trustedRoot));
  test.each<[string, (edited: object) => void, string]>([
    ["no logs", (r) => Object.assign(r, { tlogs: [] }), "log_entry_wrong"],
    ["no certificate logs", (r) => Object.assign(r, { ctlogs: [] }), "certificate_wrong"],
    [
      "no time stamp authorities",
      (r) => Object.assign(r, { timestampAuthorities: [] }),
      "timestamp_wrong",
    ],
  ])("a root with %s", async (_, edit, code) => {
    const edited = root();
    edit(edited);
    expect(outcome(make(), { sigstore: await trustOf(local, {}, edited) })).toBe(refused(code));
  });

  test.each<[string, (validFor: { start?: string; end?: string }) => void, string]>([
    ["tlogs", (v) => Object.assign(v, { end: "2024-01-01T00:00:00Z" }), "log_entry_wrong"],
    ["tlogs", (v) => Object.assign(v, { start: "2040-01-01T00:00:00Z" }), "log_entry_wrong"],
    [
      "certificateAuthorities",
      (v) => Object.assign(v, { end: "2024-01-01T00:00:00Z" }),
      "certificate_wrong",
    ],
    [
      "timestampAuthorities",
      (v) => Object.assign(v, { end: "2024-01-01T00:00:00Z" }),
      "timestamp_wrong",
    ],
  ])("keys that were retired, or are not yet in use: %s", async (name, edit, code) => {
    const edited = root();
    for (const one of edited[name] ?? []) {
      const validFor = one.validFor ?? one.publicKey?.validFor ?? {};
      edit(validFor);
    }
    expect(outcome(make(), { sigstore: await trustOf(local, {}, edited) })).toBe(refused(code));
  });

  test("a retired log's key is not good for what a time stamp shows to be later", async () => {
    const edited = root();
    for (const log of edited["tlogs"] ?? []) {
      Object.assign(log.publicKey ?? {}, {
        validFor: { start: "2020-01-01T00:00:00Z", end: "2024-01-01T00:00:00Z" },
      });
    }
    expect(outcome(make("v2"), { sigstore: await trustOf(local, {}, edited) })).toBe(
      refused("log_entry_wrong"),
    );
  });

  test("a clock that shows no time, or is far behind, trusts nobody", () => {
    expect(outcome(make(), { sigstore: trust }, new Date(Number.NaN))).toBe(
      refused("time_in_future"),
    );
    expect(outcome(make(), { sigstore: trust }, later(-3600))).toBe(refused("time_in_future"));
    expect(outcome(make(), { sigstore: trust }, later(-30))).toBe(passed);
  });
});

describe("a bundle of the one kind is judged by the one, never by the other", () => {
  const key = keyOf();
  const self = () => signatureOf(plain, key);
  test.each<[string, () => unknown, () => SignatureTrust, string]>([
    [
      "keyless, keys trusted",
      () => make(),
      () => ({ trustedSigners: trusting(key) }),
      "not_evaluated no_sigstore_policy / fail no_sigstore_policy",
    ],
    [
      "by key, policy given",
      self,
      () => ({ sigstore: trust }),
      "not_evaluated no_trusted_signers / fail no_trusted_signers",
    ],
    [
      "keyless, both given",
      () => make(),
      () => ({ sigstore: trust, trustedSigners: trusting(keyOf()) }),
      passed,
    ],
    [
      "by unknown key, both given",
      self,
      () => ({ sigstore: trust, trustedSigners: trusting(keyOf()) }),
      "not_evaluated key_unknown / fail key_unknown",
    ],
    [
      "keyless, nobody trusted",
      () => make(),
      () => ({}),
      "not_evaluated no_sigstore_policy / not_evaluated no_sigstore_policy",
    ],
  ])("%s", (_, bundle, given, expected) => {
    expect(outcome(bundle(), given())).toBe(expected);
  });

  test("a statement that names a key is none of a certificate", () => {
    const statement = JSON.parse(
      atob(JSON.parse(Buffer.from(self()).toString()).dsseEnvelope.payload),
    );
    const of = Buffer.from(canonicalBytes(statement).subarray(0, -1));
    expect(outcome(make("v1", { payload: of }))).toBe(refused("key_id_mismatch"));
  });

  test("by a trusted key, both given", () => {
    // The key above is valid from 2026 on.
    expect(outcome(self(), { sigstore: trust, trustedSigners: trusting(key) })).toBe(passed);
  });
});
