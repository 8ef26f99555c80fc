import {
  ArtifactManifest,
  type AuditInput,
  type AuditProvenance,
  type Claim,
  canonicalBytes,
  canonicalJson,
  checkDocument,
  decodeUtf8,
  type EpisodeResult,
  type Evidence,
  type FailureEvidence,
  type FailureReplay,
  type MemberName,
  type MemberType,
  manifestName,
  memberType,
  type Protocol,
  packageMembers,
  parseJson,
  parseJsonl,
  type RawEvidenceManifest,
  textLines,
  WorldFluxError,
} from "@worldflux/schema";
import { bytesOf, type Content, contentPieces } from "./content.ts";
import { forgetful, type Memory } from "./memory.ts";
import type { PackageFiles } from "./read-folder.ts";

/** The records of a JSON Lines member, read again each time they are iterated. */
interface Records<T> extends Iterable<T> {
  readonly length: number;
}

/** The members that could be read; absent ones were withheld or are invalid. */
export interface Documents {
  "claim.json"?: Claim;
  "protocol.json"?: Protocol;
  "evidence.json"?: Evidence;
  "evidence.md"?: string;
  "audit_input.json"?: AuditInput;
  "audit_provenance.json"?: AuditProvenance;
  "episode_results.jsonl"?: Records<EpisodeResult>;
  "raw_evidence_manifest.json"?: RawEvidenceManifest;
  "failure_evidence_index.jsonl"?: Records<FailureEvidence>;
  "failure_replay_manifest.jsonl"?: Records<FailureReplay>;
}

/** Members that only some packages have, by path. */
export type Sidecars = ReadonlyMap<string, unknown>;

/** What reading the members gave. */
export interface ReadMembers {
  readonly documents: Documents;
  readonly sidecars: Sidecars;
  /** Why a member is not a valid document, each with the member's name. */
  readonly schemaProblems: readonly string[];
}

/** The manifest, or why there is none that could be read. */
export interface ReadManifest {
  readonly manifest: ArtifactManifest | null;
  readonly manifestProblems: readonly string[];
}

/** Reads the manifest from the bytes that are also hashed. */
export function readManifest({ files }: PackageFiles, memory: Memory = forgetful): ReadManifest {
  const content = files.get(manifestName);
  if (content === undefined) return { manifest: null, manifestProblems: [] };
  const bytes = bytesOf(content);
  const read = memory(manifestName, [bytes], () =>
    attempt(() =>
      checkDocument(ArtifactManifest, readCanonical(manifestName, bytes), manifestName),
    ),
  );
  return "problem" in read
    ? { manifest: null, manifestProblems: [read.problem] }
    : { manifest: read.value, manifestProblems: [] };
}

/** Reads every known member but the manifest from the bytes that are also hashed. */
export function readMembers({ files }: PackageFiles, memory: Memory = forgetful): ReadMembers {
  const documents: Record<string, unknown> = {};
  const schemaProblems: string[] = [];
  for (const name of Object.keys(packageMembers) as MemberName[]) {
    const content = files.get(name);
    if (content === undefined) continue;
    const read = memory(name, [content], () => attempt(() => readMember(name, content)));
    if ("problem" in read) schemaProblems.push(read.problem);
    else documents[name] = read.value;
  }
  const sidecars = new Map<string, unknown>();
  for (const [path, content] of files) {
    const schema = Object.hasOwn(packageMembers, path) ? null : memberType(path)?.schema;
    if (!schema) continue;
    const bytes = bytesOf(content);
    const read = memory(path, [bytes], () =>
      attempt(() => checkDocument(schema, readCanonical(path, bytes), path)),
    );
    if ("problem" in read) schemaProblems.push(read.problem);
    else sidecars.set(path, read.value);
  }
  // Each document was checked against the schema of its own name just above.
  return { documents: documents as Documents, sidecars, schemaProblems };
}

function attempt<T>(read: () => T): { readonly value: T } | { readonly problem: string } {
  try {
    return { value: read() };
  } catch (error) {
    if (!(error instanceof WorldFluxError) || isOfTheFile(error)) throw error;
    return { problem: error.message };
  }
}

/** Says nothing of the package, only that it could not be read. */
function isOfTheFile({ code }: WorldFluxError): boolean {
  return code === "WF_INPUT_CHANGED" || code === "WF_INPUT_UNREADABLE";
}

function readMember(name: MemberName, content: Content): unknown {
  const { schema, mediaType } = packageMembers[name];
  if (schema !== null && mediaType === "application/jsonl") return readLines(name, content, schema);
  const bytes = bytesOf(content);
  if (schema !== null) return checkDocument(schema, readCanonical(name, bytes), name);
  const text = decodeUtf8(bytes, name);
  refuseOtherForm(name, bytes, new TextEncoder().encode(text));
  return text;
}

/** Largest JSON Lines member whose records are kept in memory, in bytes. */
const KEPT = 8 * 2 ** 20;

/** Checks every line once; the records of a large member are parsed again each time they are iterated. */
function readLines(
  name: string,
  content: Content,
  schema: NonNullable<MemberType["schema"]>,
): Records<unknown> {
  const keep = content instanceof Uint8Array && content.length <= KEPT;
  const kept: unknown[] = [];
  let count = 0;
  let size = 0;
  for (const { line, text, ended } of textLines(contentPieces(content), name)) {
    if (!ended) throw otherForm(name);
    const record = parseLine(name, line, text);
    checkDocument(schema, record, `${name}:${line}`);
    if (keep) kept.push(record);
    size += new TextEncoder().encode(text).length + 1;
    count++;
  }
  if (size !== content.length) throw otherForm(name); // a byte order mark, or CR
  if (keep) return kept;
  return {
    length: count,
    *[Symbol.iterator]() {
      // The very bytes that were checked above, or reading them throws.
      for (const { text } of textLines(contentPieces(content), name)) yield JSON.parse(text);
    },
  };
}

function parseLine(name: string, line: number, text: string): unknown {
  const [record] = parseJsonl(text === "" ? "\n" : text, { source: name, firstLine: line });
  if (record === undefined || canonicalJson(record.value) !== text) throw otherForm(name);
  return record.value;
}

/** Longest document, in UTF-16 units: the sequences of some 40 million episodes. */
const LONGEST = 384 * 2 ** 20;
/** Most objects and lists of a document: those of more than 100,000 tasks. */
const MOST_CONTAINERS = 2_000_000;

/** Strict JSON in its one form; not yet checked against a schema. */
function readCanonical(name: string, bytes: Uint8Array): unknown {
  const { value } = parseJson(decodeUtf8(bytes, name), {
    source: name,
    maxLength: LONGEST,
    maxContainers: MOST_CONTAINERS,
  });
  refuseOtherForm(name, bytes, canonicalBytes(value));
  return value;
}

/** One document has one form: bytes that mean the same but read differently are refused. */
function refuseOtherForm(name: string, bytes: Uint8Array, canonical: Uint8Array): void {
  if (!sameBytes(bytes, canonical)) throw otherForm(name);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function otherForm(name: string): WorldFluxError {
  return new WorldFluxError("WF_DOCUMENT_INVALID", `${name} is not in canonical form (RFC 8785)`);
}
