import * as z from "zod";
import { Digest } from "./digest.ts";
import { PackageId } from "./ids.ts";
import { Count } from "./text.ts";

/** File name of the manifest, the one member that lists the others. */
export const manifestName = "artifact_manifest.json";

/** File name of the signature over the manifest; not a member, since it is made afterwards. */
export const signatureName = "signature.sigstore.json";

/** Who may see a member: anybody, or only those who got the whole package. */
export const Visibility = z.enum(["public", "private"]);
export type Visibility = z.infer<typeof Visibility>;

/** One member of the package. */
export const ManifestMember = z.looseObject({
  path: z
    .string()
    .max(255)
    .regex(
      /^(?!\.)[A-Za-z0-9._-]+(?:\/(?!\.)[A-Za-z0-9._-]+)*$/,
      "expected a relative path of plain names",
    ),
  sha256: Digest,
  size_bytes: Count,
  media_type: z.string().max(128),
  role: z.string().max(64),
  visibility: Visibility,
});
export type ManifestMember = z.infer<typeof ManifestMember>;

/** `artifact_manifest.json`: every other member, by hash. It is what gets signed. */
export const ArtifactManifest = z
  .looseObject({
    schema_version: z.literal("worldflux.artifact_manifest.v0_draft"),
    package_id: PackageId,
    hash_algorithm: z.literal("sha256"),
    members: z.array(ManifestMember).max(10_000),
  })
  .meta({ title: manifestName });
export type ArtifactManifest = z.infer<typeof ArtifactManifest>;
