import { quote } from "@worldflux/adapter-kit";
import { type EpisodeRecord, WorldFluxError } from "@worldflux/schema";
import { budget } from "./form.ts";
import { layoutOf } from "./layout.ts";
import type { ResultFile } from "./read-result-file.ts";
import { filePath, someOf } from "./show.ts";
import { limitsOf } from "./time-limits.ts";

type Files = readonly ResultFile[];

/**
 * Makes sure that files are parts of one evaluation: one writer, simulator and model, one budget,
 * no episode twice.
 *
 * @throws WorldFluxError WF_RUNS_MIXED, WF_EPISODE_DUPLICATED, or WF_EPISODES_INCONSISTENT for more
 * episodes of a task than the files' own budget
 */
export function checkOneEvaluation(files: Files): void {
  checkOwners(files);
  checkForms(files);
  checkBudgets(files);
  checkLimits(files);
  checkDuplicates(files);
  checkWithinBudget(files);
}

/** Results of TRI stand below a folder for each simulator: its own, and the open-source one. */
const simulators: ReadonlySet<string> = new Set(["CS", "OSS"]);

function checkOwners(files: Files): void {
  const owners = new Map<string, { path: string; folders: readonly string[] }>();
  for (const { path } of files) {
    const layout = layoutOf(path);
    if (layout === undefined || owners.has(layout.owner)) continue;
    owners.set(layout.owner, { path, folders: layout.folders });
  }
  checkOutside(files, owners.values().next().value?.path);
  if (owners.size < 2) return;
  const all = [...owners.values()];
  const paths = all.slice(0, 2).map(({ path }) => filePath(path));
  const named = new Set(all.flatMap((owner) => owner.folders.filter((it) => simulators.has(it))));
  const models = all.map(({ folders }) => quote(folders.at(-1) ?? "(the folder itself)"));
  const what =
    named.size > 1
      ? `two simulators, CS and OSS: limits and physics differ, and so do rates`
      : new Set(models).size > 1
        ? `${new Set(models).size} models: ${someOf([...new Set(models)])}`
        : `${all.length} sets of evaluations of one model: ${someOf([...owners.keys()].map(quote))}`;
  throw mixed(
    `${paths.join(" and ")} are of ${what}`,
    "name the folder of one model, such as OSS/<model>",
  );
}

/** What stands outside the layout of a model's evaluation was put there by somebody else. */
function checkOutside(files: Files, inside: string | undefined): void {
  const outside = files.find(({ path }) => layoutOf(path) === undefined);
  if (inside === undefined || outside === undefined) return;
  throw mixed(
    `${filePath(inside)} stands in a model's folder, below <task>/rollouts, and ${filePath(outside.path)} does not`,
    "hand in the files of one evaluation",
  );
}

function checkForms(files: Files): void {
  const [first, other] = firstTwo(files, ({ form }) => form);
  if (first === undefined || other === undefined) return;
  throw mixed(
    `${filePath(first.path)} is of form ${first.form} and ${filePath(other.path)} of form ${other.form}: different programs wrote them, perhaps for two simulators`,
    "hand in the files of one evaluation",
  );
}

function checkBudgets(files: Files): void {
  const [first, other] = firstTwo(files, (file) => file.budget);
  if (first === undefined || other === undefined) return;
  const shown = (file: ResultFile) => (file.budget === undefined ? "absent" : file.budget);
  throw mixed(
    `${budget} is ${shown(first)} in ${filePath(first.path)} and ${shown(other)} in ${filePath(other.path)}: one evaluation has one budget`,
    "hand in the files of one evaluation",
  );
}

/** A task has one time limit, so two in two files are of two simulators or settings. */
function checkLimits(files: Files): void {
  const seen = new Map<string, { limit: number; path: string }>();
  for (const { path, episodes } of files) {
    for (const [task, limit] of limitsOf(episodes)) {
      const before = seen.get(task);
      if (before === undefined) seen.set(task, { limit, path });
      else if (before.limit !== limit) {
        throw mixed(
          `failures of ${quote(task)} take ${before.limit} s in ${filePath(before.path)} and ${limit} s in ${filePath(path)}: the files are of two time limits, or of two simulators`,
          "hand in the files of one evaluation",
        );
      }
    }
  }
}

function checkDuplicates(files: Files): void {
  const seen = new Map<string, Map<number, { where: string; outcome: string }>>();
  let twice = 0;
  let opposite = 0;
  let first: string | undefined;
  let firstOpposite: string | undefined;
  for (const { path, episodes } of files) {
    for (const [position, { task, index, outcome }] of episodes.entries()) {
      const name = task ?? "";
      const ofTask = seen.get(name) ?? new Map<number, { where: string; outcome: string }>();
      seen.set(name, ofTask);
      const before = ofTask.get(index);
      const where = `${filePath(path)}: evaluations[${position}]`;
      if (before === undefined) {
        ofTask.set(index, { where, outcome });
        continue;
      }
      const what = `scenario ${index} of ${quote(name)} is recorded twice: ${outcomeAt(before)} and ${outcomeAt({ where, outcome })}`;
      twice++;
      first ??= what;
      if (!areOpposite(before.outcome, outcome)) continue;
      opposite++;
      firstOpposite ??= what;
    }
  }
  if (first === undefined) return;
  throw new WorldFluxError(
    "WF_EPISODE_DUPLICATED",
    `${firstOpposite ?? first} (${twice} such, ${opposite} of them with opposite outcomes)`,
    {
      hint:
        firstOpposite === undefined
          ? "leave out the copy, or the run that was stopped"
          : "these are two runs of the same scenes: decide by what was planned which one counts, not by its outcomes, and hand in that one alone",
    },
  );
}

function areOpposite(a: string, b: string): boolean {
  return (a === "success" && b === "failure") || (a === "failure" && b === "success");
}

function outcomeAt({ where, outcome }: { where: string; outcome: string }): string {
  return `${outcome} in ${where}`;
}

function checkWithinBudget(files: Files): void {
  const most = files[0]?.budget;
  if (most === undefined || most === null) return;
  const counts = new Map<string, number>();
  for (const { path, episodes } of files) {
    for (const { task } of episodes) {
      const count = (counts.get(task ?? "") ?? 0) + 1;
      counts.set(task ?? "", count);
      if (count <= most) continue;
      throw new WorldFluxError(
        "WF_EPISODES_INCONSISTENT",
        `${filePath(path)}: ${quote(task)} has more episodes than ${budget}, which is ${most}`,
        { hint: "hand in the evaluation that was planned; episodes added later are another one" },
      );
    }
  }
}

/** The first file, and the first that differs from it. */
function firstTwo(files: Files, by: (file: ResultFile) => unknown): (ResultFile | undefined)[] {
  const [first] = files;
  if (first === undefined) return [];
  return [first, files.find((file) => by(file) !== by(first))];
}

function mixed(what: string, hint: string): WorldFluxError {
  return new WorldFluxError("WF_RUNS_MIXED", what, { hint });
}

/** All episodes of the files, in the order of the paths. */
export function episodesOf(files: Files): EpisodeRecord[] {
  return files.flatMap(({ episodes }) => episodes);
}
