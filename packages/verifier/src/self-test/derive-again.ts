import {
  commitmentsOf,
  deriveEvidence,
  failureIndex,
  failureReplays,
  optionsOf,
  renderMarkdown,
  tabulateEpisodes,
} from "@worldflux/evidence";
import {
  type AuditInput,
  type AuditProvenance,
  type Claim,
  type CommitmentKey,
  canonicalBytes,
  documentDigest,
  type EpisodeResult,
  type Evidence,
  fromHex,
  jsonlBytes,
  manifestName,
  type Protocol,
  type RawEvidenceManifest,
} from "@worldflux/schema";
import { readLock } from "@worldflux/signing";
import { expectedSidecar } from "../check-sidecars.ts";
import { type Documents, readMembers } from "../documents.ts";
import { lockFiles } from "../lock-files.ts";
import { forgetful } from "../memory.ts";
import { madeConsistent } from "./made-consistent.ts";
import { type Edits, type Mutation, sameKey } from "./mutation.ts";
import { type Files, withEdits } from "./package-in-memory.ts";

/** How the mutation that derives everything again is called. */
export const consistentLie = "an outcome changed, everything derived again";

/**
 * One outcome turned, and everything that follows derived again, but for one member that stays as it
 * was: each time another check has to see it. Last of all with nothing left out, which no verifier can see.
 */
export function* derivedAgain(files: Files): Generator<Mutation> {
  const lie = liedAbout(files);
  if (lie === null) return;
  for (const [path, derived] of lie) {
    const before = files.get(path);
    if (isSame(before, derived)) continue; // to leave it out is the whole lie
    const rest = new Map([...lie].filter(([other]) => other !== path));
    // Digests are made to fit again, but where they are what is left as it was.
    const edits = () =>
      path === "audit_provenance.json"
        ? rest
        : butThis(path, derived, changesOf(files, consistent(files, rest)));
    const change = "an outcome changed, everything derived again but this";
    yield { class: "derived_again", member: path, pointer: "", change, levels: sameKey, edits };
  }
  const provenance = lie.get("audit_provenance.json");
  if (provenance !== undefined) {
    const stale = staleRoot(files, provenance);
    if (stale !== null) {
      const edits = () => new Map(lie).set("audit_provenance.json", stale);
      const change = "an outcome changed, everything derived again but the root";
      const of = { class: "derived_again", pointer: "/commitments/root", levels: sameKey } as const;
      yield { ...of, member: "audit_provenance.json", change, edits };
    }
  }
  const whole = { class: "derived_again", member: "", pointer: "" } as const;
  yield { ...whole, change: consistentLie, levels: sameKey, edits: () => lie };
}

function consistent(files: Files, edits: Edits): Files {
  return madeConsistent(files, withEdits(files, edits), forgetful, true);
}

/** Where a digest was all that was stale, as in some sidecars, it stays so: made to fit, it would be the whole lie. */
function butThis(path: string, derived: Uint8Array, edits: Edits): Edits {
  const made = edits.get(path) ?? undefined;
  return isSame(made, derived) ? new Map([...edits].filter(([other]) => other !== path)) : edits;
}

function isSame(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}

function changesOf(files: Files, next: Files): Edits {
  return new Map([...next].filter(([path, bytes]) => files.get(path) !== bytes));
}

function staleRoot(files: Files, provenance: Uint8Array): Uint8Array | null {
  const { "audit_provenance.json": before } = documentsOf(files);
  if (before?.commitments === undefined) return null;
  const now = JSON.parse(new TextDecoder().decode(provenance));
  return canonicalBytes({ ...now, commitments: before.commitments });
}

function documentsOf(files: Files): Documents {
  return readMembers({ files, refused: [] }).documents;
}

/** Every member that changes with one outcome; null when the package allows no such change. */
function liedAbout(files: Files): Map<string, Uint8Array> | null {
  const documents = documentsOf(files);
  const {
    "claim.json": claim,
    "protocol.json": protocol,
    "audit_input.json": input,
    "evidence.json": evidence,
    "audit_provenance.json": provenance,
  } = documents;
  if (!claim || !protocol || !input || !evidence || !provenance) return null;
  const lie = new Map<string, Uint8Array>();
  try {
    const turned = turnedInput(documents, input, lie);
    if (turned === null) return null;
    derive({ claim, protocol, evidence, provenance }, turned, documents, files, lie);
    return lie;
  } catch {
    return null; // the changed record allows no derivation, such as a run in an order that is now refused
  }
}

