import { manifestName } from "@worldflux/schema";
import {
  claimOf,
  episodesOf,
  packageOf,
  protocolOf,
  readingOf,
} from "../../evidence/test/fixtures.ts";
import {
  packageFacts,
  readTrustedSigners,
  signatureName,
  signManifest,
  type TrustedSigners,
  trustedSignersFor,
} from "../src/index.ts";
import { generateKey, openKey, type SigningKey } from "../src/private-key.ts";
import type { SigningAlgorithm } from "../src/public-key.ts";

/** Pass phrase of the keys below. */
export const passPhrase = "correct horse battery";

/** A new key, opened. */
export function keyOf(algorithm: SigningAlgorithm = "ecdsa-p256-sha256"): SigningKey {
  return openKey(generateKey(algorithm, passPhrase).privateKeyPem, passPhrase, "signer.key");
}

/** An unsigned package in memory, ten episodes of each of two tasks. */
export function unsignedPackage(packageId?: string): Map<string, Uint8Array> {
  const claim = claimOf();
  const episodes = ["pusht/0", "pusht/1"].flatMap((name) => episodesOf(name, "SSSSSSSSFE"));
  return packageOf(claim, protocolOf(claim, ["pusht"]), readingOf(episodes), packageId).members;
}

/** The signature of a package by a key. */
export function signatureOf(files: ReadonlyMap<string, Uint8Array>, key: SigningKey): Uint8Array {
  return signManifest({
    manifestBytes: files.get(manifestName) ?? new Uint8Array(),
    facts: packageFacts(files),
    producer: { name: "worldflux", version: "0.0.0" },
    key,
  });
}

/** The package with its signature. */
export function signed(
  files: ReadonlyMap<string, Uint8Array>,
  key: SigningKey,
): Map<string, Uint8Array> {
  return new Map(files).set(signatureName, signatureOf(files, key));
}

/** A configuration that trusts the key from 2026 on. */
export function trusting(key: SigningKey, edit: object = {}): TrustedSigners {
  const config = configOf(key);
  Object.assign(config.signers[0] ?? {}, edit);
  return readTrustedSigners(bytesOf(config), "trusted_signers.json");
}

interface Config {
  signers: Record<string, unknown>[];
  [field: string]: unknown;
}

/** The same as an object to edit. */
export function configOf(key: SigningKey): Config {
  const about = { subject: "ACME QA", validFrom: "2026-01-01T00:00:00Z" };
  return JSON.parse(new TextDecoder().decode(trustedSignersFor(key.publicKey, about)));
}

/** Makes time stamps over a signature. */
type Stamps = (signature: Uint8Array) => readonly Uint8Array[];

/** A package's signature with time stamps in its bundle. */
export function stamped(
  files: ReadonlyMap<string, Uint8Array>,
  key: SigningKey,
  stamps: Stamps,
): Uint8Array {
  return restamped(signatureOf(files, key), stamps);
}

/** The bundle of a signature, with these time stamps and no others. */
export function restamped(bundleBytes: Uint8Array, stamps: Stamps): Uint8Array {
  const bundle = JSON.parse(new TextDecoder().decode(bundleBytes));
  const signature = Buffer.from(bundle.dsseEnvelope.signatures[0].sig, "base64");
  const rfc3161Timestamps = stamps(signature).map((token) => ({
    signedTimestamp: Buffer.from(token).toString("base64"),
  }));
  bundle.verificationMaterial.timestampVerificationData = { rfc3161Timestamps };
  return bytesOf(bundle);
}

/** A value as JSON bytes, in no particular form. */
export function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** A moment at which the keys above are valid. */
export const now = new Date("2026-06-01T00:00:00Z");
