import {
  ArtifactManifest,
  AuditProvenance,
  ClaimId,
  type Digest,
  decodeUtf8,
  manifestName,
  PackageId,
  ProtocolId,
  parseJson,
  sha256,
  WorldFluxError,
} from "@worldflux/schema";
import * as z from "zod";
import type { Predicate } from "./statement.ts";

/** What a package's own documents say of what a statement says. */
export type PackageFacts = Omit<Predicate, "producer" | "key">;

/** Largest document that is read here, in bytes. */
const MAX_DOCUMENT = 8 * 2 ** 20;

const Manifest = ArtifactManifest.pick({ package_id: true, members: true });
const Named = {
  claim: z.looseObject({ id: ClaimId }),
  protocol: z.looseObject({ id: ProtocolId }),
};
const Provenance = AuditProvenance.pick({ created_at: true, package_id: true });

/**
 * Reads from a package's files what its statement has to say. Looks at no more than that: whether the
 * members fit the manifest and each other is the verifier's to say.
 *
 * @throws WorldFluxError WF_PACKAGE_INVALID with the member's name
 */
export function packageFacts(files: ReadonlyMap<string, Uint8Array>): PackageFacts {
  const manifest = read(files, manifestName, Manifest);
  const claim = read(files, "claim.json", Named.claim);
  const protocol = read(files, "protocol.json", Named.protocol);
  const provenance = read(files, "audit_provenance.json", Provenance);
  return {
    package_id: PackageId.parse(manifest.package_id),
    manifest: {
      path: manifestName,
      member_count: manifest.members.length,
      total_bytes: manifest.members.reduce((sum, member) => sum + member.size_bytes, 0),
    },
    claim: { id: claim.id, sha256: formDigest(files, "claim.json") },
    protocol: { id: protocol.id, sha256: formDigest(files, "protocol.json") },
    evidence: { sha256: formDigest(files, "evidence.json") },
    created_at: provenance.created_at,
  };
}

function content(files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes === undefined) throw invalid(`${name} is missing`);
  return bytes;
}

function read<S extends z.ZodType>(
  files: ReadonlyMap<string, Uint8Array>,
  name: string,
  schema: S,
): z.infer<S> {
  const bytes = content(files, name);
  if (bytes.length > MAX_DOCUMENT) throw invalid(`${name} has more than 8 MiB`);
  const document = schema.safeParse(strictJson(bytes, name));
  if (!document.success) throw invalid(`${name} is not valid`);
  return document.data;
}

function strictJson(bytes: Uint8Array, source: string): unknown {
  try {
    return parseJson(decodeUtf8(bytes, source), { source }).value;
  } catch (error) {
    throw error instanceof WorldFluxError ? invalid(error.message) : error;
  }
}

/** SHA-256 of a member's RFC 8785 form: its bytes without the line feed at the end. */
function formDigest(files: ReadonlyMap<string, Uint8Array>, name: string): Digest {
  const bytes = content(files, name);
  if (bytes.at(-1) !== 0x0a) throw invalid(`${name} is not in canonical form`);
  return sha256(bytes.subarray(0, -1));
}

function invalid(what: string): WorldFluxError {
  return new WorldFluxError("WF_PACKAGE_INVALID", what, {
    hint: "`worldflux audit verify` says what is wrong with the package",
  });
}

/** Where a signed statement and a package differ, as JSON pointers into the predicate. */
export function statementDifferences(predicate: Predicate, facts: PackageFacts): string[] {
  const pairs: [pointer: string, signed: unknown, found: unknown][] = [
    ["/package_id", predicate.package_id, facts.package_id],
    ["/manifest/member_count", predicate.manifest.member_count, facts.manifest.member_count],
    ["/manifest/total_bytes", predicate.manifest.total_bytes, facts.manifest.total_bytes],
    ["/claim/id", predicate.claim.id, facts.claim.id],
    ["/claim/sha256", predicate.claim.sha256, facts.claim.sha256],
    ["/protocol/id", predicate.protocol.id, facts.protocol.id],
    ["/protocol/sha256", predicate.protocol.sha256, facts.protocol.sha256],
    ["/evidence/sha256", predicate.evidence.sha256, facts.evidence.sha256],
    ["/created_at", predicate.created_at, facts.created_at],
  ];
  return pairs.filter(([, signed, found]) => signed !== found).map(([pointer]) => pointer);
}
