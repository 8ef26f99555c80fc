import { canonicalJson, signatureName } from "@worldflux/schema";
import {
  generateKey,
  type JudgedSignature,
  openKey,
  readTrustedSigners,
  type SignatureCheck,
  type SigningKey,
  type SigstoreTrust,
  type TimestampTrust,
  type TrustedSigners,
  trustedSignersFor,
} from "@worldflux/signing";
import type { Check } from "../check.ts";
import { intoMemory } from "../content.ts";
import { remembering } from "../memory.ts";
import type { PackageFiles } from "../read-folder.ts";
import { packageChecks } from "../verify.ts";
import { attackOn, type Mutant, type Sealed } from "./attack.ts";
import { defaultLimitOf } from "./default-limit.ts";
import { type FolderTest, folderTest } from "./folder-test.ts";
import { signedWith, withEdits } from "./package-in-memory.ts";
import { seeded } from "./seeded.ts";
import { type SampledList, trialsOf } from "./trials.ts";

/** How a self-test is made. */
export interface SelfTestOptions {
  /** The moment at which the throw-away keys are valid. */
  readonly now: Date;
  /** Whom the reader trusts; a signature has to be by one of them. */
  readonly trustedSigners?: TrustedSigners | undefined;
  /** Judges the time stamps that such signatures, and locks, have: `loadTimestampTrust`. */
  readonly timestamps?: TimestampTrust | undefined;
  /** Judges signatures and locks by certificate: `loadSigstoreTrust`. */
  readonly sigstore?: SigstoreTrust | undefined;
  /** Picks the sample where not everything is tried; 1 when left out. */
  readonly seed?: number | undefined;
  /** Most mutants in memory; `defaultLimitOf` the package when left out. */
  readonly limit?: number | undefined;
  /** Called now and then, for people who wait. */
  onProgress?(done: number, of: number): void;
}

/** What a self-test found. */
export interface SelfTest {
  /** True when no mutant survived. */
  readonly ok: boolean;
  readonly seed: number;
  readonly limit: number;
  /** How many mutants there would have been without limits; lists that were sampled not counted whole. */
  readonly found: number;
  /** Lists and lines of which only a sample was gone into. */
  readonly sampled: readonly SampledList[];
  /** Places that can be changed, and how many of them the signer himself changed at least once. */
  readonly places: number;
  readonly placesTried: number;
  /** What could not be done to a folder on this system. */
  readonly skipped: FolderTest["skipped"];
  readonly mutants: readonly Mutant[];
}

/** A package that does not verify, so that nothing can be learnt from changing it. */
export interface Unverified {
  readonly checks: readonly (Check | SignatureCheck)[];
}

/**
 * Attacks a copy of a package in memory in thousands of ways, and asks `verifyPackage`'s checks about each.
 * The copy is signed with a throw-away key that is trusted, so that the steps of an attacker up to the signer
 * himself can be tried on any package. Copies in a temporary folder get what only a file system can have.
 *
 * The package itself is not written to. What is not killed, and has no reason to pass in `excuses`, survived.
 */
export async function selfTest(
  original: PackageFiles,
  options: SelfTestOptions,
): Promise<SelfTest | Unverified> {
  const whole = intoMemory(original.files);
  const { now, trustedSigners, timestamps, seed = 1, limit = defaultLimitOf(whole) } = options;
  const sigstore = options.sigstore && remembered(options.sigstore, now);
  const signed = whole.has(signatureName);
  // An unsigned package has nothing to attack with a signature of the reader's own; its locks it has.
  const reader = (trustedSigners ?? sigstore) && {
    ...{ trustedSigners, timestamps, sigstore },
    ...{ now, required: signed },
  };
  const memory = remembering();
  const asGiven = [...packageChecks({ ...original, files: whole }, reader, memory)];
  if (asGiven.some(({ status }) => status === "fail")) return { checks: asGiven };

  const keys = { genuine: newKey(), other: newKey() };
  const unsigned = withEdits(whole, new Map([[signatureName, null]]));
  const files = signedWith(unsigned, keys.genuine);
  const ourSigners = trusting(keys.genuine, now, trustedSigners);
  const policy = { trustedSigners: ourSigners, timestamps, sigstore, now };
  const ours: Sealed = { files, policy };
  const given = reader && signed && { files: whole, policy: reader };
  const attack = attackOn(ours, given || ours, keys, memory);
  const bounds = { choices: seeded(seed), limit };
  const { trials, ...found } = trialsOf(files, (given || ours).files, keys, bounds);
  const mutants: Mutant[] = [];
  for (const [i, trial] of trials.entries()) {
    if (i % 64 === 0) options.onProgress?.(i, trials.length);
    const mutant = attack(trial);
    if (mutant !== null) mutants.push(mutant);
  }
  options.onProgress?.(trials.length, trials.length);
  const folder = await folderTest(given || ours);
  mutants.push(...folder.mutants);
  const ok = mutants.every(({ outcome }) => outcome !== "survived");
  return { ok, seed, limit, ...found, skipped: folder.skipped, mutants };
}

/** Certificates are judged once: most mutants leave the locks as they are. */
function remembered(trust: SigstoreTrust, now: Date): SigstoreTrust {
  const known = new Map<string, JudgedSignature>();
  return {
    judge: (bundle) => {
      const key = canonicalJson(bundle);
      const judged = known.get(key) ?? trust.judge(bundle, now);
      known.set(key, judged);
      return judged;
    },
  };
}

function newKey(): SigningKey {
  const phrase = "a key that lives for one self-test";
  return openKey(generateKey("ecdsa-p256-sha256", phrase).privateKeyPem, phrase, "a new key");
}

/** Trusts the throw-away key, and for locks whom the reader trusts. */
function trusting(
  { publicKey }: SigningKey,
  now: Date,
  reader: TrustedSigners | undefined,
): TrustedSigners {
  const about = { subject: "self-test", validFrom: now.toISOString() };
  const ours = readTrustedSigners(trustedSignersFor(publicKey, about), "the self-test's signers");
  if (reader === undefined) return ours;
  const { timestampAuthorities } = reader;
  return {
    ...ours,
    timestampAuthorities,
    byKeyId: new Map([...reader.byKeyId, ...ours.byKeyId]),
  };
}
