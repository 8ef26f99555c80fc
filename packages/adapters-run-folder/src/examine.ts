import {
  type Adapter,
  checkReading,
  type SourceRead,
  type TrackedInput,
} from "@worldflux/adapter-kit";
import { type Digest, type ImportCandidate, type Reading, WorldFluxError } from "@worldflux/schema";
import { against, type Check, conclude, tidy } from "./checks.ts";
import { assertedBy, type Declared, withDeclared } from "./declared.ts";
import { withoutSecrets } from "./find-secrets.ts";
import { joinEpisodeFiles } from "./join-episode-files.ts";
import { type Comparison, judgeReading } from "./judge-reading.ts";
import { judgeUnread } from "./judge-unread.ts";
import { nameOf } from "./path.ts";
import { candidateId, type Proposal } from "./proposal.ts";
import { type Summary, summarize } from "./summarize.ts";
import { withDigests } from "./with-digests.ts";

/** What a candidate is read with. */
export interface Means {
  /** Why its files are not read: they are too large; undefined when they are read. */
  readonly unread?: string | undefined;
  /** Opens files of the folder as one input. */
  readonly open: (paths: readonly string[]) => TrackedInput;
  readonly readers: ReadonlyMap<string, Adapter>;
  /** Reads rows by the columns that the user declared. */
  readonly mapped: Adapter | undefined;
  readonly declared: Declared;
  /** Holds a reading against claim and protocol; undefined when none was given. */
  readonly compare: ((adapter: Adapter, reading: Reading) => Comparison) | undefined;
}

/** A candidate that was read. */
interface ReadCandidate {
  readonly adapter: Adapter;
  readonly reading: Reading;
  /** The files that its episodes come from, with the digests of what was read. */
  readonly sources: () => readonly SourceRead[];
}

/** A candidate that was looked at. */
export interface Examined {
  readonly candidate: ImportCandidate;
  /** undefined when nothing could read it. */
  readonly read: ReadCandidate | undefined;
  /** The digests of its files that its id is made of. */
  readonly digests: ReadonlySet<Digest | null>;
}

/** Looks at one candidate: reads it if anything can, and judges it by the five conditions. */
export async function examine(proposal: Proposal, means: Means): Promise<Examined> {
  const whole = means.unread === undefined ? withDigests(proposal, means.open) : proposal;
  const digests = new Set(whole.files.map(({ sha256 }) => sha256));
  return { ...(await judge(whole, means)), digests };
}

async function judge(proposal: Proposal, means: Means): Promise<Omit<Examined, "digests">> {
  const around = proposal.against.map(({ code, detail }) =>
    against(code, detail, code === "ambiguous" ? remedyFor(detail) : undefined),
  );
  const left = means.unread;
  if (left !== undefined) {
    return { candidate: unread(proposal, [against("partial", left), ...around]), read: undefined };
  }
  const result = await tryReaders(proposal, means);
  if (result === undefined || "error" in result) {
    const declaredMap = means.mapped !== undefined;
    const judged = judgeUnread(proposal, means.open, declaredMap, result?.error);
    const checks = [...judged.checks, ...around];
    return { candidate: { ...unread(proposal, checks), ...judged.facts }, read: undefined };
  }
  const { adapter, reading, used, seen, sources } = result;
  const compared = means.compare?.(adapter, reading);
  const checks = judgeReading(reading, seen, means.declared.denominatorPolicy, compared);
  const survey =
    adapter === means.mapped ? judgeUnread(proposal, means.open, true, undefined).problems : [];
  return {
    candidate: {
      ...unread(proposal, [...checks, ...survey, ...around]),
      reader: { adapter: adapter.name, shape: reading.shape },
      counts: countsOf(seen, compared),
      seeds: { ...seen.seeds },
      identity: {
        suites: seen.suites.slice(0, 64),
        tasks: seen.taskCount,
        hints: hintsOf(proposal, reading),
      },
      success_rule: reading.metric_contract.success,
      asserted: assertedBy(used, mapLineOf(reading)),
      notes: reading.notes.map(({ code, detail }) => tidy(`${code}: ${detail}`)),
    },
    read: { adapter, reading, sources },
  };
}

