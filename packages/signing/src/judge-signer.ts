import { preview } from "@worldflux/schema";
import type { SignatureCheck, SignatureCode } from "./check.ts";
import type { SigningTime } from "./signing-time.ts";
import type { TrustedSigner } from "./trusted-signers.ts";

/** What is known of the moment at which a key signed. */
export interface KnownTime {
  readonly now: Date;
  /** A time that was proven; null: a key is judged by `now`. */
  readonly signedAt: SigningTime | null;
  /** Why no time is proven, in words. */
  readonly unproven: string;
  /** True refuses a signature without a proven time. */
  readonly required: boolean;
}

/**
 * Was the signer's key good when it signed, or, if nobody knows when that was, is it now? Written so that
 * a time that is no time refuses.
 */
export function judgeSigner(signer: TrustedSigner, time: KnownTime): SignatureCheck<"identity"> {
  const { signedAt, unproven } = time;
  const who = preview(signer.subject, 200);
  const at = signedAt === null ? time.now.getTime() : Date.parse(signedAt.at);
  const when = signedAt === null ? `time of signing unproven${unproven}` : before(signedAt);
  const fail = (code: SignatureCode, detail: string) =>
    ({ id: "identity", status: "fail", code, detail: `${who}: ${detail}; ${when}` }) as const;
  const { validFrom, validUntil, revokedAt } = signer;
  if (signedAt === null && time.required) {
    return fail("timestamp_required", "a time stamp of an authority you trust is required");
  }
  if (revokedAt !== null && !(at < Date.parse(revokedAt))) {
    return fail("revoked", `the key was revoked at ${revokedAt}`);
  }
  if (!(Date.parse(validFrom) <= at)) {
    return fail("not_yet_valid", `the key is valid from ${validFrom}`);
  }
  if (validUntil !== null && !(at < Date.parse(validUntil))) {
    return fail("expired", `the key was valid until ${validUntil}`);
  }
  const valid = signedAt === null ? "whose key is valid now" : "whose key was valid then";
  return {
    id: "identity",
    status: "pass",
    code: "signer_trusted",
    detail: `signed by ${who}, ${valid}; ${when}`,
  };
}

/** A proven time in words. */
export function before({ at, by, name }: SigningTime): string {
  const voucher = by === "rfc3161" ? "time stamp by" : "entry in the log";
  return `signed before ${at} (${voucher} ${preview(name, 200)})`;
}
