import type { TrackedInput } from "@worldflux/adapter-kit";
import { type ImportCandidate, type ImportRefusal, WorldFluxError } from "@worldflux/schema";
import { against, type Check, conditionOf, tidy } from "./checks.ts";
import { joinEpisodeFiles } from "./join-episode-files.ts";
import type { Proposal } from "./proposal.ts";
import { readStatuses } from "./read-statuses.ts";
import { refusalOf } from "./refusal-of-error.ts";
import { surveyRows } from "./survey.ts";
import { surveyTable } from "./survey-table.ts";
import type { Survey } from "./tally.ts";

type Facts = Partial<Pick<ImportCandidate, "counts" | "seeds" | "notes">>;

interface Unread {
  readonly checks: readonly Check[];
  /** What stands against the rows whatever their columns mean. */
  readonly problems: readonly Check[];
  readonly facts: Facts;
}

/** Judges a candidate that no reader could read, by what can be seen without knowing its columns. */
export function judgeUnread(
  proposal: Proposal,
  open: (paths: readonly string[]) => TrackedInput,
  mapGiven: boolean,
  error: WorldFluxError | undefined,
): Unread {
  const said = error === undefined ? [] : [refused(error)];
  try {
    switch (proposal.kind) {
      case "recognised":
        return bare(said);
      case "rows":
        return rows(surveyRows(open(proposal.files.map(({ path }) => path))), mapGiven, said);
      case "table":
        return table(proposal, open, said);
      case "episode-files":
      case "attempts":
        return singles(proposal, open, said);
      default:
        return bare([...said, against(...noEpisodes[proposal.kind](proposal))]);
    }
  } catch (failure) {
    if (!(failure instanceof WorldFluxError)) throw failure;
    return bare([...said, refused(failure)]);
  }
}

function bare(checks: readonly Check[], facts: Facts = {}): Unread {
  return { checks, problems: [], facts };
}

