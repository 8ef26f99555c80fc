import {
  type Claim,
  type Evidence,
  type Label,
  labelCatalog,
  printable,
  taskName,
} from "@worldflux/schema";
import {
  fraction,
  gradeMeaning,
  intervalName,
  percent,
  question,
  range,
  ruleMeaning,
  verdictSentence,
  verdictTitle,
  waterfall,
} from "./wording.ts";

/** Renders `evidence.md`: what `evidence.json` says, for people. Same input, same bytes. */
export function renderMarkdown(claim: Claim, evidence: Evidence): string {
  const { result } = evidence;
  return `${[
    `# ${text(claim.claim_text)}`,
    `**${verdictTitle[result.verdict]}**${result.verdict === result.strict_verdict ? "" : ` with the margin; without it: ${verdictTitle[result.strict_verdict].toLowerCase()}`}. ${verdictSentence(result)}`,
    "This file packages imported evaluation output. It is limited to the recorded episodes and the protocol; `worldflux audit verify` recomputes every number in it.",
    "## Result",
    table(
      ["", ""],
      [
        ["question", question(result)],
        ["episodes", fraction(result)],
        [intervalName(result.interval), range(result.interval)],
        [
          "exact binomial test",
          `p = ${result.exact_test.p_value.toPrecision(3)}, says ${result.exact_test.verdict}`,
        ],
        [
          "chance to support a claim whose true rate is the threshold",
          `${percent(result.size_at_threshold.actual)} (nominal ${percent(result.size_at_threshold.nominal)})`,
        ],
        ["counting rule", ruleMeaning[evidence.denominator_policy.rule]],
        ["grade", `${evidence.grade}: ${gradeMeaning[evidence.grade]}`],
      ],
    ),
    "## Every episode accounted for",
    table(
      ["", "episodes"],
      waterfall(evidence).map(([name, n]) => [name.replace(/^ {2}/, "– "), String(n)]),
    ),
    "## Under other counting rules",
    table(
      ["rule", "episodes", "interval", "verdict", "without margin"],
      evidence.rules.map((rule) => [
        ruleMeaning[rule.rule],
        fraction(rule),
        range(rule.interval),
        rule.verdict,
        rule.strict_verdict,
      ]),
    ),
    "## By task",
    table(
      ["task", "episodes", intervalName(result.interval)],
      evidence.tasks.map((task) => [taskName(task), fraction(task), range(task.interval)]),
    ),
    ...conformance(evidence),
    "## What is missing, and what weakens this",
    ...labels(evidence.labels),
    `Grade ${evidence.grade}. The next better grade asks for: ${text(evidence.grade_missing.join("; "))}.`,
    "## What this shows and what it does not",
    table(
      ["", ""],
      evidence.coverage.map((row) => [row.status.replace("_", " "), row.statement]),
    ),
  ].join("\n\n")}\n`;
}

function conformance(evidence: Evidence): string[] {
  const c = evidence.conformance;
  const rows = [
    ...c.tasks
      .filter((task) => task.missing.length > 0)
      .map((task) => [
        taskName(task),
        `missing ${task.planned - task.matched} of ${task.planned}: ${task.missing.map(cell).join("; ")}`,
      ]),
    ...(c.unnamed_missing_tasks > 0
      ? [["(not named)", `${c.unnamed_missing_tasks} tasks of a planned suite have no record`]]
      : []),
    ...c.out_of_protocol.map((task) => [
      taskName(task),
      `${task.episodes} episodes out of protocol`,
    ]),
    ...c.duplicated.map((again) => [
      taskName(again),
      `${again.records} records of ${cell({ seed: again.seed, indices: String(again.index) })}: ${again.outcomes}`,
    ]),
  ];
  return rows.length === 0 ? [] : ["## Differences from the protocol", table(["task", ""], rows)];
}

function cell(of: { seed: number | null; indices: string }): string {
  return of.seed === null ? `index ${of.indices}` : `seed ${of.seed}, index ${of.indices}`;
}

/** One paragraph a code, however often it occurs. */
function labels(all: readonly Label[]): string[] {
  const codes = [...new Set(all.map((label) => label.code))];
  return codes.map((code) => {
    const details = all
      .filter((label) => label.code === code)
      .map((label) => [label.task, label.detail].filter((part) => part !== undefined).join(": "))
      .filter((detail) => detail !== "");
    const suffix = details.length === 0 ? "" : ` (${text(details.join("; "))})`;
    return `- \`${code}\`${suffix}: ${labelCatalog[code].explanation}`;
  });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(text).join(" | ")} |`;
  return [line(head), `|${head.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}

/** Text from outside cannot become markup: names and claims are data, not Markdown or HTML. */
function text(value: string): string {
  return printable(value)
    .replace(/[\\`*_[\]<>|#&~$@]/g, (c) => `\\${c}`)
    .replace(/:(?=\/\/)/g, "\\:")
    .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}\\.`);
}