/** The mapping in one line, as the adapter that reads by it may publish it. */
function mapLineOf({ notes }: Reading): string | undefined {
  return notes.find(({ code }) => code === "mapped_by_hand")?.detail;
}

type Attempt = (ReadCandidate & { used: Declared; seen: Summary }) | { error: WorldFluxError };

/** The first reader that can read the files; otherwise the error that says most. */
async function tryReaders(proposal: Proposal, means: Means): Promise<Attempt | undefined> {
  const errors: WorldFluxError[] = [];
  for (const adapter of readersOf(proposal, means)) {
    try {
      const input = means.open(proposal.files.map(({ path }) => path));
      const rows = proposal.kind === "episode-files" ? joinEpisodeFiles(input) : input;
      const raw = await adapter.read(rows, { interim: false });
      const { reading, used } = withDeclared(checkReading(adapter.name, raw), means.declared);
      // Episodes are checked as they come, so this may refuse as well.
      const seen = summarize(reading.episodes);
      return { adapter, reading, used, seen, sources: () => input.sources() };
    } catch (error) {
      if (!(error instanceof WorldFluxError)) throw error;
      errors.push(error);
    }
  }
  const telling = errors.find(({ code }) => code !== "WF_SHAPE_UNKNOWN") ?? errors[0];
  return telling === undefined ? undefined : { error: telling };
}

function readersOf({ kind, files }: Proposal, { readers, mapped, open }: Means): Adapter[] {
  if (kind === "recognised") {
    // A reader of the parts need not know each of them.
    const names = new Set(files.flatMap((file) => file.readers));
    return [...readers.values()].filter(({ name }) => names.has(name));
  }
  const byRows = kind === "rows" || kind === "table" || kind === "episode-files";
  if (mapped === undefined || !byRows) return [];
  const input = open(files.map(({ path }) => path));
  const rows = kind === "episode-files" ? joinEpisodeFiles(input) : input;
  return mapped.detect(rows).shape === null ? [] : [mapped];
}

function unread(proposal: Proposal, checks: readonly Check[]): ImportCandidate {
  const { conditions, acceptable, reasons } = conclude(checks);
  return {
    id: candidateId(proposal),
    directory: withoutSecrets(proposal.directory),
    files: proposal.files.map(({ path }) => withoutSecrets(path)),
    kind: proposal.kind,
    reader: null,
    counts: null,
    seeds: null,
    identity: { suites: [], tasks: 0, hints: hintsOf(proposal) },
    success_rule: null,
    conditions,
    acceptable,
    reasons,
    asserted: {},
    notes: [],
  };
}

function countsOf(seen: Summary, compared: Comparison | undefined): ImportCandidate["counts"] {
  const { missing, ...outcomes } = seen.outcomes;
  const plan = compared !== undefined && "planned" in compared ? compared : undefined;
  const recorded = Object.values(outcomes).reduce((sum, n) => sum + n, 0);
  return {
    planned: plan?.planned ?? (missing > 0 ? recorded + missing : null),
    recorded,
    missing: plan?.missing ?? (missing > 0 ? missing : null),
    ...outcomes,
  };
}

/** What names point to and nothing proves. */
function hintsOf({ directory, files }: Proposal, reading?: Reading): string[] {
  const names = files.slice(0, 4).map(({ path }) => nameOf(path));
  const asserted = Object.entries(reading?.asserted ?? {}).slice(0, 16);
  return [
    `folder ${directory}`,
    `files ${names.join(", ")}${files.length > 4 ? ` and ${files.length - 4} more` : ""}`,
    ...asserted.map(([key, value]) => `${key}: ${String(value)}`),
  ].map(tidy);
}

function remedyFor(detail: string): string {
  return detail.startsWith("it lies in a folder named")
    ? "If these are measured rows, name that folder itself with --from."
    : "Name a folder that holds one run of each task with --from.";
}
