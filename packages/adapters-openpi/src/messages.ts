/** A message of LIBERO's evaluation loop, as openpi and its descendants log it. */
export type Message =
  | { readonly kind: "suite"; readonly suite: string }
  | { readonly kind: "task"; readonly instruction: string }
  | { readonly kind: "start"; readonly episode: number }
  | { readonly kind: "exception"; readonly text: string }
  | { readonly kind: "rollout"; readonly path: string }
  | { readonly kind: "success"; readonly success: boolean }
  | { readonly kind: "completed"; readonly episodes: number }
  | { readonly kind: "successes"; readonly successes: number; readonly percent: number }
  | { readonly kind: "task_rate" | "total_rate" | "final_rate"; readonly rate: number }
  | { readonly kind: "final_episodes"; readonly episodes: number }
  /** A line of another program with the same loop: OpenVLA's or Cosmos Policy's. */
  | { readonly kind: "foreign"; readonly start: string }
  /** Holds the start of a message of the loop and is not one. */
  | { readonly kind: "garbled"; readonly start: string };

type Groups = readonly string[];
type Rule = readonly [start: string, whole: RegExp, build: (groups: Groups) => Message];

const ratio = String.raw`(\d{1,9}(?:\.\d{1,20})?(?:e-\d{1,3})?)`;
const rate = (kind: "task_rate" | "total_rate" | "final_rate") => (groups: Groups) =>
  ({ kind, rate: Number(groups[0]) }) as const;

const rules: readonly Rule[] = [
  ["Task suite:", /^ (\S.*)$/, ([suite = ""]) => ({ kind: "suite", suite })],
  ["Task:", /^ (\S.*)$/, ([instruction = ""]) => ({ kind: "task", instruction })],
  ["Starting episode", /^ (\d{1,9})\.\.\.$/, ([k]) => ({ kind: "start", episode: Number(k) })],
  ["Saved rollout MP4 at path", /^ (\S.*)$/, ([path = ""]) => ({ kind: "rollout", path })],
  ["Success:", /^ (True|False)$/, ([is]) => ({ kind: "success", success: is === "True" })],
  [
    "# episodes completed so far:",
    /^ (\d{1,9})$/,
    ([n]) => ({ kind: "completed", episodes: Number(n) }),
  ],
  [
    "# successes:",
    /^ (\d{1,9}) \((\d{1,9}\.\d)%\)$/,
    ([n, percent]) => ({ kind: "successes", successes: Number(n), percent: Number(percent) }),
  ],
  ["Current task success rate:", new RegExp(`^ ${ratio}$`), rate("task_rate")],
  ["Current total success rate:", new RegExp(`^ ${ratio}$`), rate("total_rate")],
  ["Total success rate:", new RegExp(`^ ${ratio}$`), rate("final_rate")],
  ["Total episodes:", /^ (\d{1,9})$/, ([n]) => ({ kind: "final_episodes", episodes: Number(n) })],
  ["Total successes:", /^(.*)$/, () => ({ kind: "foreign", start: "Total successes:" })],
  ["Overall success rate:", /^(.*)$/, () => ({ kind: "foreign", start: "Overall success rate:" })],
];

/**
 * The messages in one line of a log. Progress bars, terminal escapes, logging's `INFO:root:` and
 * the `service-1 | ` of docker compose are taken off; any other line holds no message.
 */
export function messagesIn(line: string): Message[] {
  return line
    .replace(escapes, "")
    .split("\r")
    .flatMap((piece) => messageOf(bare(piece)) ?? []);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal escapes start with one
const escapes = /\u001b\[[0-9;?]*[@-~]/g;

function messageOf(text: string): Message | undefined {
  for (const [start, whole, build] of rules) {
    if (!text.startsWith(start)) continue;
    const [, ...groups] = whole.exec(text.slice(start.length)) ?? [];
    return groups.length === 0 ? { kind: "garbled", start } : build(groups);
  }
  // The only line that a run can do without, so it is found behind any prefix.
  const [, exception] = text.split("Caught exception:", 2);
  if (exception !== undefined) return { kind: "exception", text: exception };
  const [start] = inside.exec(text) ?? [];
  return start === undefined ? undefined : { kind: "garbled", start };
}

/** What no other program prints: behind an unknown prefix it must not go unnoticed. */
const inside =
  /Task suite:|Starting episode \d|# episodes completed|# successes:|(?:Current (?:task|total)|Total) success rate:|Total episodes:/;

/** A bar is drawn without a line end, so a message may stand right behind it. */
function bare(piece: string): string {
  const text = piece.replace(/^[\w.-]{1,64} {1,32}\| /, "");
  const bar = /\s*\d{1,3}%\|[^|]{0,400}\|\s*\d{1,9}\/\d{1,9} \[[^\]]{0,120}\]/y;
  let from = 0;
  while (bar.test(text)) from = bar.lastIndex;
  return text
    .slice(from)
    .trim()
    .replace(/^(?:DEBUG|INFO|WARNING|ERROR|CRITICAL):[\w.]{1,100}:/, "")
    .trim();
}
