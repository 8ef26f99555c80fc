import type { Input, InputFile } from "@worldflux/adapter-kit";
import { cellsOf } from "./csv.ts";

/** What a file is, by its first 64 KiB. */
export type Kind =
  | "log"
  | "foreign_log"
  | "droid_scores"
  | "rates"
  | "records"
  | "roboarena"
  | "video"
  | "unknown";

/** The file of an input that decides what is to be said of it. */
export interface Sight {
  readonly kind: Kind;
  readonly file: InputFile;
  /** All files of that kind. */
  readonly count: number;
}

/** What counts most, first: a log beside videos is a log. */
const ranks: readonly Kind[] = [
  ...(["roboarena", "log", "foreign_log", "droid_scores", "rates"] as const),
  ...(["records", "unknown", "video"] as const),
];

/** Looks at every file of an input; undefined when there is none. */
export function sightOf(input: Input): Sight | undefined {
  const kinds = input.files.map((file) => kindOf(file, `${input.name}/${file.path}`));
  const kind = ranks.find((rank) => kinds.includes(rank));
  const file = input.files[kinds.indexOf(kind ?? "unknown")];
  if (kind === undefined || file === undefined) return undefined;
  return { kind, file, count: kinds.filter((other) => other === kind).length };
}

/** What GR00T N1.5, OpenVLA and Cosmos Policy log, and openpi does not. */
const foreign =
  /Saved rollout MP4 at path|Eval config: |Success score: |Episode \d{1,6}: (?:SUCCESS|FAILURE)/;

function kindOf(file: InputFile, path: string): Kind {
  if (/(?:^|\/)(?:evaluation_sessions\/[^/]+\/metadata|global_metadata)\.yaml$/.test(path)) {
    return "roboarena";
  }
  if (/\.(?:mp4|gif|avi|webm|mkv|mov)$/i.test(file.path)) return "video";
  const head = headOf(file);
  if (head.slice(4, 8) === "ftyp") return "video";
  if (/Task suite: |Starting episode \d|# successes: \d/.test(head)) {
    return foreign.test(head) ? "foreign_log" : "log";
  }
  const [first = ""] = head.split(/\r?\n/, 1);
  const columns = first.length > 4096 ? [] : cellsOf(first).map((cell) => cell.trim());
  if (["success", "duration", "video_filename"].every((name) => columns.includes(name))) {
    return "droid_scores";
  }
  if (columns.join() === "env_num,success_rate") return "rates";
  return /^\s*[{[]/.test(head) ? "records" : "unknown";
}

/** The first 64 KiB as text, whatever they are; a byte order mark is dropped. */
export function headOf(file: InputFile): string {
  return new TextDecoder().decode(file.head());
}
