/** `running` where a run or an episode goes on, `broken` where it ended without saying how. */
export type UnfinishedStatus = "running_status" | "broken_status";

const running = new Set([
  ...["running", "started", "starting", "pending", "queued"],
  ...["interrupted", "resumed", "resuming", "in_progress"],
]);

const broken = new Set([
  ...["failed", "failure", "crashed", "error", "errored", "aborted", "killed"],
  ...["cancelled", "canceled", "timeout", "timed_out", "preempted", "terminated"],
]);

/** What the status in a JSON object says; undefined for one that is over, or none. */
export function statusIn(object: Readonly<Record<string, unknown>>): UnfinishedStatus | undefined {
  const { terminated, finished, status, state } = object;
  const word = wordOf(typeof status === "string" ? status : state);
  if (terminated === false || running.has(word)) return "running_status";
  // An episode that is over may call its task unfinished.
  return finished === false || broken.has(word) ? "broken_status" : undefined;
}

/** Longest file of a status, in UTF-16 units. */
const longest = 64 * 1024;
const statusName = /(?:^|[/._-])(?:status|state)(?:\.[a-z]{1,5})?$/i;

/**
 * What a file says that is named as a status and is no JSON document: one word, lines such as
 * `status: running`, or JSON Lines, whose last one counts.
 */
export function statusFile(path: string, text: string): UnfinishedStatus | undefined {
  if (!statusName.test(path) || text.length > longest) return undefined;
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const last = lines.at(-1) ?? "";
  if (last.trimStart().startsWith("{")) {
    const object = objectIn(last);
    return object && statusIn(object);
  }
  const said = lines.map(
    (line) => /^\s{0,8}(?:status|state)\s{0,8}[:=](.{0,60})$/i.exec(line)?.[1],
  );
  const word = said.find((each) => each !== undefined) ?? (lines.length === 1 ? last : undefined);
  return word === undefined ? undefined : statusIn({ status: word });
}

function wordOf(status: unknown): string {
  const text = typeof status === "string" ? status.slice(0, 64) : "";
  return text
    .trim()
    .replace(/^["']|["']$/g, "")
    .toLowerCase()
    .replaceAll(/[\s-]/g, "_");
}

/** The JSON object that a text is, or undefined. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null
      ? // Lists have no keys that are asked for.
        (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
