import { createSign, generateKeyPairSync } from "node:crypto";
import { canonicalBytes, manifestName, sha256 } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import {
  bytesOf,
  configOf,
  keyOf,
  now,
  signatureOf,
  signed,
  trusting,
  unsignedPackage,
} from "../test/signed-package.ts";
import { checkSignature } from "./check-package.ts";
import { payloadType } from "./dsse.ts";
import { signatureName } from "./index.ts";
import { signPayload } from "./sign.ts";
import type { TrustedSigners } from "./trusted-signers.ts";
import { verifyBundle } from "./verify.ts";

const key = keyOf();
const attacker = keyOf();
const plain = unsignedPackage();
const files = signed(plain, key);
const bundle = files.get(signatureName) ?? new Uint8Array();
const trusted = trusting(key);

/** `[signature status, code, identity status, code]` of a package. */
function outcome(
  of: ReadonlyMap<string, Uint8Array>,
  trustedSigners: TrustedSigners | undefined = trusted,
  more: object = {},
) {
  const { signature, identity } = checkSignature(of, { trustedSigners, now, ...more });
  expect([signature.id, identity.id]).toEqual(["signature", "identity"]);
  return [signature.status, signature.code, identity.status, identity.code];
}

const withBundle = (content: Uint8Array | string) =>
  new Map(plain).set(
    signatureName,
    typeof content === "string" ? new TextEncoder().encode(content) : content,
  );
const text = new TextDecoder().decode(bundle);
const refused = (code: string) => ["fail", code, "fail", "no_valid_signature"];

describe("what was signed", () => {
  test.each(["ecdsa-p256-sha256", "ed25519"] as const)("passes with %s", (algorithm) => {
    const signer = keyOf(algorithm);
    expect(outcome(signed(plain, signer), trusting(signer))).toEqual([
      ...["pass", "signature_valid"],
      ...["pass", "signer_trusted"],
    ]);
  });

  test("names the signer, and says that the time is unproven", () => {
    const { identity } = checkSignature(files, { trustedSigners: trusted, now });
    expect(identity.detail).toContain('"ACME QA"');
    expect(identity.detail).toContain("time of signing unproven");
  });

  test("is what DSSE signs: another program's signature over the same bytes passes", () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const spki = publicKey.export({ format: "der", type: "spki" });
    const keyId = Buffer.from(sha256(spki).slice(7), "hex").toString("base64");
    const statement = JSON.parse(atob(JSON.parse(text).dsseEnvelope.payload));
    statement.predicate.key = sha256(spki);
    const payload = Buffer.from(canonicalBytes(statement).subarray(0, -1));
    const head = `DSSEv1 28 application/vnd.in-toto+json ${payload.length} `;
    const made = {
      dsseEnvelope: {
        payload: payload.toString("base64"),
        payloadType: "application/vnd.in-toto+json",
        signatures: [
          {
            keyid: keyId,
            sig: createSign("sha256").update(head).update(payload).sign(privateKey, "base64"),
          },
        ],
      },
      mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      verificationMaterial: { publicKey: { hint: keyId } },
    };
    const entry = configOf(key);
    const pem = publicKey.export({ format: "pem", type: "spki" });
    const config = trusting(key, { key_id: keyId, public_key_pem: pem });
    expect(entry.signers).toHaveLength(1);
    expect(outcome(withBundle(bytesOf(made)), config)[0]).toBe("pass");
  });

  test("is the format that Sigstore and in-toto describe", () => {
    const { dsseEnvelope, ...rest } = JSON.parse(text);
    const { keyid } = dsseEnvelope.signatures[0];
    expect(rest).toEqual({
      mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      verificationMaterial: { publicKey: { hint: keyid } },
    });
    expect(dsseEnvelope.payloadType).toBe("application/vnd.in-toto+json");
    const evidence = plain.get("evidence.json") ?? new Uint8Array();
    const members = JSON.parse(new TextDecoder().decode(plain.get(manifestName))).members;
    expect(JSON.parse(atob(dsseEnvelope.payload))).toEqual({
      _type: "https://in-toto.io/Statement/v1",
      subject: [
        {
          name: "artifact_manifest.json",
          digest: { sha256: sha256(plain.get(manifestName) ?? "").slice(7) },
        },
      ],
      predicateType: "https://worldflux.ai/attestation/evidence-package/v1",
      predicate: {
        package_id: "evd_01HXY7K9ABCDEFGHJKMNPQRSTV",
        manifest: {
          path: "artifact_manifest.json",
          member_count: plain.size - 1,
          total_bytes: [...plain]
            .filter(([path]) => path !== manifestName)
            .reduce((sum, [, content]) => sum + content.length, 0),
        },
        claim: {
          id: "clm_01HXY7K8ABCDEFGHJKMNPQRSTV",
          sha256: JSON.parse(new TextDecoder().decode(evidence)).claim.sha256,
        },
        protocol: {
          id: "prt_01HXY7K9ABCDEFGHJKMNPQRSTV",
          sha256: JSON.parse(new TextDecoder().decode(evidence)).protocol.sha256,
        },
        evidence: { sha256: sha256(evidence.subarray(0, -1)) },
        key: sha256(Buffer.from(key.publicKey.pem.split("-----")[2] ?? "", "base64")),
        producer: { name: "worldflux", version: "0.0.0" },
        created_at: "2026-01-02T03:04:05Z",
      },
    });
    expect(members).toHaveLength(plain.size - 1);
  });
});

