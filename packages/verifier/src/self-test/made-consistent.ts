import { commitmentsOf } from "@worldflux/evidence";
import {
  CommitmentKey,
  type EpisodeResult,
  fromHex,
  manifestName,
  parseJsonl,
  sha256,
} from "@worldflux/schema";
import type { Memory } from "../memory.ts";
import { replaced, valueAt } from "./mutate-document.ts";
import { type Files, parsed, parsedOnce, spelled } from "./package-in-memory.ts";

/** Places that have to say the same, each `member pointer`; from the first that was changed it goes to the others. */
const sameValues: readonly (readonly string[])[] = [
  ["claim.json /id", "protocol.json /claim_id", "evidence.json /claim/id"],
  ["protocol.json /id", "evidence.json /protocol/id"],
  [`${manifestName} /package_id`, "audit_provenance.json /package_id"],
  ["audit_input.json /source/adapter", "audit_provenance.json /adapter/name"],
  ["audit_input.json /source/shape", "audit_provenance.json /adapter/shape"],
];

/** Where the digest of a member's RFC 8785 form stands, in an order in which no later one changes an earlier. */
const digests: readonly (readonly [member: string, places: readonly string[]])[] = [
  [
    "claim.json",
    [
      "protocol.json /claim_hash",
      "evidence.json /claim/sha256",
      "audit_provenance.json /digests/claim",
    ],
  ],
  ["protocol.json", ["evidence.json /protocol/sha256", "audit_provenance.json /digests/protocol"]],
  [
    "audit_input.json",
    ["evidence.json /audit_input/sha256", "audit_provenance.json /digests/audit_input"],
  ],
  ["evidence.json", ["audit_provenance.json /digests/evidence"]],
];

/**
 * A careful cheat's work: after some members were changed, every id, digest and commitment in the other
 * documents that points at them is made to fit. Numbers are not derived again.
 *
 * @param everywhere also places that the attacker changed himself
 */
export function madeConsistent(
  before: Files,
  changed: Files,
  memory: Memory,
  everywhere = false,
): Map<string, Uint8Array> {
  const files = new Map(changed);
  const old = (path: string) => parsedOnce(before, path, memory);
  const now = (path: string) =>
    files.get(path) === before.get(path) ? old(path) : parsed(files.get(path));
  /** Changes a place that was not changed by the attacker himself. */
  const put = (place: string, value: unknown) => {
    const [path = "", pointer = ""] = place.split(" ");
    const document = now(path);
    const was = valueAt(document, pointer);
    if (was === undefined) return;
    if (!everywhere && !isSame(was, valueAt(old(path), pointer))) return;
    if (isSame(was, value)) return;
    const steps = pointer.slice(1).split("/");
    const bytes = spelled(replaced(document, steps, value));
    if (bytes !== null) files.set(path, bytes);
  };
  const at = (place: string, of: (path: string) => unknown) => {
    const [path = "", pointer = ""] = place.split(" ");
    return valueAt(of(path), pointer);
  };
  for (const places of sameValues) {
    const moved = places.find((place) => !isSame(at(place, now), at(place, old)));
    const value = moved === undefined ? undefined : at(moved, now);
    if (value !== undefined) for (const place of places) put(place, value);
  }
  putSources(put, at, now, old);
  const root = everywhere ? undefined : rootOf(before, files);
  if (root !== undefined) put("audit_provenance.json /commitments", root);
  for (const [path, places] of digests) {
    const bytes = files.get(path);
    if (bytes === undefined || bytes === before.get(path)) continue;
    const digest = sha256(bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes);
    const was = before.get(path);
    const wasDigest = was && sha256(was.subarray(0, -1));
    // A place that held no digest of this member, such as a sample's placeholder, is left alone.
    for (const place of places) if (at(place, old) === wasDigest) put(place, digest);
    if (path === "evidence.json") {
      for (const sidecar of files.keys()) put(`${sidecar} /evidence/sha256`, digest);
    }
  }
  return files;
}

type Put = (place: string, value: unknown) => void;
type Read = (path: string) => unknown;

/** The source files stand in three members, each with as much as it shows. */
function putSources(
  put: Put,
  at: (place: string, of: Read) => unknown,
  now: Read,
  old: Read,
): void {
  const input = "audit_input.json /source/files";
  const raw = "raw_evidence_manifest.json /files";
  const sources = "audit_provenance.json /sources";
  const [from] = [input, raw, sources].filter((place) => !isSame(at(place, now), at(place, old)));
  const files = from === undefined ? undefined : at(from, now);
  if (!Array.isArray(files) || !files.every((file) => typeof file === "object" && file !== null)) {
    return;
  }
  const names = listOf(at(raw, old));
  const inputs = listOf(at(input, old));
  put(
    input,
    files.map(({ name: _, ...file }, i) => ({ ...inputs[i], ...file })),
  );
  put(
    raw,
    files.map((file, i) => ({ ...names[i], ...file })),
  );
  put(
    sources,
    files.map(({ role, sha256: digest }) => ({ role, sha256: digest })),
  );
}

/** Both were read from JSON, or are absent. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value : [];
}

/** The commitments to records or a key that were changed; undefined when there are none, or they cannot be made. */
function rootOf(before: Files, files: Files): unknown {
  const names = ["episode_results.jsonl", "commitment_key.json"] as const;
  if (names.every((name) => files.get(name) === before.get(name))) return undefined;
  const [records, keyMember] = names.map((name) => files.get(name));
  const key = CommitmentKey.safeParse(parsed(keyMember)).data?.key;
  if (records === undefined || key === undefined) return undefined;
  try {
    const lines = parseJsonl(new TextDecoder().decode(records), { source: "records" });
    return commitmentsOf(
      lines.map(({ value }) => value as EpisodeResult),
      fromHex(key),
    );
  } catch {
    return undefined; // no records: nothing to commit to
  }
}
