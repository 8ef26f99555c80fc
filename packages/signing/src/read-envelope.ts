import { decodeUtf8, parseJson, WorldFluxError } from "@worldflux/schema";
import type * as z from "zod";
import { fromBase64 } from "./base64.ts";
import { CertificateBundle, hasTooManyValues, KeyBundle, maxBundleBytes } from "./bundle.ts";
import type { SignatureCode } from "./check.ts";
import { firstProblem } from "./problem.ts";
import { Refusal } from "./refusal.ts";

/** A bundle that was read; nothing in it is believed yet. */
export type Envelope = {
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  /** Time stamps of RFC 3161, DER. */
  readonly timestamps: readonly Uint8Array[];
} & (
  | { readonly kind: "key"; readonly keyId: string }
  | { readonly kind: "certificate"; readonly bundle: CertificateBundle }
);

/**
 * Reads a bundle.
 *
 * @param name its file, for messages
 * @throws Refusal for anything that is not a bundle in the one form
 */
export function readEnvelope(bytes: Uint8Array, name: string): Envelope {
  if (bytes.length === 0) throw new Refusal("bundle_empty", `${name} is empty`);
  if (bytes.length > maxBundleBytes) {
    throw new Refusal("bundle_too_large", `${name} has more than 4 MiB`);
  }
  if (hasTooManyValues(bytes)) {
    throw new Refusal("bundle_format", `${name} has more values than any bundle`);
  }
  const value = readJson(bytes, name, "bundle_json");
  return hasCertificate(value) ? withCertificate(value, name) : withKey(value, name);
}

/** Which of the two forms a value is held against; either refuses what belongs to the other. */
function hasCertificate(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const material: unknown = Object.getOwnPropertyDescriptor(value, "verificationMaterial")?.value;
  return (
    typeof material === "object" &&
    material !== null &&
    Object.hasOwn(material, "certificate") &&
    !Object.hasOwn(material, "publicKey")
  );
}

function withKey(value: unknown, name: string): Envelope {
  const bundle = readForm(KeyBundle, value, name, "bundle_format");
  const { publicKey } = bundle.verificationMaterial;
  if (bundle.dsseEnvelope.signatures[0].keyid !== publicKey.hint) {
    const place = "/dsseEnvelope/signatures/0/keyid";
    throw new Refusal("key_id_mismatch", `${name} ${place}: is not the hint of the key`);
  }
  return { kind: "key", keyId: publicKey.hint, ...contentOf(bundle) };
}

function withCertificate(value: unknown, name: string): Envelope {
  const bundle = readForm(CertificateBundle, value, name, "bundle_format");
  return { kind: "certificate", bundle, ...contentOf(bundle) };
}

function contentOf({ dsseEnvelope, verificationMaterial }: KeyBundle | CertificateBundle) {
  const tokens = verificationMaterial.timestampVerificationData?.rfc3161Timestamps ?? [];
  return {
    payload: fromBase64(dsseEnvelope.payload),
    signature: fromBase64(dsseEnvelope.signatures[0].sig),
    timestamps: tokens.map(({ signedTimestamp }) => fromBase64(signedTimestamp)),
  };
}

/**
 * Strict JSON: UTF-8 without a byte order mark, no key twice, shallow.
 *
 * @throws Refusal with `code`, or `bundle_encoding`
 */
export function readJson(bytes: Uint8Array, source: string, code: SignatureCode): unknown {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw new Refusal("bundle_encoding", `${source} starts with a byte order mark`);
  }
  try {
    return parseJson(decodeUtf8(bytes, source), { source, maxDepth: 8 }).value;
  } catch (error) {
    if (!(error instanceof WorldFluxError)) throw error;
    throw new Refusal(error.code === "WF_INPUT_ENCODING" ? "bundle_encoding" : code, error.message);
  }
}

/**
 * The value as its schema has it.
 *
 * @throws Refusal with `code` and the place of the first problem
 */
export function readForm<S extends z.ZodType>(
  schema: S,
  value: unknown,
  source: string,
  code: SignatureCode,
): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal(code, `${source} ${firstProblem(result.error)}`);
}