describe("without a signature or a trusted signer nothing passes", () => {
  test.each<[string, ReadonlyMap<string, Uint8Array>, boolean, object, string[]]>([
    ["unsigned", plain, false, {}, ["not_evaluated", "unsigned", "not_evaluated", "unsigned"]],
    [
      "unsigned, signature required",
      plain,
      false,
      { required: true },
      ["not_evaluated", "unsigned", "fail", "unsigned"],
    ],
    [
      "signature taken away, trusted signers given",
      plain,
      true,
      {},
      ["not_evaluated", "unsigned", "fail", "unsigned"],
    ],
    [
      "unsigned and allowed to be",
      plain,
      true,
      { required: false },
      ["not_evaluated", "unsigned", "not_evaluated", "unsigned"],
    ],
    [
      "signed, nobody trusted",
      files,
      false,
      {},
      ["not_evaluated", "no_trusted_signers", "not_evaluated", "no_trusted_signers"],
    ],
    [
      "signed, nobody trusted, signature required",
      files,
      false,
      { required: true },
      ["not_evaluated", "no_trusted_signers", "fail", "no_trusted_signers"],
    ],
  ])("%s", (_, of, withTrust, more, expected) => {
    const { signature, identity } = checkSignature(of, {
      trustedSigners: withTrust ? trusted : undefined,
      now,
      ...more,
    });
    expect([signature.status, signature.code, identity.status, identity.code]).toEqual(expected);
  });

  test("a signature that fits nothing is refused even when nobody is trusted", () => {
    const other = unsignedPackage("evd_01HXY7K9ABCDEFGHJKMNPQRST0");
    const moved = new Map(other).set(signatureName, bundle);
    const { signature } = checkSignature(moved, { now });
    expect([signature.status, signature.code]).toEqual(["fail", "subject_mismatch"]);
  });
});

