import type { ClaimAnswers, ClaimDocuments } from "@worldflux/evidence";
import {
  DenominatorPolicy,
  IntervalMethod,
  Operator,
  Population,
  preview,
  SuccessRule,
} from "@worldflux/schema";
import { readRate, usage } from "../stats/numbers.ts";

/** One thing that `claim create` takes as an option, and asks for on a terminal. */
export interface ClaimField {
  /** The option, without its dashes. */
  readonly option: string;
  /** What is asked; a field without a question is an option only. */
  readonly question?: string;
  /** What the template says, in the form that `read` takes. */
  readonly draft: (template: ClaimDocuments) => string;
  /** @throws WorldFluxError WF_USAGE that says what is wanted */
  readonly read: (texts: readonly string[]) => ClaimAnswers;
}

/** The fields, in the order in which they are asked for. */
export const claimFields: readonly ClaimField[] = [
  {
    option: "subject",
    question: "Which policy is it? (org/model on Hugging Face, an address, or a name)",
    draft: ({ claim }) => claim.subject.id,
    read: one((text) => ({ subject: line("subject", text) })),
  },
  {
    option: "checkpoint",
    draft: ({ claim }) => claim.subject.checkpoint_uri ?? "",
    read: one((text) => ({ checkpoint: line("checkpoint", text) })),
  },
  {
    option: "benchmark",
    question: "Which benchmark?",
    draft: ({ protocol }) => protocol.benchmark.name,
    read: one((text) => ({ benchmark: line("benchmark", text) })),
  },
  {
    option: "evaluator",
    question: "Which evaluator runs it? (lerobot, openpi, vla-eval, lbm_eval, bridge and others)",
    draft: ({ protocol }) => protocol.evaluator.name,
    read: one((text) => ({ evaluator: line("evaluator", text) })),
  },
  {
    option: "task",
    question: "Which suites or tasks? (with commas between; suite/3 is one task)",
    draft: ({ protocol }) => protocol.benchmark.task_list.join(", "),
    read: (texts) => ({ tasks: texts.map((text) => line("task", text)) }),
  },
  {
    option: "operator",
    draft: ({ claim }) => claim.expected_metrics[0]?.operator ?? ">=",
    read: one((text) => ({ operator: choice("operator", text, Operator.options) })),
  },
  {
    option: "threshold",
    question: "Which success rate is claimed? (0.8 or 80%)",
    draft: ({ claim }) => `${claim.expected_metrics[0]?.value ?? 0.8}`,
    read: one((text) => ({ rate: readRate("threshold", text) })),
  },
  {
    option: "baseline",
    question: "Compared with which rate? (the claimed one, unless you compare with another)",
    draft: ({ claim }) =>
      `${claim.decision_rule.baseline ?? claim.expected_metrics[0]?.value ?? 0.8}`,
    read: one((text) => ({ baseline: readRate("baseline", text) })),
  },
  {
    option: "margin",
    question: "By how much may it fall short and still count? (the margin)",
    draft: ({ claim }) => `${claim.decision_rule.margin}`,
    read: one((text) => ({ margin: readRate("margin", text) })),
  },
  {
    option: "alpha",
    question: "Error probability of the interval? (0.05 makes a 95 % interval)",
    draft: ({ claim }) => `${claim.decision_rule.alpha}`,
    read: one((text) => ({ alpha: readAlpha(text) })),
  },
  {
    option: "interval-method",
    draft: ({ claim }) => claim.decision_rule.interval_method,
    read: one((text) => ({ method: choice("interval-method", text, IntervalMethod.options) })),
  },
  {
    option: "episodes",
    question: "How many episodes of each task (and seed)?",
    draft: ({ protocol }) => `${protocol.execution.episodes_per_task}`,
    read: one((text) => ({ episodes: whole("episodes", text, 1, 10_000_000) })),
  },
  {
    option: "seeds",
    question: "Which seeds? (0,1,2 or 0-9; none where the evaluator takes or records none)",
    draft: ({ protocol }) => protocol.execution.seeds.join(",") || "none",
    read: one((text) => ({ seeds: readSeeds(text) })),
  },
  {
    option: "denominator-policy",
    question: `Do crashed and missing episodes count? (${DenominatorPolicy.options.join(", ")})`,
    draft: ({ protocol }) => protocol.execution.denominator_policy ?? "errors_as_failures",
    read: one((text) => ({
      denominator: choice("denominator-policy", text, DenominatorPolicy.options),
    })),
  },
  {
    option: "success",
    question: `When is an episode a success? (${SuccessRule.options.join(", ")})`,
    draft: ({ protocol }) => protocol.execution.success_rule ?? "unknown",
    read: one((text) => ({ success: choice("success", text, SuccessRule.options) })),
  },
  {
    option: "population",
    question: `What are the episodes a sample of? (${Population.options.join(", ")})`,
    draft: ({ claim }) => claim.population ?? "tasks_fixed",
    read: one((text) => ({ population: choice("population", text, Population.options) })),
  },
  {
    option: "max-steps",
    draft: ({ protocol }) => `${protocol.execution.max_steps_per_episode ?? ""}`,
    read: one((text) => ({ maxSteps: whole("max-steps", text, 1, 1_000_000_000) })),
  },
  {
    option: "text",
    draft: ({ claim }) => claim.claim_text,
    read: one((text) => ({ text: line("text", text, 8192) })),
  },
];

