import {
  type DiffAxis,
  type DiffVerdict,
  type EvidenceDiff,
  printable,
  type TaskDiff,
} from "@worldflux/schema";
import { columns, type Paint, type Tone } from "../inspect.ts";
import { fraction, intervalName, percent, range, ruleMeaning, verdictTitle } from "../wording.ts";
import {
  differenceIntervalName,
  diffSentence,
  diffTitle,
  pointRange,
  points,
  testSentence,
} from "./wording.ts";

const plain: Paint = (_, text) => text;

/** Most tasks that are listed. */
const TASKS_SHOWN = 8;
/** Most fields of a document that are listed. */
const FIELDS_SHOWN = 6;

/** The terminal page of `evidence diff`: the answer, what it rests on, and the numbers. */
export function renderDiff(diff: EvidenceDiff, paint: Paint = plain): string {
  return `${[
    ...columns([
      [paint("title", "left "), printable(diff.left.claim_text ?? diff.left.claim_id)],
      [paint("title", "right"), printable(diff.right.claim_text ?? diff.right.claim_id)],
    ]),
    "",
    paint(tones[diff.comparison.verdict], diffTitle[diff.comparison.verdict]),
    diffSentence(diff),
    "",
    ...columns([...rateRows(diff), ...comparisonRows(diff)]),
    ...list("Why they are not compared", diff.comparison.reasons, paint),
    ...list("Keep in mind", diff.comparison.cautions, paint),
    ...axisLines(diff, paint),
    ...cellLines(diff, paint),
    ...ruleLines(diff, paint),
    ...taskLines(diff, paint),
    ...labelLines(diff, paint),
    ...documentLines(diff, paint),
  ].join("\n")}\n`;
}

const tones: Record<DiffVerdict, Tone> = {
  left_better: "good",
  right_better: "good",
  depends_on_counting: "warn",
  difference_not_shown: "warn",
  cannot_tell: "warn",
  same_episodes: "dim",
};

type Row = readonly [string, string];

function rateRows({ verdicts }: EvidenceDiff): Row[] {
  return (["left", "right"] as const).map((side) => {
    const of = verdicts[side];
    const interval = `${intervalName(of.interval)} ${range(of.interval)}`;
    const asked = `${of.operator} ${percent(of.baseline)}, margin ${percent(of.margin)}`;
    return [
      side,
      `${fraction(of)}, ${interval}; ${verdictTitle[of.verdict].toLowerCase()} (${asked}), grade ${of.grade}`,
    ];
  });
}

function comparisonRows({ comparison }: EvidenceDiff): Row[] {
  const { method, estimate, intervals, pairs, detectable, pairing } = comparison;
  const test = testSentence(comparison);
  const discordant = pairs && `${pairs.only_left} only left, ${pairs.only_right} only right`;
  const all = pairs && pairs.both + pairs.only_left + pairs.only_right + pairs.neither;
  const rows: [string, string | null | undefined][] = [
    ["left - right", estimate === null ? null : points(estimate)],
    ...intervals.map((of): [string, string] => [differenceIntervalName(of), pointRange(of)]),
    ["equal rates", test],
    ["pairs", pairs && `${all}: ${pairs.both} both, ${discordant}, ${pairs.neither} neither`],
    [
      "would have seen",
      detectable === null
        ? null
        : `a difference of ${Number((detectable * 100).toFixed(1))} points four times out of five`,
    ],
    [
      "start by start",
      method === "none" ? null : `${pairing.possible ? "yes" : "no"}: ${printable(pairing.reason)}`,
    ],
  ];
  return rows.flatMap(([name, value]): Row[] => (value ? [[name, value]] : []));
}

function list(
  title: string,
  entries: readonly { readonly code: string; readonly detail: string }[],
  paint: Paint,
): string[] {
  if (entries.length === 0) return [];
  return section(
    title,
    entries.map(({ code, detail }) => `  ${code}  ${printable(detail)}`),
    paint,
  );
}

/** What is the same needs one line; what is not has its values. */
function axisLines({ axes }: EvidenceDiff, paint: Paint): string[] {
  const same = axes.filter(({ status }) => status === "same").map(({ axis }) => axis);
  const rows = axes.filter(({ status }) => status !== "same").map(axisRow);
  const wide = rows.reduce((most, [name]) => Math.max(most, name.length), 0);
  return section(
    "Comparable in",
    [
      ...wrap(`  same       ${same.join(", ") || "nothing"}`, 13),
      ...rows.map(([name, status, text, tone]) => {
        return `  ${paint(tone, status.padEnd(9))}  ${name.padEnd(wide)}  ${text}`;
      }),
    ],
    paint,
  );
}

