import { decodeUtf8, parseJson, WorldFluxError } from "@worldflux/schema";
import type * as z from "zod";
import { fromBase64 } from "./base64.ts";
import { Bundle, hasTooManyValues, maxBundleBytes } from "./bundle.ts";
import type { SignatureCode } from "./check.ts";
import { firstProblem } from "./problem.ts";
import { Refusal } from "./refusal.ts";

/** A bundle that was read; nothing in it is believed yet. */
export interface Envelope {
  readonly keyId: string;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  /** Time stamps of RFC 3161, DER. */
  readonly timestamps: readonly Uint8Array[];
}

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
  const bundle = readForm(Bundle, readJson(bytes, name, "bundle_json"), name, "bundle_format");
  const { publicKey, timestampVerificationData } = bundle.verificationMaterial;
  const [{ sig, keyid }] = bundle.dsseEnvelope.signatures;
  if (keyid !== publicKey.hint) {
    const place = "/dsseEnvelope/signatures/0/keyid";
    throw new Refusal("key_id_mismatch", `${name} ${place}: is not the hint of the key`);
  }
  const tokens = timestampVerificationData?.rfc3161Timestamps ?? [];
  return {
    keyId: publicKey.hint,
    payload: fromBase64(bundle.dsseEnvelope.payload),
    signature: fromBase64(sig),
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
