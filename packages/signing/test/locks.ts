import { createHash } from "node:crypto";
import type { LocalSigstore } from "@worldflux/local-sigstore";
import { documentDigest } from "@worldflux/schema";
import { claimOf, protocolOf } from "../../evidence/test/fixtures.ts";
import {
  readLock,
  readTrustedSigners,
  type SigningKey,
  signLock,
  type TrustedSigners,
} from "../src/index.ts";
import { type LockPredicate, lockStatementBytes } from "../src/lock-statement.ts";
import { somebody } from "./keyless-package.ts";
import { bytesOf, configOf } from "./signed-package.ts";

const claim = claimOf();
const protocol = protocolOf(claim, ["pusht"]);
/** What is locked below. */
export const digests = { claim: documentDigest(claim), protocol: documentDigest(protocol) };
/** The plan of the protocol, as `episodeManifest` has it. */
const episodes = {
  tasks: 1,
  cells: 10,
  sha256: documentDigest({ episodes_per_task: 10, seeds: [], tasks: [["pusht", 1]] }),
};

type Edit = Partial<Pick<LockPredicate, "role" | "cosigns" | "created_at">> & {
  readonly claim?: { id: string; sha256: string };
};

/** What a lock of claim and protocol above says. */
export const lockOf = (edit: Edit = {}) => ({
  claim: { id: claim.id, sha256: digests.claim },
  protocol: { id: protocol.id, sha256: digests.protocol },
  episodes,
  role: "author" as const,
  cosigns: null,
  producer: { name: "worldflux", version: "0.0.0" },
  created_at: "2026-01-01T12:00:00Z",
  ...edit,
});

/** A lock of claim and protocol above, without a time stamp. */
export function lockBy(key: SigningKey, edit: Edit = {}): Uint8Array {
  return signLock({ ...lockOf(edit), key });
}

/** The same under a name, as a bundle to edit. */
export function keylessLock(
  local: LocalSigstore,
  edit: Edit = {},
  how: Partial<Parameters<LocalSigstore["bundle"]>[0]> = {},
) {
  const { claim, protocol, episodes, ...about } = lockOf(edit);
  const payload = lockStatementBytes({ claim, protocol, episodes }, { ...about, key: null });
  return local.bundle({ payload, claims: somebody, ...how });
}

/** The other side's lock over the same documents and a lock of them. */
export function cosigned(lock: Uint8Array, key: SigningKey): Uint8Array {
  return lockBy(key, { role: "counterparty", cosigns: readLock(lock, "lock").statement });
}

/** A bundle as an object to edit. */
export function bundleOf(lock: Uint8Array) {
  return JSON.parse(new TextDecoder().decode(lock));
}

/** The lock with a time stamp of the deployment over its signature. */
export function stamped(lock: Uint8Array, local: LocalSigstore): Uint8Array {
  const bundle = bundleOf(lock);
  const signature = Buffer.from(bundle.dsseEnvelope.signatures[0].sig, "base64");
  const token = local.timestamp(createHash("sha256").update(signature).digest());
  bundle.verificationMaterial.timestampVerificationData = {
    rfc3161Timestamps: [{ signedTimestamp: token.toString("base64") }],
  };
  return bytesOf(bundle);
}

/** A configuration that trusts keys by subject, and the deployment's time stamps if given. */
export function trustingAll(
  keys: Readonly<Record<string, SigningKey>>,
  local?: LocalSigstore,
): TrustedSigners {
  const signers = Object.entries(keys).map(([subject, key]) => ({
    ...configOf(key).signers[0],
    subject,
  }));
  const [authority] = local?.trustedRoot.timestampAuthorities ?? [];
  const pem = authority?.certChain.certificates
    .map(({ rawBytes }) => {
      const lines = rawBytes.replace(/.{64}(?=.)/g, "$&\n");
      return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
    })
    .join("");
  const config = {
    schema_version: "worldflux.trusted_signers.v1",
    require_timestamp: false,
    signers,
    ...(pem === undefined
      ? {}
      : {
          timestamp_authorities: [
            {
              subject: "Local TSA",
              certificate_chain_pem: pem,
              valid_from: "2020-01-01T00:00:00Z",
              valid_until: null,
            },
          ],
        }),
  };
  return readTrustedSigners(bytesOf(config), "trusted_signers.json");
}
