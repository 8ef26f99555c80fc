import type { ClaimAnswers, ClaimDocuments } from "@worldflux/evidence";
import { printable, WorldFluxError } from "@worldflux/schema";
import type { ClaimField } from "./fields.ts";
import type { Terminal } from "./terminal.ts";

/** Wrong answers to one question before it is given up: whatever types there is no person. */
const PATIENCE = 20;

/**
 * Asks each question and reads the answer; an empty line takes the template's. A wrong answer is
 * explained and asked again.
 *
 * @throws WorldFluxError WF_NOT_ANSWERED when the person leaves before the last question
 */
export async function askFields(
  fields: readonly ClaimField[],
  template: ClaimDocuments,
  terminal: Terminal,
): Promise<ClaimAnswers> {
  let answers: ClaimAnswers = {};
  const asked = fields.filter(({ question }) => question !== undefined);
  terminal.say("An empty line keeps what stands in brackets; Ctrl-C ends it and writes nothing.");
  for (const [i, field] of asked.entries()) {
    const { question = "", option } = field;
    const draft = defaultOf(field, template, answers);
    terminal.say(`\n${i + 1}/${asked.length} ${question}`);
    const answer = await askOne(field, draft, terminal, (said) =>
      thresholdProblem(template, { ...answers, ...said }),
    );
    if (answer === undefined) {
      terminal.say("");
      throw new WorldFluxError(
        "WF_NOT_ANSWERED",
        `stopped at question ${i + 1} of ${asked.length} (--${option}); nothing was written`,
        { hint: "start again, or give the answers as options; see worldflux claim create --help" },
      );
    }
    answers = { ...answers, ...answer };
  }
  return answers;
}

/** The baseline follows the rate that was just answered. */
function defaultOf(field: ClaimField, template: ClaimDocuments, answers: ClaimAnswers): string {
  const follows =
    field.option === "baseline" && template.claim.decision_rule.baseline === undefined;
  return follows && answers.rate !== undefined ? `${answers.rate}` : field.draft(template);
}

async function askOne(
  { read, option }: ClaimField,
  draft: string,
  terminal: Terminal,
  problem: (answer: ClaimAnswers) => string | undefined,
): Promise<ClaimAnswers | undefined> {
  for (let tries = 0; tries < PATIENCE; tries++) {
    const line = await terminal.ask(`  [${printable(draft)}] `);
    if (line === undefined) return undefined;
    const text = line.trim();
    try {
      const answer =
        text === ""
          ? {}
          : read(option === "task" ? text.split(",").filter((part) => part.trim()) : [text]);
      const why = problem(answer);
      if (why === undefined) return answer;
      terminal.say(`  ${why}`);
    } catch (error) {
      if (!(error instanceof WorldFluxError)) throw error;
      terminal.say(`  ${printable(error.message).replace(/^--\S+ /, "")}: ${error.hint ?? ""}`);
    }
  }
  return undefined;
}

/** A margin that leaves no threshold is told where it is typed, not after the last question. */
function thresholdProblem({ claim }: ClaimDocuments, answers: ClaimAnswers): string | undefined {
  const [metric] = claim.expected_metrics;
  const rate =
    answers.baseline ?? answers.rate ?? claim.decision_rule.baseline ?? metric?.value ?? 0;
  const margin = answers.margin ?? claim.decision_rule.margin;
  const up = (answers.operator ?? metric?.operator ?? ">=").startsWith("<");
  const threshold = up ? rate + margin : rate - margin;
  if (answers.margin === undefined || (threshold >= 0 && threshold <= 1)) return undefined;
  return `a margin of ${margin} puts the threshold at ${Number(threshold.toFixed(12))}: every result would pass`;
}
