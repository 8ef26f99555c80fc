/** Why a check came out as it did; stable, unlike the words beside it. */
export type SignatureCode =
  // the bundle
  | "unsigned"
  | "bundle_empty"
  | "bundle_too_large"
  | "bundle_encoding"
  | "bundle_json"
  | "bundle_format"
  | "key_id_mismatch"
  // the statement
  | "statement_json"
  | "statement_format"
  | "subject_mismatch"
  | "package_mismatch"
  | "package_unreadable"
  // the key
  | "signature_wrong"
  | "timestamp_wrong"
  | "time_in_future"
  | "signature_valid"
  | "no_trusted_signers"
  | "key_unknown"
  | "not_yet_valid"
  | "expired"
  | "revoked"
  | "timestamp_required"
  | "signer_trusted"
  // the certificate
  | "certificate_wrong"
  | "log_entry_wrong"
  | "below_threshold"
  | "no_sigstore_policy"
  | "signer_unknown"
  | "bundle_too_slow"
  | "no_valid_signature";

/** Outcome of one check, in the form of the verifier's checks. */
export interface SignatureCheck<Id extends "signature" | "identity" = "signature" | "identity"> {
  readonly id: Id;
  /** `not_evaluated` is never a pass. */
  readonly status: "pass" | "fail" | "not_evaluated";
  readonly code: SignatureCode;
  readonly detail: string;
}

/** The two checks that a signature gets. */
export interface SignatureChecks {
  readonly signature: SignatureCheck<"signature">;
  readonly identity: SignatureCheck<"identity">;
}

/** A signature that is refused; nothing is said about who made it. */
export function refusedSignature(code: SignatureCode, detail: string): SignatureChecks {
  return {
    signature: { id: "signature", status: "fail", code, detail },
    identity: {
      id: "identity",
      status: "not_evaluated",
      code: "no_valid_signature",
      detail: "there is no valid signature",
    },
  };
}