function axisRow(of: DiffAxis): [string, string, string, Tone] {
  const value = ({ value }: DiffAxis["left"]) => printable(value ?? "?");
  return [of.axis, of.status, `${value(of.left)} | ${value(of.right)}`, of.blocks ? "warn" : "dim"];
}

/** Breaks a line at spaces; later lines start under the text. */
function wrap(line: string, indent: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > 100) {
    const at = rest.lastIndexOf(" ", 100);
    if (at <= indent) break;
    lines.push(rest.slice(0, at));
    rest = `${" ".repeat(indent)}${rest.slice(at + 1)}`;
  }
  return [...lines, rest];
}

function cellLines({ denominators: { left, right } }: EvidenceDiff, paint: Paint): string[] {
  const names = [
    ...(["planned", "missing", "recorded", "out_of_protocol", "duplicated"] as const),
    ...(["pending", "not_applicable", "error", "failure", "success"] as const),
  ];
  const rows = names
    .filter((name) => left[name] > 0 || right[name] > 0)
    .map((name) => [name.replaceAll("_", " "), String(left[name]), String(right[name])]);
  return section("Cells", table([["", "left", "right"], ...rows]), paint);
}

function ruleLines({ rates }: EvidenceDiff, paint: Paint): string[] {
  const rows = rates.map(({ rule, left, right, difference }) => [
    ruleMeaning[rule],
    fraction(left),
    fraction(right),
    difference === null ? "" : points(difference),
  ]);
  return section(
    "Under each counting rule",
    table([["", "left", "right", "left - right"], ...rows]),
    paint,
  );
}

function taskLines({ tasks }: EvidenceDiff, paint: Paint): string[] {
  if (tasks.length < 2) return [];
  const tested = tasks.some(({ p_adjusted }) => p_adjusted !== null);
  const rows = tasks
    .slice(0, TASKS_SHOWN)
    .map((task) => [
      printable(task.task),
      rateOf(task.left),
      rateOf(task.right),
      task.difference === null ? "" : points(task.difference),
      task.p_adjusted === null ? "" : `p = ${task.p_adjusted.toPrecision(2)}`,
    ]);
  const more = tasks.length - TASKS_SHOWN;
  const note =
    "p is adjusted for the number of tasks (Holm); tests of single tasks are exploratory";
  return section(
    `Tasks (${tasks.length}, largest difference first)`,
    [
      ...table([["", "left", "right", "left - right", ""], ...rows]),
      ...(more > 0 ? [paint("dim", `  and ${more} more with --json`)] : []),
      ...(tested ? [paint("dim", `  ${note}`)] : []),
    ],
    paint,
  );
}

function rateOf(task: TaskDiff["left"]): string {
  return task === null ? "not planned" : fraction(task);
}

function labelLines({ labels }: EvidenceDiff, paint: Paint): string[] {
  const rows = (["left", "right"] as const)
    .filter((side) => labels[side].length > 0)
    .flatMap((side) => wrap(`  only ${side.padEnd(5)}  ${labels[side].join(", ")}`, 14));
  return rows.length === 0 ? [] : section("Labels", rows, paint);
}

function documentLines({ documents }: EvidenceDiff, paint: Paint): string[] {
  const rows = documents.flatMap(({ name, status, differences, more, left, right }) => {
    const head = `  ${name.padEnd(16)}  ${status}`;
    if (status === "same") return [head];
    if (differences === null) {
      const absent = [!left.read && "left", !right.read && "right"].filter(Boolean).join(" and ");
      return [`${head} by its digest; not at hand: ${absent}`];
    }
    // Its numbers stand above.
    const shown = name === "evidence.json" ? [] : differences.slice(0, FIELDS_SHOWN);
    const total = differences.length + more;
    return [
      `${head} in ${total} ${total === 1 ? "field" : "fields"}${total > shown.length ? "; all with --json" : ""}`,
      ...shown.map(
        ({ pointer, left: a, right: b }) =>
          `    ${printable(pointer)}  ${printable(a)} | ${printable(b)}`,
      ),
    ];
  });
  return section("Documents", rows, paint);
}

function section(title: string, rows: readonly string[], paint: Paint): string[] {
  return ["", paint("title", title), ...rows];
}

/** Cells under one another, two spaces between them. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) =>
    rows.reduce((most, row) => Math.max(most, row[i]?.length ?? 0), 0),
  );
  return rows.map((row) =>
    `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd(),
  );
}