function refused(error: WorldFluxError): Check {
  const code = refusalOf(error);
  return against(code, error.message, error.hint && sentence(error.hint), conditionOf[code]);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

type Against = [code: ImportRefusal, detail: string];

const noEpisodes = {
  aggregates: ({ files }: Proposal): Against => [
    "aggregate-only",
    `${files.length} ${files.length === 1 ? "file holds" : "files hold"} rates or counts, and no episode`,
  ],
  scores: ({ files }: Proposal): Against => [
    "numeric-score-only",
    `${files.length} ${files.length === 1 ? "file holds" : "files hold"} scores, and not whether an episode succeeded`,
  ],
  "outcome-names": (): Against => [
    "missing-episode-success",
    "outcomes stand in names of videos alone: a crashed episode leaves none, and they are overwritten",
  ],
  tracker: ({ files }: Proposal): Against => {
    const values = files.some(
      ({ content }) =>
        content === "aggregates" || content === "scores" || content === "success_numbers",
    );
    const metrics = files.some(({ path }) => /(?:^|\/)metrics\//.test(path));
    return values || metrics
      ? ["aggregate-only", "a tracker keeps the last value of each metric, and no episode"]
      : [
          "missing-episode-success",
          "the run of a tracker logged no result: it crashed, or it was no evaluation",
        ];
  },
};

function rows(survey: Survey, mapGiven: boolean, said: readonly Check[]): Unread {
  const problems = survey.problems.map(({ code, detail }) => against(code, detail));
  const { success, failure, open, other, map } = survey;
  const decided = success + failure;
  const facts: Facts = {
    counts:
      decided + open === 0
        ? null
        : {
            ...{ planned: null, missing: null, recorded: survey.rows, success, failure },
            ...{ error: 0, pending: open, not_applicable: 0 },
          },
    seeds: { recorded: survey.seeds > 0, distinct: survey.seeds },
    notes: survey.hints.map(tidy),
  };
  // A file that could not be read says nothing else.
  if (survey.rows === 0 && problems.length > 0)
    return { checks: [...said, ...problems], problems, facts };
  const checks: Check[] = [...said, ...problems];
  if (other > 0) {
    checks.push(
      against(
        "numeric-score-only",
        `${other} of ${survey.rows} rows hold something else than true or false as their success`,
      ),
    );
  } else if (decided > 0) {
    checks.push({
      condition: "boolean_success",
      met: true,
      detail: `${decided} of ${survey.rows} rows hold a boolean success`,
    });
  } else if (survey.rows === 0) {
    checks.push(against("missing-episode-success", "no list of rows with a success was found"));
  }
  if (open > 0)
    checks.push(
      against(
        "partial",
        `${open} of ${survey.rows} rows have no success: they had not finished, or crashed`,
      ),
    );
  if (said.length === 0) {
    const detail = mapGiven
      ? "the columns that --map declares are not there"
      : "which columns hold task, repetition and success was not declared, nor when an episode is a success";
    const remedy =
      map === undefined ? undefined : `Check and complete this, and give it as --map '${map}'.`;
    checks.push(against("ambiguous", detail, remedy), {
      ...{ condition: "metric_contract", met: false },
      detail: "nobody said when an episode counts as a success",
    });
    if (survey.columns.error === undefined) {
      checks.push(against("missing-denominator-policy", "no column says which episodes crashed"));
    }
  }
  return { checks, problems, facts };
}

function table(
  proposal: Proposal,
  open: (paths: readonly string[]) => TrackedInput,
  said: readonly Check[],
): Unread {
  const seen = surveyTable(open(proposal.files.map(({ path }) => path)));
  if (seen.rows === 0) {
    return bare([
      against(
        "missing-episode-success",
        "the table has a header and no row: the run wrote no result",
      ),
    ]);
  }
  const problems = seen.problems.map(({ code, detail }) => against(code, detail));
  if (said.length > 0) return bare(said);
  const columns = seen.columns.slice(0, 12).join(", ");
  const detail = `a table of ${seen.rows} rows with the columns ${columns}${seen.columns.length > 12 ? ", ..." : ""}`;
  return { checks: [against("csv-only", detail), ...problems], problems, facts: {} };
}

function singles(
  { kind, files }: Proposal,
  open: (paths: readonly string[]) => TrackedInput,
  said: readonly Check[],
): Unread {
  const { success, failure, unfinished, other, unnamed } = readStatuses(files, open);
  // Attempts are never read, so what they repeat is not looked for.
  const problems =
    kind === "attempts"
      ? []
      : surveyRows(joinEpisodeFiles(open(files.map(({ path }) => path)))).problems.map(
          ({ code, detail }) => against(code, detail),
        );
  const recorded = success + failure + unfinished + other + unnamed;
  const facts: Facts = {
    counts:
      unnamed > 0
        ? null
        : {
            ...{ planned: null, missing: null, recorded, success, failure },
            ...{ error: 0, pending: unfinished + other, not_applicable: 0 },
          },
  };
  const remedy =
    kind === "attempts"
      ? "Write them into one JSON Lines file, one line an episode with task, index, attempt and success, and give its columns with --map."
      : "Say which field holds what: --map task=<field>,index=<field>,success=<field>,contract=<any_step or final_step or predicate or human_label>.";
  const checks: Check[] = said.length > 0 ? [...said] : [...problems];
  if (success + failure > 0) {
    checks.push({
      condition: "boolean_success",
      met: true,
      detail: `${success + failure} files hold a boolean success`,
    });
  }
  if (unfinished + other > 0) {
    checks.push(
      against(
        "partial",
        `${unfinished + other} of ${recorded} attempts have a status and no result: they did not finish, which is no failure`,
      ),
    );
  }
  if (success + failure + unnamed > 0 && said.length === 0) {
    const what =
      kind === "attempts"
        ? "attempts lie in folders of their own, and are not merged"
        : "each file holds one episode";
    const undeclared = "nobody said when an episode counts as a success";
    checks.push({ condition: "metric_contract", met: false, detail: undeclared });
    checks.push(
      against("ambiguous", `${what}: which task and repetition each is was not declared`, remedy),
    );
  }
  return { checks, problems, facts };
}
