/** What the evaluation loop of OpenVLA and its descendants says. */
export type Message =
  | { readonly kind: "suite" | "task" | "error" | "rollout"; readonly text: string }
  | {
      readonly kind: "start" | "completed" | "total_episodes" | "total_successes";
      readonly count: number;
    }
  | { readonly kind: "success"; readonly success: boolean }
  | { readonly kind: "successes"; readonly count: number; readonly percent: number }
  | { readonly kind: "task_rate" | "total_rate" | "overall_rate"; readonly rate: number };

type Groups = readonly (string | undefined)[];
type Rule = readonly [pattern: RegExp, build: (groups: Groups) => Message];

const text =
  (kind: "suite" | "task" | "error" | "rollout") =>
  ([, found = ""]: Groups): Message => ({ kind, text: found });
const count =
  (kind: "start" | "completed" | "total_episodes" | "total_successes") =>
  ([, n]: Groups): Message => ({ kind, count: Number(n) });
const rate =
  (kind: "task_rate" | "total_rate" | "overall_rate") =>
  ([, n]: Groups): Message => ({ kind, rate: Number(n) });

const ratio = String.raw`(\d(?:\.\d{1,20})?(?:e-\d{1,3})?)`;

const rules: readonly Rule[] = [
  [/^Task suite: (\S{1,200})$/, text("suite")],
  [/^Task: (.{1,400})$/, text("task")],
  [/^Starting episode (\d{1,9})\.\.\.$/, count("start")],
  [/^(?:Episode error|Caught exception): ?(.*)$/, text("error")],
  [/^Saved rollout MP4 at path (.{1,1000})$/, text("rollout")],
  [/^Success: (True|False)$/, ([, is]) => ({ kind: "success", success: is === "True" })],
  [/^# episodes completed so far: (\d{1,9})$/, count("completed")],
  [
    /^# successes: (\d{1,9}) \((\d{1,3}(?:\.\d{1,3})?)%\)$/,
    ([, n, percent]) => ({ kind: "successes", count: Number(n), percent: Number(percent) }),
  ],
  [new RegExp(`^Current task success rate: ${ratio}$`), rate("task_rate")],
  [new RegExp(`^Current total success rate: ${ratio}$`), rate("total_rate")],
  [/^Total episodes: (\d{1,9})$/, count("total_episodes")],
  [/^Total successes: (\d{1,9})$/, count("total_successes")],
  [
    new RegExp(`^Overall success rate: ${ratio} \\(\\d{1,3}(?:\\.\\d{1,3})?%\\)$`),
    rate("overall_rate"),
  ],
];

/** What no other program prints: behind an unknown prefix it must not go unnoticed. */
const inside =
  /^Success: |Starting episode \d|# episodes completed|# successes:|Current (?:task|total) success rate|Total (?:episodes|successes): \d|Overall success rate:/;

/** A message of the loop, `garbled` for one that is cut or changed, undefined for other programs' lines. */
export function messageOf(entry: string): Message | "garbled" | undefined {
  for (const [pattern, build] of rules) {
    const groups = pattern.exec(entry);
    if (groups !== null) return build(groups);
  }
  // The only line that a run can do without, so it is found behind any prefix.
  const error = /(?:Episode error|Caught exception):(.*)/.exec(entry);
  if (error !== null) return { kind: "error", text: error[1] ?? "" };
  return inside.test(entry) ? "garbled" : undefined;
}