describe("envelope", () => {
  type Any = Record<string, never> & { [key: string]: never };
  const edited = (edit: (bundle: Any) => void) => {
    const value = JSON.parse(text);
    edit(value);
    return bytesOf(value);
  };
  const set = (path: string, value: unknown) => (document: object) => {
    const steps = path.split(".");
    const last = steps.pop() ?? "";
    let at = document as Record<string, unknown>;
    for (const step of steps) at = at[step] as Record<string, unknown>;
    if (value === undefined) delete at[last];
    else at[last] = value;
  };
  const { dsseEnvelope } = JSON.parse(text);
  const [first] = dsseEnvelope.signatures;
  const flipped = (at: number) => {
    const sig = Buffer.from(first.sig, "base64");
    sig.writeUInt8(sig.readUInt8(at) ^ 1, at);
    return sig.toString("base64");
  };
  const other = attacker.publicKey.keyId;

  test.each<[string, Uint8Array | string, string]>([
    ["empty", "", "bundle_empty"],
    ["white space", " \n", "bundle_json"],
    ["5 MB", `${text}${" ".repeat(5e6)}`, "bundle_too_large"],
    ["[]", "[]", "bundle_format"],
    ["null", "null", "bundle_format"],
    ["a number", "1", "bundle_format"],
    ["cut", text.slice(0, -20), "bundle_json"],
    ["something behind", `${text}{}`, "bundle_json"],
    ["a comment", `/**/${text}`, "bundle_json"],
    ["a byte order mark", `\ufeff${text}`, "bundle_encoding"],
    ["not UTF-8", Uint8Array.of(0x22, 0xff, 0x22), "bundle_encoding"],
    ["a key twice", text.replace("{", '{"mediaType":"x",'), "bundle_json"],
    ["a key twice, escaped", text.replace("{", '{"media\\u0054ype":"x",'), "bundle_json"],
    ["a number too large", `{"a":1e400}`, "bundle_json"],
    ["NaN", `{"a":NaN}`, "bundle_json"],
    ["a lone surrogate", `{"a":"\\ud800"}`, "bundle_json"],
    ["depth 100", "[".repeat(100) + "]".repeat(100), "bundle_json"],
    ["__proto__", text.replace("{", '{"__proto__":{},'), "bundle_json"],
    ["an unknown field", edited(set("more", 1)), "bundle_format"],
    ["an unknown field inside", edited(set("dsseEnvelope.more", 1)), "bundle_format"],
    [
      "an unknown field of the signature",
      edited(set("dsseEnvelope.signatures.0.cert", "")),
      "bundle_format",
    ],
    [
      "an unknown field of the key",
      edited(set("verificationMaterial.publicKey.rawBytes", "")),
      "bundle_format",
    ],
    ["media type v0.1", edited(set("mediaType", media("0.1"))), "bundle_format"],
    ["media type v0.2", edited(set("mediaType", media("0.2"))), "bundle_format"],
    ["media type v9.9", edited(set("mediaType", media("9.9"))), "bundle_format"],
    [
      "media type by parameter",
      edited(set("mediaType", "application/vnd.dev.sigstore.bundle+json;version=0.3")),
      "bundle_format",
    ],
    ["both contents", edited(set("messageSignature", { signature: first.sig })), "bundle_format"],
    ["no content", edited(set("dsseEnvelope", undefined)), "bundle_format"],
    [
      "both kinds of key",
      edited(set("verificationMaterial.certificate", { rawBytes: "AAAA" })),
      "bundle_format",
    ],
    [
      "a certificate alone",
      edited(set("verificationMaterial", { certificate: { rawBytes: "AAAA" } })),
      "bundle_format",
    ],
    ["a log entry", edited(set("verificationMaterial.tlogEntries", [{}])), "bundle_format"],
    ["no signature", edited(set("dsseEnvelope.signatures", [])), "bundle_format"],
    [
      "two signatures",
      edited(set("dsseEnvelope.signatures", [first, { ...first, keyid: other }])),
      "bundle_format",
    ],
    ["the same twice", edited(set("dsseEnvelope.signatures", [first, first])), "bundle_format"],
    ["another key id", edited(set("dsseEnvelope.signatures.0.keyid", other)), "key_id_mismatch"],
    ["no key id", edited(set("dsseEnvelope.signatures.0.keyid", undefined)), "bundle_format"],
    ["an empty key id", edited(set("dsseEnvelope.signatures.0.keyid", "")), "bundle_format"],
    ["an empty signature", edited(set("dsseEnvelope.signatures.0.sig", "")), "bundle_format"],
    ["a flipped r", edited(set("dsseEnvelope.signatures.0.sig", flipped(8))), "signature_wrong"],
    ["a flipped tag", edited(set("dsseEnvelope.signatures.0.sig", flipped(0))), "signature_wrong"],
    [
      "a zero signature",
      edited(set("dsseEnvelope.signatures.0.sig", "MAYCAQACAQA=")),
      "signature_wrong",
    ],
    [
      "r and s without DER",
      edited(set("dsseEnvelope.signatures.0.sig", Buffer.alloc(64, 1).toString("base64"))),
      "signature_wrong",
    ],
    [
      "bytes behind the signature",
      edited(
        set(
          "dsseEnvelope.signatures.0.sig",
          Buffer.concat([Buffer.from(first.sig, "base64"), Buffer.of(0)]).toString("base64"),
        ),
      ),
      "signature_wrong",
    ],
    [
      "base64 unpadded",
      edited(set("dsseEnvelope.payload", `${dsseEnvelope.payload}A`)),
      "bundle_format",
    ],
    [
      "base64 with a line break",
      edited(
        set(
          "dsseEnvelope.payload",
          `${dsseEnvelope.payload.slice(0, 8)}\n${dsseEnvelope.payload.slice(8)}`,
        ),
      ),
      "bundle_format",
    ],
    ["URL-safe base64", edited(set("dsseEnvelope.payload", "_-_-")), "bundle_format"],
    ["base64 with bits left", edited(set("dsseEnvelope.payload", "YR==")), "bundle_format"],
    ["an empty payload", edited(set("dsseEnvelope.payload", "")), "bundle_format"],
    [
      "a payload of 1 MB",
      edited(set("dsseEnvelope.payload", "A".repeat(2 ** 20))),
      "bundle_format",
    ],
    [
      "payload type text/plain",
      edited(set("dsseEnvelope.payloadType", "text/plain")),
      "bundle_format",
    ],
    [
      "payload type in another case",
      edited(set("dsseEnvelope.payloadType", "application/vnd.in-toto+JSON")),
      "bundle_format",
    ],
  ])("%s is refused", (_, content, code) => {
    expect(outcome(withBundle(content))).toEqual(refused(code));
  });

  test.each(["text/plain", "application/vnd.in-toto+JSON", "application/vnd.in-toto+json "])(
    "payload type %j is refused though it is signed",
    (type) => {
      const payload = Buffer.from(dsseEnvelope.payload, "base64");
      expect(outcome(withBundle(signPayload(payload, key, type)))).toEqual(
        refused("bundle_format"),
      );
    },
  );

  test("white space and the order of keys mean nothing", () => {
    const { mediaType, ...rest } = JSON.parse(text);
    const spaced = JSON.stringify({ ...rest, mediaType }, null, 3);
    expect(outcome(withBundle(`\r\n${spaced}\t`))[0]).toBe("pass");
  });

  test("a bundle of thousands of values is not read at all", () => {
    const content = `{"a":[${"0,".repeat(2000)}0]}`;
    const { signature } = checkSignature(withBundle(content), { now });
    expect(signature.detail).toContain("more values than any bundle");
  });

  test("says the place, and quotes no value", () => {
    const content = edited(set("dsseEnvelope.payloadType", "s3cret-value"));
    const { signature } = checkSignature(withBundle(content), { now });
    expect(signature.detail).toContain("/dsseEnvelope/payloadType");
    expect(signature.detail).not.toContain("s3cret");
  });

  function media(version: string) {
    return `application/vnd.dev.sigstore.bundle.v${version}+json`;
  }
});

