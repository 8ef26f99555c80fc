import { createHash } from "node:crypto";
import { type Claims, type LocalSigstore, startLocalSigstore } from "@worldflux/local-sigstore";
import { manifestName, sha256 } from "@worldflux/schema";
import { packageFacts } from "../src/index.ts";
import { writePem } from "../src/pem.ts";
import { loadSigstoreTrust } from "../src/sigstore/load-sigstore-trust.ts";
import type { SigstoreTrust } from "../src/sigstore/sigstore-trust.ts";
import { statementBytes } from "../src/statement.ts";
import { bytesOf, unsignedPackage } from "./signed-package.ts";

export { type LocalSigstore, startLocalSigstore };

/** Whom the certificates below are for. */
export const somebody = { email: "dev@acme.example", email_verified: true } satisfies Claims;

/** A package, and the statement that is signed about it. */
export const plain = unsignedPackage();
export const payload = statementBytes(plain.get(manifestName) ?? new Uint8Array(), {
  ...packageFacts(plain),
  producer: { name: "worldflux", version: "0.0.0" },
  key: null,
});

/** A bundle as an object to edit. */
export type AnyBundle = ReturnType<LocalSigstore["bundle"]>;

/** A policy that trusts somebody at the deployment's issuer. */
export function policyFor(local: LocalSigstore, edit: object = {}) {
  return {
    schema_version: "worldflux.sigstore_policy.v1",
    trust: {
      kind: "file",
      trusted_root: "trusted_root.json",
      sha256: sha256(bytesOf(local.trustedRoot)).slice("sha256:".length),
    },
    identities: [{ issuer: local.issuer, san: { exact: somebody.email } }],
    ...edit,
  };
}

/** The policy, loaded with the deployment's keys or with others. */
export async function trustOf(
  local: LocalSigstore,
  edit: object = {},
  root: unknown = local.trustedRoot,
): Promise<SigstoreTrust> {
  const bytes = bytesOf(root);
  const digest = sha256(bytes).slice("sha256:".length);
  const trust = { kind: "file", trusted_root: "trusted_root.json", sha256: digest };
  return loadSigstoreTrust({
    bytes: bytesOf({ ...policyFor(local), trust, ...edit }),
    source: "policy.json",
    readBeside: () => bytes,
  });
}

/** A time stamp of the deployment over a signature. */
export function stampOver(local: LocalSigstore, signature: Uint8Array): Buffer {
  return local.timestamp(createHash("sha256").update(signature).digest());
}

/** The deployment's time stamp authority as an entry of a trusted-signer configuration. */
export function authorityOf(local: LocalSigstore, edit: object = {}) {
  const { certificates } = local.trustedRoot.timestampAuthorities[0]?.certChain ?? {};
  return {
    subject: "ACME time stamps",
    certificate_chain_pem: (certificates ?? [])
      .map(({ rawBytes }) => writePem("CERTIFICATE", Buffer.from(rawBytes, "base64")))
      .join(""),
    valid_from: "2020-01-01T00:00:00Z",
    valid_until: null,
    ...edit,
  };
}
