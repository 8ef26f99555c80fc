import { printable, sha256, WorldFluxError } from "@worldflux/schema";
import { readSigstorePolicy, type SigstorePolicyConfig } from "./policy.ts";
import type { SigstoreTrust } from "./sigstore-trust.ts";
import { readTrustedRoot, type TrustedRoot } from "./trusted-root.ts";

/** Version of the package that the public-good root below was taken from, and when it came out. */
export const publicGoodRoot = { from: "@sigstore/tuf 4.0.2", date: "2026-03-18" } as const;

/** A policy file and what lies beside it. */
export interface SigstorePolicyFile {
  readonly bytes: Uint8Array;
  /** Its name in messages. */
  readonly source: string;
  /** Reads a file beside it by its name, which has no slash in it. */
  readBeside(name: string): Uint8Array;
}

/**
 * Reads a Sigstore policy and the keys that it trusts, and loads what judges by them. Nothing is fetched:
 * the keys are in a file beside the policy, pinned by digest, or those of the public-good instance, which
 * this package carries.
 *
 * @throws WorldFluxError as `readSigstorePolicy` and `readTrustedRoot`, WF_TRUST_ROOT_MISMATCH when the
 * file of keys is not the one that is pinned, and whatever `readBeside` throws
 */
export async function loadSigstoreTrust(file: SigstorePolicyFile): Promise<SigstoreTrust> {
  const keys = await readSigstoreKeys(file);
  const { keylessJudge } = await import("./judge-keyless.ts");
  return keylessJudge(keys);
}

/** A policy and the keys that it trusts, read. */
export interface SigstoreKeys {
  readonly policy: SigstorePolicyConfig;
  readonly root: TrustedRoot;
  /** Where the keys come from, in words. */
  readonly rootName: string;
}

/**
 * The same without loading what judges by them: for who wants to know early that the files are in order.
 *
 * @throws WorldFluxError as `loadSigstoreTrust`, but for keys whose bytes are no key
 */
export async function readSigstoreKeys(file: SigstorePolicyFile): Promise<SigstoreKeys> {
  const policy = readSigstorePolicy(file.bytes, file.source);
  return { policy, ...(await rootOf(policy, file)) };
}

async function rootOf(
  { trust }: SigstorePolicyConfig,
  { readBeside, source }: SigstorePolicyFile,
): Promise<Pick<SigstoreKeys, "root" | "rootName">> {
  if (trust.kind === "public-good") {
    const { default: json } = await import("./public-good-trusted-root.json", {
      with: { type: "json" },
    });
    const bytes = new TextEncoder().encode(JSON.stringify(json));
    const rootName = `Sigstore's public-good keys of ${publicGoodRoot.date}`;
    return { root: readTrustedRoot(bytes, "the public-good root"), rootName };
  }
  const bytes = readBeside(trust.trusted_root);
  if (sha256(bytes) !== `sha256:${trust.sha256}`) {
    throw new WorldFluxError(
      "WF_TRUST_ROOT_MISMATCH",
      `${trust.trusted_root} is not the file that ${printable(source)} pins`,
      {
        hint: "find out why it changed; if it should have, `sha256sum` says what to write into the policy",
      },
    );
  }
  return { root: readTrustedRoot(bytes, trust.trusted_root), rootName: trust.trusted_root };
}