describe("trust", () => {
  const forged = (edit: (bundle: { dsseEnvelope: never; verificationMaterial: never }) => void) => {
    const value = JSON.parse(new TextDecoder().decode(signatureOf(plain, attacker)));
    edit(value);
    return withBundle(bytesOf(value));
  };
  const relabel = (hint: string) =>
    forged((bundle) => {
      Object.assign(bundle.verificationMaterial, { publicKey: { hint } });
      Object.assign((bundle.dsseEnvelope as { signatures: object[] }).signatures[0] ?? {}, {
        keyid: hint,
      });
    });

  test("another's key is not a trusted signer's", () => {
    expect(outcome(signed(plain, attacker))).toEqual([
      ...["not_evaluated", "key_unknown"],
      ...["fail", "key_unknown"],
    ]);
  });

  test("another's signature under a trusted signer's hint is wrong", () => {
    expect(outcome(relabel(key.publicKey.keyId))).toEqual(refused("signature_wrong"));
  });

  test.each(["constructor", "__proto__", "toString", "", "hasOwnProperty"])(
    "the hint %j names no key",
    (hint) => {
      expect(outcome(relabel(hint))).toEqual(refused("bundle_format"));
    },
  );

  test("a P-256 signature does not pass for an Ed25519 key", () => {
    const ed = keyOf("ed25519");
    expect(outcome(relabel(ed.publicKey.keyId), trusting(ed))).toEqual(refused("signature_wrong"));
  });

  test.each<[string, object, string, string]>([
    ["revoked", { revoked_at: "2026-05-01T00:00:00Z" }, "fail", "revoked"],
    ["revoked at this moment", { revoked_at: "2026-06-01T00:00:00Z" }, "fail", "revoked"],
    ["revoked later", { revoked_at: "2026-07-01T00:00:00Z" }, "pass", "signer_trusted"],
    ["from tomorrow", { valid_from: "2026-06-02T00:00:00Z" }, "fail", "not_yet_valid"],
    ["from this moment", { valid_from: "2026-06-01T00:00:00Z" }, "pass", "signer_trusted"],
    ["until yesterday", { valid_until: "2026-05-31T00:00:00Z" }, "fail", "expired"],
    ["until this moment", { valid_until: "2026-06-01T00:00:00Z" }, "fail", "expired"],
    ["until tomorrow", { valid_until: "2026-06-02T00:00:00Z" }, "pass", "signer_trusted"],
  ])("a key %s", (_, edit, status, code) => {
    const result = outcome(files, trusting(key, edit));
    expect(result.slice(0, 2)).toEqual(["pass", "signature_valid"]);
    expect(result.slice(2)).toEqual([status, code]);
  });

  test("a time stamp that is required is not there", () => {
    const config = { ...trusted, requireTimestamp: true };
    expect(outcome(files, config).slice(2)).toEqual(["fail", "timestamp_required"]);
  });

  test("a clock that shows no time trusts nobody", () => {
    const { identity } = checkSignature(files, {
      trustedSigners: trusted,
      now: new Date(Number.NaN),
    });
    expect(identity.status).toBe("fail");
  });
});

