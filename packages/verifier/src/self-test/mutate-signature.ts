import { canonicalBytes, canonicalJson, manifestName, signatureName } from "@worldflux/schema";
import { maxBundleBytes, preAuthenticationEncoding, type SigningKey } from "@worldflux/signing";
import { type Depth, documentChanges, replaced } from "./mutate-document.ts";
import { otherSpellings } from "./mutate-json.ts";
import type { AttackLevel, Mutation, MutationClass } from "./mutation.ts";
import { type Files, parsed, rehashed, signedWith } from "./package-in-memory.ts";

interface Bundle {
  readonly verificationMaterial: object;
  readonly dsseEnvelope: {
    readonly payload: string;
    readonly payloadType: string;
    readonly signatures: readonly { readonly sig: string; readonly keyid: string }[];
  };
}

const utf8 = new TextEncoder();
const sigPath = ["dsseEnvelope", "signatures", 0, "sig"];

/** Changes of the signature file as it lies there: nobody's key is needed for them. */
export function* bundleMutations(files: Files, depth: Depth): Generator<Mutation> {
  const bytes = files.get(signatureName);
  const bundle = parsed(bytes) as Bundle | undefined;
  if (bytes === undefined || bundle === undefined) return;
  yield one("edited", "", "taken away", () => null);
  for (const { pointer, change, document } of documentChanges(bundle, depth)) {
    yield one("edited", pointer, change, () => canonicalBytes(document()));
  }
  for (const { change, bytes: other } of otherSpellings(new TextDecoder().decode(bytes))) {
    yield one("edited", "", change, () => other);
  }
  yield one("edited", "", "more than 4 MiB", () => new Uint8Array(maxBundleBytes + 1).fill(0x20));
  const [signature] = bundle.dsseEnvelope?.signatures ?? [];
  if (signature === undefined) return;
  const sig = Buffer.from(signature.sig, "base64");
  const withSig = (other: Uint8Array) => () =>
    canonicalBytes(replaced(bundle, sigPath, Buffer.from(other).toString("base64")));
  const pointer = "/dsseEnvelope/signatures/0/sig";
  for (const i of depth.choices.sample([...sig.keys()], 16)) {
    const flipped = sig.map((byte, at) => (at === i ? byte ^ 1 : byte));
    yield one("edited", pointer, "a bit flipped", withSig(flipped));
  }
  yield one("edited", pointer, "cut short", withSig(sig.subarray(0, -1)));
  yield one("edited", pointer, "a byte added", withSig(Buffer.concat([sig, Buffer.of(0)])));
  yield one("edited", pointer, "all zero", withSig(Buffer.alloc(sig.length)));
  const twin = otherForm(sig);
  if (twin !== null) yield one("edited", pointer, "the other form (r, n - s)", withSig(twin));
  const payload = Buffer.from(bundle.dsseEnvelope.payload, "base64");
  for (const i of depth.choices.sample([...payload.keys()], 32)) {
    const flipped = payload.map((byte, at) => (at === i ? byte ^ 1 : byte));
    const other = replaced(
      bundle,
      ["dsseEnvelope", "payload"],
      Buffer.from(flipped).toString("base64"),
    );
    yield one("edited", "/dsseEnvelope/payload", "a bit flipped", () => canonicalBytes(other));
  }
}

