import type { SigningServices } from "./signing-config.ts";

/**
 * The public-good deployment of Sigstore, as its published signing configuration had it in 2026
 * (sigstore/root-signing, targets/signing_config.v0.2.json). That lists two logs: the newer changes its
 * address every year, so the older is named here. No test of ours has ever contacted any of them.
 */
export const publicGood: SigningServices = {
  certificateAuthority: "https://fulcio.sigstore.dev",
  issuer: "https://oauth2.sigstore.dev/auth",
  log: { url: "https://rekor.sigstore.dev", version: 1 },
  timestamps: "https://timestamp.sigstore.dev/api/v1/timestamp",
  keys: { kind: "public-good" },
};
