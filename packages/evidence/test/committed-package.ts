import {
  canonicalBytes,
  type EpisodeResult,
  manifestName,
  parseJsonl,
  sha256,
  toHex,
} from "@worldflux/schema";
import { commitmentsOf } from "../src/index.ts";
import { manifestOf } from "../src/manifest.ts";

/** The key that tests use. */
export const testKey = Uint8Array.from({ length: 32 }, (_, i) => i);

/** The records of a package. */
export function recordsOf(members: ReadonlyMap<string, Uint8Array>): EpisodeResult[] {
  const text = new TextDecoder().decode(members.get("episode_results.jsonl"));
  return parseJsonl(text, { source: "records" }).map(({ value }) => value as EpisodeResult);
}

/** A package that commits to its records, made of one that may not. */
export function committed(members: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  const provenance = JSON.parse(new TextDecoder().decode(members.get("audit_provenance.json")));
  const commitments = commitmentsOf(recordsOf(members), testKey);
  const key = { schema_version: "worldflux.commitment_key.v0_draft", key: toHex(testKey) };
  const files = new Map(members)
    .set("audit_provenance.json", canonicalBytes({ ...provenance, commitments }))
    .set("commitment_key.json", canonicalBytes(key));
  return withManifest(files);
}

/** The same files under a manifest that lists them as they are. */
export function withManifest(files: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  const { package_id } = JSON.parse(new TextDecoder().decode(files.get("audit_provenance.json")));
  const written = [...files]
    .filter(([path]) => path !== manifestName)
    .map(([path, bytes]) => ({ path, sha256: sha256(bytes), size_bytes: bytes.length }));
  return new Map(files).set(manifestName, canonicalBytes(manifestOf(package_id, written)));
}
