import { printable, WorldFluxError } from "@worldflux/schema";
import { openKey, readKeyFile } from "@worldflux/signing";
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
  const plain = toSign.withKey(key);
  const bundle = url === undefined ? plain : await timeStamped(plain, url);
  const { keyId, algorithm } = key.publicKey;
  return {
    bundle,
    to: "key",
    signer: `${keyId} (${algorithm})`,
    stampedBy: url === undefined ? undefined : printable(new URL(url).host),
    log: undefined,
    published: [],
    json: { backend: "self-sign", key_id: keyId, algorithm, timestamped: url !== undefined },
  };
}
