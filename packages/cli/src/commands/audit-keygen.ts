import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { manifestName, printable, WorldFluxError } from "@worldflux/schema";
import {
  generateKey,
  keyFileNames,
  refuseKeyFolder,
  type SigningAlgorithm,
  trustedSignersFor,
  writeKeyFolder,
} from "@worldflux/signing";
import { type Outcome, painter } from "../output.ts";
import { readPassPhrase } from "../read-pass-phrase.ts";

/** Arguments of `audit keygen`. */
export interface AuditKeygenArgs {
  readonly output: string;
  /** Default p256. */
  readonly algorithm?: keyof typeof algorithms | undefined;
  /** Who signs, in words that verify shows. */
  readonly subject?: string | undefined;
  readonly json: boolean;
}

const algorithms = {
  p256: "ecdsa-p256-sha256",
  ed25519: "ed25519",
} as const satisfies Record<string, SigningAlgorithm>;

/** `audit keygen`: a key of one's own, and what others need to check its signatures. */
export async function auditKeygen(args: AuditKeygenArgs): Promise<Outcome> {
  refuseKeyFolder(args.output);
  refuseInsidePackage(args.output);
  const phrase = await readPassPhrase(["pass phrase for the new key: ", "the same again: "]);
  const { privateKeyPem, publicKey } = generateKey(algorithms[args.algorithm ?? "p256"], phrase);
  const about = {
    subject: args.subject ?? "unnamed signer",
    validFrom: new Date().toISOString(),
  };
  writeKeyFolder(args.output, {
    privateKeyPem,
    publicKeyPem: publicKey.pem,
    trustedSigners: trustedSignersFor(publicKey, about),
  });
  const { privateKey, publicKey: publicName, trustedSigners } = keyFileNames;
  const paint = painter(args.json);
  const output = printable(args.output);
  return {
    text: [
      `wrote ${output}, key ${publicKey.keyId} (${publicKey.algorithm})`,
      `  ${privateKey.padEnd(21)} the private key, encrypted: keep it and its pass phrase to yourself`,
      `  ${publicName.padEnd(21)} the public key`,
      `  ${trustedSigners.padEnd(21)} trusts this key as ${JSON.stringify(about.subject)}: for those who verify`,
      "",
      `Hand ${trustedSigners} over on a way of its own, or read the key id out: in a package it would prove nothing.`,
      "There is no way back to a lost pass phrase.",
      "",
      "sign with",
      `  ${paint("command", `worldflux audit sign evidence_pkg --backend self-sign --key ${join(output, privateKey)}`)}`,
    ].join("\n"),
    json: {
      output: args.output,
      files: [privateKey, publicName, trustedSigners],
      key_id: publicKey.keyId,
      algorithm: publicKey.algorithm,
      ...about,
    },
  };
}

/** A package is handed on; a private key in it would be, too. */
function refuseInsidePackage(output: string): void {
  for (let folder = realFolder(output); ; folder = dirname(folder)) {
    if (existsSync(join(folder, manifestName))) {
      throw new WorldFluxError("WF_OUTPUT_UNWRITABLE", `${printable(output)} lies in a package`, {
        hint: "choose an --output outside the package, which is handed on with all that is in it",
      });
    }
    if (folder === dirname(folder)) return;
  }
}

/** Where a folder is or will be, links followed; of one that is not there, the nearest that is. */
function realFolder(path: string): string {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at)) return realpathSync.native(at);
    if (at === dirname(at)) return at;
  }
}