/** The options that say what the claim is. */
export type ClaimOptions = Readonly<Record<string, unknown>>;

/** What the options of a command line say; none when nothing of the claim is said there. */
export function answersOf(options: ClaimOptions): ClaimAnswers | undefined {
  const given = claimFields.filter(({ option }) => options[option] !== undefined);
  if (given.length === 0) return undefined;
  const answers = given.map(({ option, read }) => read([options[option]].flat().map(String)));
  return Object.assign({}, ...answers);
}

function one(read: (text: string) => ClaimAnswers): ClaimField["read"] {
  return (texts) => read(texts[0] ?? "");
}

function line(option: string, text: string, most = 512): string {
  const trimmed = text.trim();
  if (trimmed === "") throw usage(`--${option} is empty`, "write a name");
  if (trimmed.length > most) {
    throw usage(`--${option} has ${trimmed.length} characters`, `write at most ${most}`);
  }
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(trimmed)) {
    throw usage(`--${option} holds control characters`, "write it on one line, as plain text");
  }
  return trimmed;
}

function choice<T extends string>(option: string, text: string, options: readonly T[]): T {
  const wanted = text.trim();
  const found = options.find((name) => name === wanted);
  if (found !== undefined) return found;
  throw usage(`--${option} ${preview(wanted)} is none of its values`, `use ${options.join(", ")}`);
}

function whole(option: string, text: string, least: number, most: number): number {
  const trimmed = text.trim();
  const value = /^\d{1,10}$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw usage(
    `--${option} ${preview(trimmed)} is not a whole number from ${least} to ${most}`,
    "write digits alone, such as 50",
  );
}

function readAlpha(text: string): number {
  const alpha = readRate("alpha", text);
  if (alpha >= 1e-12 && alpha <= 0.5) return alpha;
  const meant = Number((1 - alpha).toFixed(12));
  throw usage(
    `--alpha ${alpha} is not an error probability up to 0.5`,
    alpha > 0.5 && alpha < 1 ? `for a ${alpha * 100} % interval write ${meant}` : "write 0.05",
  );
}

/** Reads `none`, `0,1,2` and `0-9`. */
function readSeeds(text: string): number[] {
  const trimmed = text.trim();
  if (/^(?:none|\[\])$/i.test(trimmed)) return [];
  const seeds = trimmed.split(",").flatMap((part) => {
    const [, from, to] = /^\s*(\d{1,15})(?:\s*(?:-|\.\.)\s*(\d{1,15}))?\s*$/.exec(part) ?? [];
    const first = Number(from);
    const last = to === undefined ? first : Number(to);
    if (from === undefined || last < first || last - first >= 100_000) {
      throw usage(`--seeds ${preview(trimmed)} is no list of seeds`, "write 0,1,2 or 0-9, or none");
    }
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  const twice = seeds.find((seed, i) => seeds.indexOf(seed) !== i);
  if (twice !== undefined) throw usage(`--seeds lists ${twice} twice`, "list each seed once");
  return seeds;
}
