import { demonstrationFolder } from "./by-path.ts";
import { groupBy } from "./group-by.ts";
import { groupRecognised } from "./group-recognised.ts";
import { folderOf, nameOf } from "./path.ts";
import type { Proposal, ProposalKind } from "./proposal.ts";
import type { Reached } from "./reached-by-map.ts";
import type { SeenFile } from "./seen-file.ts";
import { unfinishedBeside } from "./unfinished-beside.ts";

type Bare = Omit<Proposal, "against"> & { readonly against?: Proposal["against"] };

/**
 * The candidates of a folder, in a fixed order: what an adapter recognises, then rows, tables and
 * files of single episodes, then what records no episode. What lies beside a better candidate (a
 * summary beside its rows) is no candidate of its own.
 */
export function propose(files: readonly SeenFile[]): Proposal[] {
  const open = files.filter(
    ({ class: is }) => is !== "secret" && is !== "config" && is !== "dataset",
  );
  const recognised = open.filter(
    ({ readers, class: is }) => readers.length > 0 && is !== "tracker",
  );
  const groups = groupRecognised(recognised, files);
  const known = new Set([...recognised, ...groups.flatMap((group) => group.files)]);
  const rest = open.filter((file) => !known.has(file) && file.class !== "tracker" && isLeft(file));
  const having = (...contents: readonly SeenFile["content"][]) =>
    rest.filter(({ content }) => contents.includes(content));

  const holding = (what: Reached) => rest.filter((file) => holds(file) === what);
  const statuses = having("running_status", "broken_status").filter(
    ({ reached }) => reached === null,
  );

  const rows = holding("rows");
  const tables = holding("table");
  const best: Bare[] = [
    ...groups.map((group) => ({ kind: "recognised" as const, ...group })),
    ...rows.map((file) => alone("rows", file)),
    ...tables.map((file) => alone("table", file)),
    ...episodeFolders(holding("one_episode"), statuses, [...recognised, ...rows]),
  ];
  const taken = new Set(best.map(({ directory }) => directory));
  const without = (file: SeenFile) => holds(file) === null && !taken.has(folderOf(file.path));
  const lesser: Bare[] = [
    ...having("outcome_words")
      .filter(without)
      .map((file) => alone("rows", file)),
    ...having("episode_table")
      .filter(without)
      .map((file) => alone("table", file)),
    ...byFolder("aggregates", having("aggregates", "rate_table").filter(without)),
    ...byFolder("scores", having("scores").filter(without)),
    ...byFolder("outcome-names", [
      ...having("outcome_names").filter(without),
      ...(best.length > 0 ? [] : files.filter(namesOutcome)),
    ]),
    ...trackers(files),
  ];
  const unfinished = unfinishedBeside(files, statuses);
  return [...best, ...lesser].map((proposal) => ({
    ...proposal,
    against: [...(proposal.against ?? []), ...around(proposal, unfinished(proposal))],
  }));
}

/** What of episodes a file holds; what a mapping says goes before what the file looks like. */
function holds({ content, reached }: SeenFile): Reached | null {
  if (reached !== null) return reached;
  switch (content) {
    case "success_booleans":
    case "success_numbers":
      return "rows";
    case "table":
    case "header_only":
      return "table";
    case "one_episode":
      return "one_episode";
    default:
      return null;
  }
}

/** An unfinished file is no candidate. */
function isLeft({ class: is, content }: SeenFile): boolean {
  return is !== "unusable" || content === "header_only";
}

function alone(kind: ProposalKind, file: SeenFile): Bare {
  return { kind, directory: folderOf(file.path), files: [file] };
}

function byFolder(kind: ProposalKind, files: readonly SeenFile[]): Bare[] {
  const folders = groupBy(files, ({ path }) => folderOf(path));
  return [...folders].map(([directory, of]) => ({ kind, directory, files: of }));
}

/** Kinds of candidates that something may read. */
export const mayBeRead: ReadonlySet<ProposalKind> = new Set([
  "recognised",
  "rows",
  "table",
  "episode-files",
]);

/** What the names of the folders and the files beside a candidate say against it. */
function around({ kind, files }: Bare, unfinished: string | undefined): Proposal["against"] {
  const [first] = files;
  const made = first === undefined ? undefined : demonstrationFolder(first.path);
  return [
    ...(made === undefined
      ? []
      : [
          {
            code: "ambiguous" as const,
            detail: `it lies in a folder named ${made}, as made-up rows do`,
          },
        ]),
    ...(unfinished !== undefined && mayBeRead.has(kind)
      ? [{ code: "partial" as const, detail: unfinished }]
      : []),
  ];
}

/**
 * Files that hold one episode each: a folder of them, or a folder an attempt. Attempts are shown
 * together and never made one evaluation.
 */
function episodeFolders(
  results: readonly SeenFile[],
  statuses: readonly SeenFile[],
  others: readonly SeenFile[],
): Bare[] {
  const perFolder = byFolder("episode-files", results);
  const together = perFolder.filter(({ files }) => files.length > 1);
  const single = perFolder.filter(({ files }) => files.length === 1).flatMap(({ files }) => files);
  const busy = new Set([...results, ...others].map(({ path }) => folderOf(path)));
  const unfinished = statuses.filter(({ path }) => !busy.has(folderOf(path)));
  const attempts = groupBy([...single, ...unfinished], ({ path }) => folderOf(folderOf(path)));
  const finished = new Set(single);
  return [
    ...together,
    ...[...attempts].map(([directory, files]) => ({
      kind:
        files.length === 1 && files.every((file) => finished.has(file))
          ? ("episode-files" as const)
          : ("attempts" as const),
      directory,
      files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    })),
  ];
}

/** SimplerEnv, OpenVLA and openpi write the outcome into the name of the video. */
function namesOutcome({ class: is, path }: SeenFile): boolean {
  return (
    is === "video" &&
    /^(?:success|failure)_|--success=(?:True|False)--|_(?:success|failure)\.\w+$/.test(nameOf(path))
  );
}

const runFolder =
  /^(.*?(?:^|\/)(?:wandb\/(?:.*\/)?(?:offline-)?run-\d{8}_\d{6}-\w+|mlruns\/[^/]+\/[0-9a-f]{32}))\//;

/** One candidate a run of a tracker. */
function trackers(files: readonly SeenFile[]): Bare[] {
  const folder = ({ path }: SeenFile) => runFolder.exec(path)?.[1] ?? "";
  const runs = groupBy(
    files.filter(({ class: is }) => is === "tracker"),
    folder,
  );
  runs.delete("");
  return [...runs].map(([directory, of]) => ({ kind: "tracker", directory, files: of }));
}