describe("statement", () => {
  const genuine = JSON.parse(atob(JSON.parse(text).dsseEnvelope.payload));
  const signedPayload = (payload: Uint8Array | string) =>
    withBundle(
      signPayload(typeof payload === "string" ? new TextEncoder().encode(payload) : payload, key),
    );
  const canonical = (value: unknown) => canonicalBytes(value).subarray(0, -1);
  const subject = genuine.subject[0];
  const with_ = (edit: object) => canonical({ ...genuine, ...edit });
  const predicate = (edit: object) => with_({ predicate: { ...genuine.predicate, ...edit } });
  const json = JSON.stringify(genuine);

  test("the helper's own statement passes", () => {
    expect(outcome(signedPayload(canonical(genuine)))[0]).toBe("pass");
  });

  // All validly signed with the trusted key.
  test.each<[string, Uint8Array | string, string]>([
    [
      "another predicate type",
      with_({ predicateType: "https://slsa.dev/provenance/v1" }),
      "statement_format",
    ],
    [
      "a later predicate type",
      with_({ predicateType: `${genuine.predicateType}.1` }),
      "statement_format",
    ],
    ["Statement v0.1", with_({ _type: "https://in-toto.io/Statement/v0.1" }), "statement_format"],
    ["the subject twice", with_({ subject: [subject, subject] }), "statement_format"],
    [
      "a second subject",
      with_({ subject: [subject, { ...subject, name: "evidence.json" }] }),
      "statement_format",
    ],
    ["no subject", with_({ subject: [] }), "statement_format"],
    ["no subject field", with_({ subject: undefined }), "statement_format"],
    [
      "another name",
      with_({ subject: [{ ...subject, name: "evidence.json" }] }),
      "statement_format",
    ],
    [
      "a path",
      with_({ subject: [{ ...subject, name: "./artifact_manifest.json" }] }),
      "statement_format",
    ],
    [
      "upper-case digits",
      with_({ subject: [{ ...subject, digest: { sha256: subject.digest.sha256.toUpperCase() } }] }),
      "statement_format",
    ],
    [
      "a short digest",
      with_({ subject: [{ ...subject, digest: { sha256: subject.digest.sha256.slice(1) } }] }),
      "statement_format",
    ],
    [
      "a second digest",
      with_({ subject: [{ ...subject, digest: { ...subject.digest, sha1: "00" } }] }),
      "statement_format",
    ],
    [
      "another digest",
      with_({ subject: [{ ...subject, digest: { sha256: "0".repeat(64) } }] }),
      "subject_mismatch",
    ],
    ["an unknown field", with_({ more: 1 }), "statement_format"],
    ["an unknown field of the predicate", predicate({ verdict: "supported" }), "statement_format"],
    ["no predicate", with_({ predicate: undefined }), "statement_format"],
    [
      "another package id",
      predicate({ package_id: "evd_01HXY7K9ABCDEFGHJKMNPQRST0" }),
      "package_mismatch",
    ],
    [
      "another member count",
      predicate({ manifest: { ...genuine.predicate.manifest, member_count: 9 } }),
      "package_mismatch",
    ],
    [
      "another size",
      predicate({ manifest: { ...genuine.predicate.manifest, total_bytes: 9 } }),
      "package_mismatch",
    ],
    [
      "another claim id",
      predicate({ claim: { ...genuine.predicate.claim, id: "clm_01HXY7K8ABCDEFGHJKMNPQRST0" } }),
      "package_mismatch",
    ],
    [
      "another claim",
      predicate({ claim: { ...genuine.predicate.claim, sha256: sha256("x") } }),
      "package_mismatch",
    ],
    [
      "another protocol",
      predicate({ protocol: { ...genuine.predicate.protocol, sha256: sha256("x") } }),
      "package_mismatch",
    ],
    ["other evidence", predicate({ evidence: { sha256: sha256("x") } }), "package_mismatch"],
    ["another key", predicate({ key: sha256("x") }), "key_id_mismatch"],
    ["a certificate's statement", predicate({ key: null }), "key_id_mismatch"],
    ["no word of the key", predicate({ key: undefined }), "statement_format"],
    ["another time", predicate({ created_at: "2026-01-02T03:04:06Z" }), "package_mismatch"],
    ["a time that is none", predicate({ created_at: "2026-02-30T00:00:00Z" }), "statement_format"],
    ["a key twice", json.replace("{", '{"predicateType":"x",'), "statement_json"],
    ["not JSON", "hello", "statement_json"],
    ["a list", "[]", "statement_format"],
    ["a byte order mark", `\ufeff${json}`, "bundle_encoding"],
    ["another form", JSON.stringify(genuine, null, 1), "statement_json"],
    [
      "a line feed at the end",
      `${new TextDecoder().decode(canonical(genuine))}\n`,
      "statement_json",
    ],
    ["depth 100", "[".repeat(100) + "]".repeat(100), "statement_json"],
  ])("%s is refused though it is signed", (_, payload, code) => {
    expect(outcome(signedPayload(payload))).toEqual(refused(code));
  });

  test("a manifest that was changed is not the one that was signed", () => {
    const manifest = new TextDecoder().decode(plain.get(manifestName));
    const changed = new Map(files).set(
      manifestName,
      new TextEncoder().encode(manifest.replace("evidence_text", "evidence_tex2")),
    );
    expect(outcome(changed)).toEqual(refused("subject_mismatch"));
  });

  test.each([
    "claim.json",
    "protocol.json",
    "evidence.json",
    "audit_provenance.json",
    manifestName,
  ])("a package without %s has nothing to hold the signature against", (name) => {
    const without = new Map(files);
    without.delete(name);
    expect(outcome(without).slice(0, 2)).toEqual(["fail", "package_unreadable"]);
    const broken = new Map(files).set(name, new TextEncoder().encode("{"));
    expect(outcome(broken)[0]).toBe("fail");
  });

  test("the signature of one package does not fit another", () => {
    const other = unsignedPackage("evd_01HXY7K9ABCDEFGHJKMNPQRST0");
    expect(outcome(new Map(other).set(signatureName, bundle))).toEqual(refused("subject_mismatch"));
  });

  test("without the package's facts, the manifest alone is held against the signature", () => {
    const manifestBytes = plain.get(manifestName) ?? new Uint8Array();
    const checks = verifyBundle({
      bundleBytes: bundle,
      manifestBytes,
      trustedSigners: trusted,
      now,
    });
    expect(checks.signature.status).toBe("pass");
    expect(payloadType).toBe("application/vnd.in-toto+json");
  });
});
