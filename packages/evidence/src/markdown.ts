import {
  axisCatalog,
  type Claim,
  type Evidence,
  type Label,
  labelCatalog,
  recommendationCatalog,
  taskName,
} from "@worldflux/schema";
import { lockedBeforehand } from "./lock.ts";
import { lockColumns, lockLimits, lockNames, lockRows, lockSentence } from "./lock-wording.ts";
import { markdownText as text } from "./markdown-text.ts";
import { conformanceRows, labelGroups, populationRows, statedRateRows, waterfall } from "./rows.ts";
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
        ["chance to support a claim whose true rate is the threshold", sizeSentence(evidence)],
        ["counting rule", ruleMeaning[evidence.denominator_policy.rule]],
        ["at any stopping time", sequentialSentence(evidence)],
        ...optional("with predicted episodes", predictionSentence(evidence)),
        ...optional("fragility", fragilitySentence(evidence)),
        ...optional("episodes still needed", neededSentence(evidence)),
        ...optional("worst task", worstTaskSentence(evidence)),
        ...optional("locked", lockSentence(evidence)),
        ["grade", `${evidence.grade}: ${gradeMeaning[evidence.grade]}`],
      ],
    ),
    `What to do with this evidence: ${recommendationCatalog[evidence.recommendation]}`,
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
    "## What the episodes are a sample of",
    table(["a sample of", "interval", "verdict"], populationRows(evidence)),
    ...statedRates(evidence),
    "## By task",
    table(
      ["task", "episodes", intervalName(result.interval)],
      evidence.tasks.map((task) => [taskName(task), fraction(task), range(task.interval)]),
    ),
    ...conformance(evidence),
    "## What is missing, and what weakens this",
    ...labels(evidence.labels),
    gradeParagraph(evidence),
    ...locks(evidence),
    "## What would test it harder",
    ...evidence.next_tests.map((axis) => `- \`${axis}\`: ${axisCatalog[axis]}`),
    "## What this shows and what it does not",
    table(
      ["", ""],
      evidence.coverage.map((row) => [row.status.replace("_", " "), row.statement]),
    ),
  ].join("\n\n")}\n`;
}

function gradeParagraph({ grade, grade_missing: missing }: Evidence): string {
  return missing.length === 0
    ? `Grade ${grade} rests on the lock: see the check \`lock\` of \`worldflux audit verify\`.`
    : `Grade ${grade}. The next better grade asks for: ${text(missing.join("; "))}.`;
}

function locks({ lock }: Evidence): string[] {
  if (lock === undefined) return [];
  const names = lockNames(lock);
  return [
    lockedBeforehand(lock) ? "## What was locked beforehand" : "## What was locked",
    table(lockColumns(lock), lockRows(lock)),
    ...(names === undefined ? [] : [names]),
    `This is what the locks say; the check \`lock\` of \`worldflux audit verify\` says whether they are genuine. ${lockLimits}`,
  ];
}

function optional(name: string, value: string | undefined): string[][] {
  return value === undefined ? [] : [[name, value]];
}

function statedRates(evidence: Evidence): string[] {
  const rows = statedRateRows(evidence);
  if (rows.length === 0) return [];
  return ["## Percentages in the claim's text", table(["stated", "as a count"], rows)];
}

function conformance(evidence: Evidence): string[] {
  const rows = conformanceRows(evidence);
  return rows.length === 0 ? [] : ["## Differences from the protocol", table(["task", ""], rows)];
}

/** One paragraph a code, however often it occurs. */
function labels(all: readonly Label[]): string[] {
  return labelGroups(all).map(({ code, details }) => {
    const suffix = details.length === 0 ? "" : ` (${text(details.join("; "))})`;
    return `- \`${code}\`${suffix}: ${labelCatalog[code].explanation}`;
  });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(text).join(" | ")} |`;
  return [line(head), `|${head.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}