/** Statements of the signer that are not about this package, each signed with the genuine key. */
export function* statementMutations(
  files: Files,
  key: SigningKey,
  other: SigningKey,
  depth: Depth,
): Generator<Mutation> {
  const bundle = parsed(files.get(signatureName)) as Bundle | undefined;
  if (bundle === undefined) return;
  const genuine = Buffer.from(bundle.dsseEnvelope.payload, "base64");
  const sealed = (payload: Uint8Array, by = key, type = bundle.dsseEnvelope.payloadType) => {
    const { dsseEnvelope: envelope } = bundle;
    const sig = Buffer.from(by.sign(preAuthenticationEncoding(type, payload))).toString("base64");
    const [first] = envelope.signatures;
    return canonicalBytes({
      ...bundle,
      dsseEnvelope: {
        payload: Buffer.from(payload).toString("base64"),
        payloadType: type,
        signatures: [{ ...first, sig }],
      },
    });
  };
  const statement = JSON.parse(genuine.toString());
  for (const { pointer, change, document } of documentChanges(statement, depth)) {
    const place = `/dsseEnvelope/payload${pointer}`;
    const edits = () => sealed(utf8.encode(canonicalJson(document())));
    yield one("same_key", place, `statement: ${change}`, edits);
  }
  for (const { change, bytes } of otherSpellings(`${genuine.toString()}\n`)) {
    if (genuine.equals(bytes)) continue; // a statement has no line feed
    yield one("same_key", "/dsseEnvelope/payload", `statement: ${change}`, () => sealed(bytes));
  }
  const signedByOther = () => signedWith(files, other).get(signatureName) ?? null;
  yield one("other_key", "", "signed again with another key", signedByOther);
  const type = "/dsseEnvelope/payloadType";
  yield one("same_key", type, "text/plain, signed so", () => sealed(genuine, key, "text/plain"));
  const place = "/dsseEnvelope/signatures/0/keyid";
  yield one("other_key", place, "another key under the genuine key's id", () =>
    sealed(genuine, other),
  );
}

/** Genuine signatures of another package, put to this one. */
export function* replayMutations(files: Files, key: SigningKey): Generator<Mutation> {
  const manifest = parsed(files.get(manifestName)) as { package_id: string };
  const id = manifest.package_id.replace(/.$/, (c) => (c === "0" ? "1" : "0"));
  const provenance = parsed(files.get("audit_provenance.json")) as object;
  const others: [change: string, files: Files][] = [
    [
      "of the same package under another id",
      rehashed(
        new Map(files)
          .set(manifestName, canonicalBytes({ ...manifest, package_id: id }))
          .set("audit_provenance.json", canonicalBytes({ ...provenance, package_id: id })),
        ["audit_provenance.json"],
      ),
    ],
    [
      "of the same package at another time",
      rehashed(
        new Map(files).set(
          "audit_provenance.json",
          canonicalBytes({ ...provenance, created_at: "2020-01-01T00:00:00Z" }),
        ),
        ["audit_provenance.json"],
      ),
    ],
  ];
  for (const [change, other] of others) {
    const bytes = () => signedWith(other, key, files).get(signatureName) ?? null;
    yield { ...one("same_key", "", `the signature ${change}`, bytes), class: "replay" };
    const manifestToo = () =>
      new Map([
        [signatureName, bytes()],
        [manifestName, other.get(manifestName) ?? null],
      ]);
    const change2 = `signature and manifest ${change}`;
    yield { ...one("same_key", "", change2, bytes), class: "replay", edits: manifestToo };
  }
}

function one(
  level: AttackLevel,
  pointer: string,
  change: string,
  content: () => Uint8Array | null,
): Mutation {
  const name: MutationClass = "signature";
  const edits = () => new Map([[signatureName, content()]]);
  return { class: name, member: signatureName, pointer, change, levels: [level], edits };
}

/** Order of the group of P-256 (SEC 2, section 2.4.2). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The second valid form of an ECDSA signature in DER, (r, n - s); null for a signature of another kind. */
function otherForm(sig: Buffer): Uint8Array | null {
  const rLength = sig[3] ?? 0;
  const s = sig.subarray(6 + rLength);
  if (sig[0] !== 0x30 || sig[2] !== 0x02 || s.length !== sig[5 + rLength]) return null;
  const hex = (order - BigInt(`0x${s.toString("hex")}`)).toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const digits = /^[89a-f]/.test(even) ? `00${even}` : even;
  const other = Buffer.from(digits, "hex");
  const r = sig.subarray(2, 4 + rLength);
  const body = Buffer.concat([r, Buffer.of(0x02, other.length), other]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}
