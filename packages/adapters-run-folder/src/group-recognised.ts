import { groupBy } from "./group-by.ts";
import { folderOf, isLaidOut, nameOf } from "./path.ts";
import type { Proposal } from "./proposal.ts";
import type { SeenFile } from "./seen-file.ts";

type Group = Pick<Proposal, "directory" | "files" | "against">;

/**
 * Puts files together that an evaluator writes as one evaluation: the shards of one run, the tasks of
 * one lbm_eval model, a recording with its logs. Everything else stands alone. Nothing is ever put
 * together across attempts or time stamps.
 */
export function groupRecognised(
  recognised: readonly SeenFile[],
  all: readonly SeenFile[],
): Group[] {
  const left = new Set(recognised);
  const groups = [...recordings(left, all), ...shards(left), ...tasks(left)];
  const alone = [...left].map((file) => ({
    directory: folderOf(file.path),
    files: [file],
    against: [],
  }));
  return [...groups, ...alone];
}

const logOf = /-(?:wal|journal)$/;
const episodeLog = /task\d{4,9}_ep\d{4,9}_(?:success|fail|error)\.jsonl$/;

/** An SQLite recording, and what the same harness left beside it. */
function recordings(left: Set<SeenFile>, all: readonly SeenFile[]): Group[] {
  const databases = [...left].filter(({ path }) => /\.(?:sqlite3?|db)$/i.test(path));
  const folders = new Set(databases.map(({ path }) => folderOf(path)));
  if (folders.size === 0) return [];
  const ownerOf = (file: SeenFile): string => {
    const folder = folderOf(file.path);
    if (folders.has(folder)) return left.has(file) || logOf.test(file.path) ? folder : "";
    if (!episodeLog.test(file.path)) return "";
    const owner = /^(?:(.*)\/)?episodes\//.exec(file.path)?.[1] ?? ".";
    return folders.has(owner) ? owner : "";
  };
  const groups = groupBy(all, ownerOf);
  groups.delete("");
  return [...groups].map(([directory, files]) => {
    for (const file of files) left.delete(file);
    return { directory, files, against: [] };
  });
}

const shardName = /shard\d{1,5}of\d{1,5}/i;

function shards(left: Set<SeenFile>): Group[] {
  const named = [...left].filter(({ path }) => shardName.test(nameOf(path)));
  const groups = groupBy(named, ({ path }) =>
    path.replace(shardName, (name) => name.replace(/\d+(?=of)/i, "*")),
  );
  return [...groups.values()].map((files) => {
    for (const file of files) left.delete(file);
    return { directory: folderOf(files[0]?.path ?? ""), files, against: [] };
  });
}

/**
 * `{owner}/{task}/rollouts/{time}/results.json`: the tasks of an owner, if each was run once. What a
 * folder is called proves nothing: the file says which task it holds.
 */
function tasks(left: Set<SeenFile>): Group[] {
  const laidOut = [...left].filter(({ path }) => isLaidOut(path));
  const owners = groupBy(laidOut, ({ path }) => path.split("/").slice(0, -4).join("/") || ".");
  return [...owners].flatMap(([directory, all]) => {
    const repeated = new Set([
      ...repeats(all, ({ path }) => [path.split("/").at(-4) ?? ""]),
      ...repeats(all, ({ tasks }) => tasks ?? []),
    ]);
    const attempts = all.some(({ path }) => attemptName.test(path.split("/").at(-4) ?? ""));
    const unseen = all.length > 1 && all.some(({ tasks }) => tasks === undefined);
    for (const file of all) left.delete(file);
    if (repeated.size === 0 && !attempts && !unseen)
      return [{ directory, files: all, against: [] }];
    // Which time stamp counts is not ours to say, so every file stands alone.
    return all.map((file) => ({
      directory: folderOf(file.path),
      files: [file],
      against: repeated.has(file)
        ? [
            {
              code: "ambiguous" as const,
              detail: "the same task was run at several times, and nothing says which run counts",
            },
          ]
        : [],
    }));
  });
}

const attemptName = /(?:^|[\s._-])(?:attempt|try|retry|resumed?|rerun)[\s._-]?\d{0,9}$/i;

/** Files that share something with another file. */
function repeats(
  files: readonly SeenFile[],
  of: (file: SeenFile) => readonly string[],
): readonly SeenFile[] {
  const holders = new Map<string, SeenFile[]>();
  for (const file of files) {
    for (const name of of(file)) {
      const before = holders.get(name);
      if (before === undefined) holders.set(name, [file]);
      else before.push(file);
    }
  }
  return [...holders.values()].filter((all) => all.length > 1).flat();
}
