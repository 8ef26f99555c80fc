import { canonicalJson, decodeUtf8, parseJson, preview, WorldFluxError } from "@worldflux/schema";
import type * as z from "zod";
import { fromBase64 } from "./base64.ts";
import { Bundle, hasTooManyValues, maxBundleBytes, signatureName } from "./bundle.ts";
import {
  refusedSignature,
  type SignatureCheck,
  type SignatureChecks,
  type SignatureCode,
} from "./check.ts";
import { payloadType, preAuthenticationEncoding } from "./dsse.ts";
import { type PackageFacts, statementDifferences } from "./package-facts.ts";
import { firstProblem } from "./problem.ts";
import { Statement, subjectDigest } from "./statement.ts";
import type { TrustedSigner, TrustedSigners } from "./trusted-signers.ts";

/** A signature and what it is held against. */
export interface VerifyInput {
  /** Content of `signature.sigstore.json`. */
  readonly bundleBytes: Uint8Array;
  /** Content of `artifact_manifest.json`. */
  readonly manifestBytes: Uint8Array;
  /** `packageFacts` of the package; without them the predicate is not held against it. */
  readonly facts?: PackageFacts | undefined;
  /** Whose keys are trusted; without them no signature can pass. */
  readonly trustedSigners: TrustedSigners | undefined;
  /** The moment at which a key has to be valid. */
  readonly now: Date;
}

/** A bundle that was read. */
interface Envelope {
  readonly keyId: string;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Checks a signature, and who made it. Pure, offline, never throws for a bad bundle, and ends well
 * within two seconds for any.
 *
 * A passed `signature` says that the holder of the key signed these manifest bytes; that the members are
 * those of the manifest is for the verifier's `manifest` to say. A passed `identity` says that the key is
 * one of a trusted signer and valid now; when it signed is not known.
 */
export function verifyBundle(input: VerifyInput): SignatureChecks {
  const { trustedSigners } = input;
  try {
    const { keyId, payload, signature } = readEnvelope(input.bundleBytes);
    const signer = trustedSigners?.byKeyId.get(keyId);
    const encoding = preAuthenticationEncoding(payloadType, payload);
    if (signer && !signer.publicKey.verifies(encoding, signature)) {
      throw new Refusal("signature_wrong", "the signature is not one of the key that it names");
    }
    checkStatement(readStatement(payload), input);
    if (signer === undefined) return unknownKey(keyId, trustedSigners);
    const kind = signer.publicKey.algorithm;
    return {
      signature: {
        id: "signature",
        status: "pass",
        code: "signature_valid",
        detail: `the manifest is signed with key ${keyId} (${kind})`,
      },
      identity: checkIdentity(signer, trustedSigners, input.now),
    };
  } catch (error) {
    if (error instanceof Refusal) return refusedSignature(error.code, error.message);
    throw error;
  }
}

/** Ends the checks of a signature; never leaves this file. */
class Refusal extends Error {
  readonly code: SignatureCode;

  constructor(code: SignatureCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

function readEnvelope(bytes: Uint8Array): Envelope {
  if (bytes.length === 0) throw new Refusal("bundle_empty", `${signatureName} is empty`);
  if (bytes.length > maxBundleBytes) {
    throw new Refusal("bundle_too_large", `${signatureName} has more than 4 MiB`);
  }
  if (hasTooManyValues(bytes)) {
    throw new Refusal("bundle_format", `${signatureName} has more values than any bundle`);
  }
  const value = readJson(bytes, signatureName, "bundle_json");
  const bundle = readForm(Bundle, value, signatureName, "bundle_format");
  const [{ sig, keyid }] = bundle.dsseEnvelope.signatures;
  const { hint } = bundle.verificationMaterial.publicKey;
  if (keyid !== hint) {
    const place = "/dsseEnvelope/signatures/0/keyid";
    throw new Refusal("key_id_mismatch", `${signatureName} ${place}: is not the hint of the key`);
  }
  return {
    keyId: hint,
    payload: fromBase64(bundle.dsseEnvelope.payload),
    signature: fromBase64(sig),
  };
}

/** The statement in its one form: another spelling of the same would be another payload. */
function readStatement(payload: Uint8Array): Statement {
  const value = readJson(payload, "the signed statement", "statement_json");
  const statement = readForm(Statement, value, "the signed statement", "statement_format");
  if (canonicalJson(statement) !== new TextDecoder().decode(payload)) {
    throw new Refusal("statement_json", "the signed statement is not in canonical form (RFC 8785)");
  }
  return statement;
}

function checkStatement({ subject, predicate }: Statement, input: VerifyInput): void {
  if (subject[0].digest.sha256 !== subjectDigest(input.manifestBytes)) {
    throw new Refusal("subject_mismatch", "what is signed is another artifact_manifest.json");
  }
  const differing = input.facts ? statementDifferences(predicate, input.facts) : [];
  if (differing.length > 0) {
    const places = differing.join(", ");
    throw new Refusal(
      "package_mismatch",
      `the signed statement differs from the package at ${places}`,
    );
  }
}

/** Strict JSON: UTF-8 without a byte order mark, no key twice, shallow. */
function readJson(bytes: Uint8Array, source: string, code: SignatureCode): unknown {
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

function readForm<S extends z.ZodType>(
  schema: S,
  value: unknown,
  source: string,
  code: SignatureCode,
): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal(code, `${source} ${firstProblem(result.error)}`);
}

/** Nothing can be said about a signature by a key that nobody vouched for. */
function unknownKey(keyId: string, trusted: TrustedSigners | undefined): SignatureChecks {
  const code = trusted === undefined ? "no_trusted_signers" : "key_unknown";
  return {
    signature: {
      id: "signature",
      status: "not_evaluated",
      code,
      detail: `signed by a key that is not known here (${keyId}): not checked`,
    },
    identity: {
      id: "identity",
      status: trusted === undefined ? "not_evaluated" : "fail",
      code,
      detail:
        trusted === undefined
          ? "no trusted signers were given"
          : "the key is none of a trusted signer",
    },
  };
}

/** Is the signer's key good now? Written so that a time that is no time refuses. */
function checkIdentity(
  signer: TrustedSigner,
  trusted: TrustedSigners | undefined,
  now: Date,
): SignatureCheck<"identity"> {
  const at = now.getTime();
  const fail = (code: SignatureCode, detail: string) =>
    ({ id: "identity", status: "fail", code, detail: `${who}: ${detail}` }) as const;
  const who = preview(signer.subject, 200);
  const { validFrom, validUntil, revokedAt } = signer;
  if (trusted?.requireTimestamp !== false) {
    return fail("timestamp_required", "a time stamp is required, and the signature has none");
  }
  if (revokedAt !== null && !(at < Date.parse(revokedAt))) {
    return fail("revoked", `the key was revoked at ${revokedAt}; time of signing unproven`);
  }
  if (!(Date.parse(validFrom) <= at)) {
    return fail("not_yet_valid", `the key is valid from ${validFrom}; time of signing unproven`);
  }
  if (validUntil !== null && !(at < Date.parse(validUntil))) {
    return fail("expired", `the key was valid until ${validUntil}; time of signing unproven`);
  }
  return {
    id: "identity",
    status: "pass",
    code: "signer_trusted",
    detail: `signed by ${who}, whose key is valid now; time of signing unproven`,
  };
}
