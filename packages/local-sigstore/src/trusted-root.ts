import { type Authority, lifetime } from "./authority.ts";
import type { CtLog } from "./ct-log.ts";
import { type KeyPair, sha256 } from "./key-pair.ts";
import type { Log } from "./log.ts";

const validFor = { start: lifetime.notBefore.toISOString() };

const publicKey = (keys: KeyPair) => ({
  rawBytes: keys.spki.toString("base64"),
  keyDetails: keys.algorithm === "ed25519" ? "PKIX_ED25519" : "PKIX_ECDSA_P256_SHA_256",
  validFor,
});

const logInstance = (baseUrl: string, keys: KeyPair, id: Buffer) => ({
  baseUrl,
  hashAlgorithm: "SHA2_256",
  publicKey: publicKey(keys),
  logId: { keyId: id.toString("base64") },
});

const certificateAuthority = (uri: string, { name, chain }: Authority) => ({
  subject: name,
  uri,
  certChain: { certificates: chain.map((bytes) => ({ rawBytes: bytes.toString("base64") })) },
  validFor,
});

/** Content of `trusted_root.json` (version 0.1): all keys that a verifier trusts. */
export function trustedRootOf(
  url: string,
  parts: {
    readonly fulcio: Authority;
    readonly ctLog: CtLog;
    readonly logs: readonly Log[];
    readonly timestamps: Authority;
  },
) {
  const { keys } = parts.ctLog;
  return {
    mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    tlogs: parts.logs.map((log) => logInstance(log.url, log.keys, log.id)),
    certificateAuthorities: [certificateAuthority(url, parts.fulcio)],
    ctlogs: [logInstance(`${url}/ct`, keys, sha256(keys.spki))],
    timestampAuthorities: [certificateAuthority(`${url}/api/v1/timestamp`, parts.timestamps)],
  };
}

/** A SigningConfig v0.2: where the services are, and how many of each to ask. */
export function signingConfigOf(
  url: string,
  {
    issuer,
    log,
    version,
    timestamps,
  }: {
    readonly issuer: string;
    readonly log: string;
    readonly version: 1 | 2;
    readonly timestamps: boolean;
  },
) {
  const service = (address: string, majorApiVersion: number) => ({
    url: address,
    majorApiVersion,
    validFor,
    operator: "local",
  });
  return {
    mediaType: "application/vnd.dev.sigstore.signingconfig.v0.2+json",
    caUrls: [service(url, 1)],
    oidcUrls: [service(issuer, 1)],
    rekorTlogUrls: [service(log, version)],
    rekorTlogConfig: { selector: "ANY" },
    ...(timestamps
      ? { tsaUrls: [service(`${url}/api/v1/timestamp`, 1)], tsaConfig: { selector: "ANY" } }
      : {}),
  };
}