/** Turns one outcome in the records where they are there, and in the sequences. */
function turnedInput(
  documents: Documents,
  input: AuditInput,
  lie: Map<string, Uint8Array>,
): AuditInput | null {
  if (input.predictions !== undefined) return null; // their table would have to be invented
  const records = documents["episode_results.jsonl"];
  if (records === undefined) {
    const at = input.tasks.findIndex((task) => /[SF]/.test(task.outcomes));
    const task = input.tasks[at];
    if (task === undefined) return null;
    const success = /[SF]/.exec(task.outcomes)?.[0] === "S";
    const outcomes = task.outcomes.replace(/[SF]/, success ? "F" : "S");
    const { counts } = input;
    const by = success ? -1 : 1;
    return {
      ...input,
      counts: { ...counts, success: counts.success + by, failure: counts.failure - by },
      tasks: input.tasks.map((other, i) => (i === at ? { ...task, outcomes } : other)),
    };
  }
  const episodes: EpisodeResult[] = [...records];
  const failure = episodes.findIndex(({ outcome }) => outcome === "failure");
  const at = failure === -1 ? episodes.findIndex((e) => e.outcome === "success") : failure;
  const episode = episodes[at];
  if (episode === undefined) return null;
  const outcome = episode.outcome === "success" ? "failure" : "success";
  episodes[at] = { ...episode, outcome };
  lie.set("episode_results.jsonl", jsonlBytes(episodes));
  const { tasks, counts } = tabulateEpisodes(episodes);
  return { ...input, tasks, counts };
}

interface Known {
  readonly claim: Claim;
  readonly protocol: Protocol;
  readonly evidence: Evidence;
  readonly provenance: AuditProvenance;
}

function derive(
  { claim, protocol, evidence: before, provenance }: Known,
  input: AuditInput,
  documents: Documents,
  files: Files,
  lie: Map<string, Uint8Array>,
): void {
  const locks = lockFiles(files).map(({ name, bytes }) => readLock(bytes, name));
  const evidence = deriveEvidence(claim, protocol, input, { ...optionsOf(before), locks });
  lie.set("audit_input.json", canonicalBytes(input));
  lie.set("evidence.json", canonicalBytes(evidence));
  lie.set("evidence.md", new TextEncoder().encode(renderMarkdown(claim, evidence)));
  const { sidecars } = readMembers({ files, refused: [] });
  const records = lie.get("episode_results.jsonl");
  const episodes = records && [
    ...(documentsOf(new Map(files).set("episode_results.jsonl", records))[
      "episode_results.jsonl"
    ] ?? []),
  ];
  const { key } = (sidecars.get("commitment_key.json") ?? {}) as Partial<CommitmentKey>;
  const digests = {
    ...provenance.digests,
    audit_input: documentDigest(input),
    evidence: documentDigest(evidence),
  };
  const commitments =
    episodes && key ? commitmentsOf(episodes, fromHex(key)) : provenance.commitments;
  const next = { ...provenance, digests, ...(commitments ? { commitments } : {}) };
  lie.set("audit_provenance.json", canonicalBytes(next));
  const raw: RawEvidenceManifest | undefined = documents["raw_evidence_manifest.json"];
  if (episodes && documents["failure_evidence_index.jsonl"]) {
    const index = failureIndex(episodes, raw?.references ?? []);
    lie.set("failure_evidence_index.jsonl", jsonlBytes([...index]));
  }
  if (episodes && documents["failure_replay_manifest.jsonl"]) {
    const replays = failureReplays(episodes, input, claim, protocol);
    lie.set("failure_replay_manifest.jsonl", jsonlBytes([...replays]));
  }
  const sources = { claim, protocol, evidence, auditInput: input, provenance: next };
  for (const [path, sidecar] of sidecars) {
    const again = expectedSidecar(path, sources, sidecar);
    if (again !== undefined) lie.set(path, canonicalBytes(again.expected));
  }
  // The manifest and the signature are the level's to make.
  lie.delete(manifestName);
}
