import * as z from "zod";
import { EpisodeCommitments } from "./commitment.ts";
import { Digest } from "./digest.ts";
import { PackageId } from "./ids.ts";
import { Line } from "./text.ts";

/** `audit_provenance.json`: when and with what the package was made. The only member with a clock. */
export const AuditProvenance = z
  .looseObject({
    schema_version: z.literal("worldflux.audit_provenance.v0_draft"),
    package_id: PackageId,
    created_at: z.iso.datetime(),
    tool: z.looseObject({
      name: Line,
      packages: z
        .record(Line, Line)
        .meta({ description: "Version of each package that took part." }),
    }),
    runtime: z.looseObject({ node: Line, platform: Line, arch: Line }),
    adapter: z.looseObject({ name: Line, shape: Line }),
    sources: z.array(z.looseObject({ role: Line, sha256: Digest })),
    digests: z.looseObject({
      claim: Digest,
      protocol: Digest,
      audit_input: Digest,
      evidence: Digest,
    }),
    commitments: EpisodeCommitments.optional(),
  })
  .meta({ title: "audit_provenance.json" });
export type AuditProvenance = z.infer<typeof AuditProvenance>;
