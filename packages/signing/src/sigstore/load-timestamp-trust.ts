import type { TimestampTrust } from "../signing-time.ts";
import type { TrustedSigners } from "../trusted-signers.ts";

/**
 * Loads what judges time stamps by the authorities of a trusted-signer configuration. Without any in it
 * nothing is loaded, and no time is proven: null.
 *
 * @param source the configuration's name in messages
 * @throws WorldFluxError WF_DOCUMENT_INVALID for certificates that are no chain of a time stamp authority
 */
export async function loadTimestampTrust(
  signers: TrustedSigners,
  source: string,
): Promise<TimestampTrust | null> {
  if (signers.timestampAuthorities.length === 0) return null;
  const { timestampJudge } = await import("./judge-timestamps.ts");
  return timestampJudge(signers, source);
}
