import { type ArtifactManifest, type MemberName, packageMembers, sha256 } from "@worldflux/schema";

/** Lists members by path, hash and size. */
export function manifestOf(
  packageId: string,
  members: ReadonlyMap<string, Uint8Array>,
): ArtifactManifest {
  return {
    schema_version: "worldflux.artifact_manifest.v0_draft",
    package_id: packageId,
    hash_algorithm: "sha256",
    members: [...members].sort(byName).map(([path, bytes]) => {
      const type = packageMembers[path as MemberName];
      return {
        path,
        sha256: sha256(bytes),
        size_bytes: bytes.length,
        media_type: type.mediaType,
        role: type.role,
        visibility: type.visibility,
      };
    }),
  };
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
