import { printable, WorldFluxError } from "@worldflux/schema";
import { openKey, readKeyFile, signManifest } from "@worldflux/signing";
import { readPassPhrase } from "../read-pass-phrase.ts";
import type { Signed, ToSign } from "./signed.ts";
import { timeStamped, timestampAddress } from "./time-stamp.ts";

/** Options of the backend `self-sign`. */
export interface KeyOptions {
  /** Private key file. */
  readonly key?: string | undefined;
  /** Time-stamping authority (RFC 3161); the only reason for this backend to use the network. */
  readonly "timestamp-url"?: string | undefined;
}

/** Signs with a key of one's own. Asks for its pass phrase, and for a time stamp if one is wanted. */
export async function signWithKey(toSign: ToSign, options: KeyOptions): Promise<Signed> {
  const { key: keyFile } = options;
  if (keyFile === undefined || keyFile === "") {
    throw new WorldFluxError("WF_USAGE", "--backend self-sign needs a private key", {
      hint: "add --key FILE; `worldflux audit keygen` makes one",
    });
  }
  const url = await timestampAddress(options["timestamp-url"]);
  const pem = readKeyFile(keyFile);
  const phrase = await readPassPhrase([`pass phrase of ${printable(keyFile)}: `]);
  const key = openKey(pem, phrase, printable(keyFile));
  const plain = signManifest({ ...toSign, key });
  const bundle = url === undefined ? plain : await timeStamped(plain, url);
  const { keyId, algorithm } = key.publicKey;
  return {
    bundle,
    by: `with key ${keyId} (${algorithm})`,
    shows:
      url === undefined
        ? [
            "The signature binds these files to the key. It does not say when it was made, nor that the",
            "episodes happened as recorded.",
          ]
        : [
            "The signature binds these files to the key, and was there at the time that",
            `${printable(new URL(url).host)} says. It does not say that the episodes happened as recorded.`,
          ],
    checkedWith: "--trusted-signer-config trusted_signers.json",
    json: { backend: "self-sign", key_id: keyId, algorithm, timestamped: url !== undefined },
  };
}
