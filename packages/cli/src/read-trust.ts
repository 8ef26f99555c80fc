import { dirname, join } from "node:path";
import { readInput } from "@worldflux/adapter-kit";
import { printable } from "@worldflux/schema";
import {
  needsJudge,
  readSigstoreKeys,
  readTrustedSigners,
  recordedTrust,
  type SignatureTrust,
} from "@worldflux/signing";

/** Options that say whom the reader trusts. */
export interface TrustOptions {
  /** File of the signers whose keys the reader trusts. */
  readonly "trusted-signer-config"?: string | undefined;
  /** File of the Sigstore identities that the reader trusts. */
  readonly "sigstore-policy-config"?: string | undefined;
}

/**
 * Whom the options trust, with every bundle judged that takes more than this thread's own cryptography.
 * The reader's files are read and checked whether or not a bundle needs them; what judges certificates
 * and time stamps is loaded, in a thread of its own, only if one does.
 *
 * @throws WorldFluxError for a file that cannot be used
 */
export async function readTrust(
  options: TrustOptions,
  bundles: readonly Uint8Array[],
  now: Date,
): Promise<SignatureTrust> {
  const signers = read(options["trusted-signer-config"]);
  const trustedSigners = signers && readTrustedSigners(signers.bytes, signers.source);
  const policy = await readPolicy(options["sigstore-policy-config"]);
  const have = {
    trustedSigners,
    sigstore: policy !== undefined,
    timestamps: (trustedSigners?.timestampAuthorities.length ?? 0) > 0,
  };
  const heavy = bundles.filter((bundle) => needsJudge(bundle, have));
  if (heavy.length === 0) return recordedTrust([], have);
  const { judgeInWorker } = await import("./judge-in-worker.ts");
  return recordedTrust(await judgeInWorker(heavy, { signers, policy, now }), have);
}

function read(path: string | undefined) {
  return path === undefined ? undefined : { bytes: readInput(path), source: printable(path) };
}

async function readPolicy(path: string | undefined) {
  const file = read(path);
  if (file === undefined || path === undefined) return undefined;
  let root: Uint8Array | undefined;
  await readSigstoreKeys({
    ...file,
    readBeside: (name) => {
      root = readInput(join(dirname(path), name));
      return root;
    },
  });
  return { ...file, root };
}
