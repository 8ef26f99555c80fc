import { type ArtifactManifest, type Digest, memberType } from "@worldflux/schema";

/** A file as it was written. */
export interface WrittenFile {
  readonly path: string;
  readonly sha256: Digest;
  readonly size_bytes: number;
}

/** Lists members by path, hash and size. */
export function manifestOf(packageId: string, members: readonly WrittenFile[]): ArtifactManifest {
  return {
    schema_version: "worldflux.artifact_manifest.v0_draft",
    package_id: packageId,
    hash_algorithm: "sha256",
    members: [...members].sort(byPath).map((member) => {
      const type = memberType(member.path);
      if (type === undefined) throw new TypeError(`no package has a member ${member.path}`);
      const { mediaType, role, visibility } = type;
      return { ...member, media_type: mediaType, role, visibility };
    }),
  };
}

function byPath(a: WrittenFile, b: WrittenFile): number {
  return a.path < b.path ? -1 : 1;
}
