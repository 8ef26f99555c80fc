import {
  type ArtifactManifest,
  canonicalBytes,
  decodeUtf8,
  manifestName,
  memberType,
  sha256,
  signatureName,
} from "@worldflux/schema";
import { packageFacts, type SigningKey, signManifest } from "@worldflux/signing";
import type { Memory } from "../memory.ts";
import type { Edits } from "./mutation.ts";

/** Content of a package by path. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** The package with some members changed. */
export function withEdits(files: Files, edits: Edits): Map<string, Uint8Array> {
  const changed = new Map(files);
  for (const [path, bytes] of edits) {
    if (bytes === null) changed.delete(path);
    else changed.set(path, bytes);
  }
  return changed;
}

/** A document as `JSON.parse` reads it; undefined for what it cannot read. */
export function parsed(bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(decodeUtf8(bytes, "a member"));
  } catch {
    return undefined;
  }
}

/** The documents of an untouched package are parsed once. */
export function parsedOnce(files: Files, path: string, memory: Memory): unknown {
  const bytes = files.get(path);
  return bytes && memory("parsed", [bytes], () => parsed(bytes));
}

/** A document's bytes; null for what cannot be written, such as a number that `JSON.parse` read as infinite. */
export function spelled(document: unknown): Uint8Array | null {
  try {
    return canonicalBytes(document);
  } catch {
    return null;
  }
}

/** The package under a manifest that lists its changed members as they are now. */
export function rehashed(files: Files, changed: Iterable<string>): Map<string, Uint8Array> {
  const manifest = parsed(files.get(manifestName)) as Partial<ArtifactManifest> | undefined;
  const next = new Map(files);
  if (!Array.isArray(manifest?.members)) return next;
  const members = new Map(manifest.members.map((member) => [member?.path, member]));
  for (const path of changed) {
    if (path === manifestName || path === signatureName) continue;
    const bytes = files.get(path);
    if (bytes === undefined) members.delete(path);
    else {
      const {
        mediaType = "application/json",
        role = "evidence",
        visibility = "public",
      } = memberType(path) ?? {};
      const listed = members.get(path) ?? { path, media_type: mediaType, role, visibility };
      members.set(path, { ...listed, sha256: sha256(bytes), size_bytes: bytes.length });
    }
  }
  const sorted = [...members.values()].sort((a, b) => (String(a.path) < String(b.path) ? -1 : 1));
  const bytes = spelled({ ...manifest, members: sorted });
  return bytes === null ? next : next.set(manifestName, bytes);
}

const producer = { name: "worldflux self-test", version: "0" };

/** The package signed; with a statement of what the package was when what it is now cannot be read. */
export function signedWith(
  files: Files,
  key: SigningKey,
  before: Files = files,
): Map<string, Uint8Array> {
  const manifestBytes = files.get(manifestName) ?? new Uint8Array();
  const signature = signManifest({ manifestBytes, facts: facts(files, before), producer, key });
  return new Map(files).set(signatureName, signature);
}

function facts(files: Files, before: Files) {
  try {
    return packageFacts(files);
  } catch {
    return packageFacts(before);
  }
}
