import { readInput } from "@worldflux/adapter-kit";
import { episodeId } from "@worldflux/evidence";
import {
  EpisodeChallenge,
  EpisodeOpening,
  type EpisodeResult,
  preview,
  printable,
  readDocument,
  taskName,
} from "@worldflux/schema";
import {
  checkOpening,
  type OpenedEpisode,
  type OpeningReport,
  readPackageFolder,
  verifyPackage,
} from "@worldflux/verifier";
import { type Outcome, painter } from "../output.ts";
import { readCommitted } from "../read-committed.ts";
import { exitCodes } from "../report-error.ts";

/** Arguments of `evidence check-opening`. */
export interface EvidenceCheckOpeningArgs {
  readonly file: string;
  /** Package folder; the public members suffice. */
  readonly package: string;
  /** A challenge file that the opening has to answer. */
  readonly challenge?: string | undefined;
  readonly json: boolean;
}

/** Largest opening or challenge, in bytes. */
const MAX_BYTES = 64 * 2 ** 20;

/** `evidence check-opening`: are the disclosed records the committed ones, and what do they say? */
export async function evidenceCheckOpening(args: EvidenceCheckOpeningArgs): Promise<Outcome> {
  const opening = readDocument(EpisodeOpening, readInput(args.file, MAX_BYTES), "the opening");
  const challenge =
    args.challenge === undefined
      ? undefined
      : readDocument(EpisodeChallenge, readInput(args.challenge, MAX_BYTES), "the challenge");
  const files = readPackageFolder(args.package);
  const refused = verifyPackage(files).checks.filter(({ status }) => status === "fail");
  if (refused.length > 0) {
    const checks = refused.map(({ id, detail }) => `${id}: ${printable(detail)}`);
    return {
      text: [
        ...checks,
        "",
        painter(args.json)("bad", "The package itself is refused; the opening was not looked at."),
      ].join("\n"),
      json: { ok: false, problems: checks, episodes: [], not_opened: null },
      exitCode: exitCodes.verification,
    };
  }
  const { provenance, input, commitments, documents } = readCommitted(args.package, files);
  const report = checkOpening(opening, { provenance, input, challenge });
  return {
    text: textOf(args, report, documents["episode_results.jsonl"] === undefined),
    json: {
      ok: report.ok,
      package_id: provenance.package_id,
      root: commitments.root,
      tree_size: commitments.tree_size,
      problems: report.problems,
      episodes: report.episodes.map(({ leafIndex, episode, problem }) => ({
        leaf_index: leafIndex,
        ok: problem === null,
        problem,
        episode,
      })),
      not_opened: report.notOpened,
    },
    exitCode: report.ok ? 0 : exitCodes.verification,
  };
}

function textOf(args: EvidenceCheckOpeningArgs, report: OpeningReport, withheld: boolean): string {
  const paint = painter(args.json);
  const rows = report.episodes.map((opened) => {
    const mark = opened.problem === null ? paint("good", "opened ") : paint("bad", "REFUSED");
    return `${mark}  ${rowOf(opened)}`;
  });
  const others = withheld ? "withheld, outcome committed" : "not opened here, but in this package";
  const asked = args.challenge === undefined ? "" : " They answer the challenge.";
  return [
    ...rows,
    `the other ${report.notOpened} episodes: ${others}`,
    ...report.problems.map((problem) => `${paint("bad", "REFUSED")}  ${printable(problem)}`),
    "",
    report.ok
      ? `${paint("good", "The opened records are those that the package commits to.")}${asked} What they record is the author's word: hold it against the raw evidence.`
      : paint("bad", "The opening is refused."),
  ].join("\n");
}

function rowOf({ leafIndex, episode, problem }: OpenedEpisode): string {
  const id = episodeId(leafIndex);
  if (episode === null) return `${id}  ${printable(problem ?? "")}`;
  const { index, seed, attempt, outcome } = episode;
  const place = [
    printable(taskName(episode)),
    `index ${index}`,
    ...(seed === null ? [] : [`seed ${seed}`]),
    ...(attempt === 0 ? [] : [`attempt ${attempt}`]),
  ].join(", ");
  const rest = problem === null ? measured(episode) : printable(problem);
  return `${id}  ${place}  ${outcome}${rest === "" ? "" : `  ${rest}`}`;
}

/** What else a record holds, in short. */
function measured({ steps, sum_reward, duration_seconds, metadata }: EpisodeResult): string {
  const entries = Object.entries({ steps, sum_reward, duration_seconds, ...metadata });
  return entries
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name} ${preview(value)}`)
    .join(", ");
}
