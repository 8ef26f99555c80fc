import {
  axisCatalog,
  type Claim,
  type Evidence,
  labelCatalog,
  printable,
  recommendationCatalog,
  type Verdict,
} from "@worldflux/schema";
import { otherVerdicts } from "./count.ts";
import { lockSentence } from "./lock-wording.ts";
import { populationRows, tasksByRate, waterfall } from "./rows.ts";
import {
  fraction,
  fragilitySentence,
  gradeMeaning,
  intervalName,
  neededSentence,
  predictionSentence,
  question,
  range,
  ruleMeaning,
  sequentialSentence,
  sizeSentence,
  verdictSentence,
  verdictTitle,
  worstTaskSentence,
} from "./wording.ts";

/** How a piece of the page is to be shown; the caller decides what that looks like. */
export type Tone = "title" | "good" | "bad" | "warn" | "dim";

/** Paints a text, or returns it as it is. */
export type Paint = (tone: Tone, text: string) => string;

const plain: Paint = (_, text) => text;

/** Most tasks that are listed, worst first. */
const TASKS_SHOWN = 8;

/** Verdict, what it means, the question and the numbers behind it. */
export function headline({ result }: Evidence, paint: Paint = plain): string[] {
  const strict =
    result.strict_verdict === result.verdict
      ? ""
      : paint("warn", `  (without the margin: ${result.strict_verdict.replace("_", " ")})`);
  return [
    `${paint(verdictTone[result.verdict], verdictTitle[result.verdict])}${strict}`,
    verdictSentence(result),
    "",
    `asked          ${question(result)}`,
    `measured       ${fraction(result)}, ${intervalName(result.interval)} ${range(result.interval)}`,
  ];
}

const verdictTone: Record<Verdict, Tone> = {
  supported: "good",
  refuted: "bad",
  inconclusive: "warn",
  cannot_decide: "warn",
};

/**
 * The terminal page of `evidence inspect`: what is claimed, by what evidence, the verdict and under
 * which rule, what is missing. Without the claim (when only `evidence.json` is at hand) its id stands
 * for its text.
 */
export function renderInspection(evidence: Evidence, claim?: Claim, paint: Paint = plain): string {
  const { result } = evidence;
  return `${[
    paint("title", printable(claim?.claim_text ?? evidence.claim.id)),
    "",
    ...headline(evidence, paint),
    ...columns([
      ["exact test", `p = ${result.exact_test.p_value.toPrecision(3)}`],
      ["false support", `at the threshold ${sizeSentence(evidence)}`],
      ["counted", ruleMeaning[evidence.denominator_policy.rule]],
      ["any stop", sequentialSentence(evidence)],
      ...optional("predicted", predictionSentence(evidence)),
      ...optional("fragility", fragilitySentence(evidence)),
      ...optional("needed", neededSentence(evidence)),
      ...optional("worst task", worstTaskSentence(evidence)),
      ...optional("locked", lockSentence(evidence)),
      ["grade", `${evidence.grade}, ${gradeMeaning[evidence.grade]}`],
      ["do", recommendationCatalog[evidence.recommendation]],
    ]),
    "",
    paint("title", "Episodes"),
    ...columns(
      waterfall(evidence)
        .filter(([name, n]) => n > 0 || !name.startsWith(" "))
        .map(([name, n]) => [`  ${name}`, String(n)]),
    ),
    ...otherRules(evidence, paint),
    ...populationLines(evidence, paint),
    ...taskLines(evidence, paint),
    ...labelLines(evidence, paint),
    "",
    paint("title", "Would test it harder"),
    ...evidence.next_tests.map((axis) => `  ${axis}${paint("dim", `  ${axisCatalog[axis]}`)}`),
  ].join("\n")}\n`;
}

function optional(name: string, text: string | undefined): (readonly [string, string])[] {
  return text === undefined ? [] : [[name, printable(text)]];
}

/** Shown where it matters: several tasks, or another answer. */
function populationLines(evidence: Evidence, paint: Paint): string[] {
  if (evidence.tasks.length < 2) return [];
  return [
    "",
    paint("title", "If the episodes are a sample of"),
    ...columns(
      populationRows(evidence).map(([of, numbers, verdict]) => [
        `  ${of}`,
        `${verdict}, ${numbers}`,
      ]),
    ),
  ];
}

function otherRules(evidence: Evidence, paint: Paint): string[] {
  const flips = otherVerdicts(evidence.rules, evidence.denominator_policy);
  if (flips.length === 0) return [];
  return [
    "",
    paint("title", "The verdict changes if"),
    ...columns(
      flips.map((rule) => [`  ${ruleMeaning[rule.rule]}`, `${rule.verdict}, ${fraction(rule)}`]),
    ),
  ];
}

function taskLines(evidence: Evidence, paint: Paint): string[] {
  const tasks = tasksByRate(evidence);
  if (tasks.length < 2) return [];
  const more = tasks.length - TASKS_SHOWN;
  return [
    "",
    paint("title", `Tasks (${tasks.length}, lowest first)`),
    ...columns(
      tasks
        .slice(0, TASKS_SHOWN)
        .map((task) => [
          `  ${printable(task.name)}`,
          `${fraction(task).padEnd(16)} ${range(task.interval)}`,
        ]),
    ),
    ...(more > 0 ? [paint("dim", `  and ${more} more in evidence.md`)] : []),
  ];
}

function labelLines(evidence: Evidence, paint: Paint): string[] {
  const titles = { caution: "Weakens it", missing: "Missing", note: "Notes" } as const;
  return (["caution", "missing", "note"] as const).flatMap((kind) => {
    const labels = evidence.labels.filter((label) => labelCatalog[label.code].kind === kind);
    if (labels.length === 0) return [];
    return [
      "",
      paint("title", titles[kind]),
      ...labels.map((label) => {
        const detail = [label.task, label.detail].filter((part) => part !== undefined).join(": ");
        return `  ${label.code}${detail === "" ? "" : paint("dim", `  ${printable(detail)}`)}`;
      }),
    ];
  });
}

/** Rows of a name and a value, the values under one another. */
export function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = rows.reduce((most, [name]) => Math.max(most, name.length), 0);
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}
