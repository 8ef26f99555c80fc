import { badAnswer, hostOf, type ServiceLimits } from "./ask-service.ts";
import { readCheckpoint, rootFrom } from "./inclusion.ts";

/** A signature as it is logged. */
export interface SignatureToLog {
  readonly payload: Uint8Array;
  /** DSSE's pre-authentication encoding of the payload. */
  readonly encoding: Uint8Array;
  readonly signature: Uint8Array;
  readonly certificate: Uint8Array;
  readonly certificatePem: string;
  /** The envelope as JSON text. */
  readonly envelope: string;
}

/** Which log, and how long it may take. */
export interface LogAddress {
  readonly url: string;
  readonly limits?: ServiceLimits | undefined;
}

/** An entry in the form that a bundle has it (protobuf's JSON: integers are text, 0 is left out). */
export interface BundledEntry {
  readonly logIndex?: string;
  readonly logId: { readonly keyId: string };
  readonly kindVersion: { readonly kind: string; readonly version: string };
  readonly integratedTime?: string;
  readonly inclusionPromise?: { readonly signedEntryTimestamp: string };
  readonly inclusionProof: {
    readonly logIndex?: string;
    readonly rootHash: string;
    readonly treeSize: string;
    readonly hashes?: readonly string[];
    readonly checkpoint: { readonly envelope: string };
  };
  readonly canonicalizedBody: string;
}

/** What a log says about where an entry is. */
export interface ClaimedInclusion {
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly hashes: readonly Uint8Array[];
  readonly checkpoint: string;
}

export const logService = "the transparency log";

/** The error for an answer of a log; `how` continues "answered". */
export const badEntry = (url: string, how: string) =>
  badAnswer(`${logService} at ${hostOf(url)}`, how);

/**
 * The proof as a bundle has it, once it proves what it says: the path leads from the entry to the root of
 * the checkpoint. Whose checkpoint it is, the log's key decides, which a signer does not have.
 *
 * @throws WorldFluxError WF_SERVICE_ANSWER
 */
export function checkedProof(
  entry: Uint8Array,
  claimed: ClaimedInclusion,
  url: string,
): BundledEntry["inclusionProof"] {
  const root = rootFrom(entry, claimed);
  const checkpoint = readCheckpoint(claimed.checkpoint);
  const proven =
    root?.equals(claimed.root) === true &&
    checkpoint?.size === claimed.size &&
    checkpoint.root.equals(root);
  if (!proven) throw badEntry(url, "with a proof that does not lead to the entry");
  return {
    ...integer("logIndex", claimed.index),
    rootHash: base64(claimed.root),
    treeSize: String(claimed.size),
    ...(claimed.hashes.length === 0 ? {} : { hashes: claimed.hashes.map(base64) }),
    checkpoint: { envelope: claimed.checkpoint },
  };
}

export const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

/** A field with an integer, left out for 0. */
export const integer = <Name extends string>(name: Name, value: number) =>
  // The name is the one that was given.
  (value === 0 ? {} : { [name]: String(value) }) as { readonly [N in Name]?: string };
