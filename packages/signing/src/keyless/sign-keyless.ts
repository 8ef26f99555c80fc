import type { SignInput } from "../sign.ts";
import { statementBytes } from "../statement.ts";
import {
  type KeylessSignature,
  type KeylessSigner,
  signPayloadKeyless,
} from "./sign-payload-keyless.ts";

/** What is signed, as whom, and where. */
export type KeylessInput = Omit<SignInput, "key"> & KeylessSigner;

/**
 * Signs a manifest with a key that is used once, for which Fulcio certifies whose it is, and puts the
 * signature into Rekor's log and a time stamp on it. The statement is the one that `signManifest` signs, without
 * a key; the result is the content of `signature.sigstore.json`.
 *
 * This publishes the name in the certificate, the hash of the statement and the time, in Rekor v1 and v2
 * alike, and nothing takes it back. Ask before. Every answer is checked to be about this signature before
 * it goes into the bundle. Where the deployment's keys are known the bundle is verified with them, as a
 * reader will; where not, whether the services' own signatures are genuine is for the verifier to say.
 *
 * @throws WorldFluxError WF_NETWORK, WF_SERVICE_REFUSED or WF_SERVICE_ANSWER; none quotes the token
 */
export function signKeyless(input: KeylessInput): Promise<KeylessSignature> {
  const { manifestBytes, facts, producer } = input;
  const payload = statementBytes(manifestBytes, { ...facts, producer, key: null });
  return signPayloadKeyless(payload, input);
}
