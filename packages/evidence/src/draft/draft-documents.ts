import { Claim, checkDocument, documentDigest, Protocol } from "@worldflux/schema";
import { comparableName } from "../benchmarks.ts";
import type { ClaimAnswers } from "./claim-answers.ts";

/** A claim and the protocol that belongs to it. */
export interface ClaimDocuments {
  readonly claim: Claim;
  readonly protocol: Protocol;
}

/** What tells a new pair of documents from every other. */
export interface DraftIdentity {
  readonly claimId: string;
  readonly protocolId: string;
  /** ISO 8601, with an offset. */
  readonly createdAt: string;
}

/**
 * Fills a template with what somebody says: a new pair, bound together. In the template's sentence
 * `{subject}`, `{bound}`, `{rate}` and `{tasks}` stand for the answers, so that text and numbers agree.
 *
 * @throws WorldFluxError WF_DOCUMENT_INVALID when an answer is none that the documents allow
 */
export function draftDocuments(
  template: ClaimDocuments,
  answers: ClaimAnswers,
  { claimId, protocolId, createdAt }: DraftIdentity,
): ClaimDocuments {
  const plan = planOf(template.protocol, answers);
  const draft = claimOf(template.claim, answers);
  const claim = checkDocument(
    Claim,
    {
      ...draft,
      id: claimId,
      claim_text: answers.text ?? sentence(draft, plan),
      curator: { ...draft.curator, created_at: createdAt },
    },
    "claim.json",
  );
  const { checkpoint_uri: _, ...runtime } = plan.model_runtime;
  const checkpoint = claim.subject.checkpoint_uri;
  const protocol = checkDocument(
    Protocol,
    {
      ...plan,
      id: protocolId,
      claim_id: claim.id,
      claim_hash: documentDigest(claim),
      model_runtime: {
        ...runtime,
        ...(checkpoint === undefined ? {} : { checkpoint_uri: checkpoint }),
      },
    },
    "protocol.json",
  );
  return { claim, protocol };
}

function claimOf(claim: Claim, answers: ClaimAnswers): Claim {
  const { operator, rate, margin, alpha, method, baseline } = answers;
  const metrics = claim.expected_metrics.map((metric, i) =>
    i > 0
      ? metric
      : {
          ...metric,
          ...(operator === undefined ? {} : { operator }),
          ...(rate === undefined ? {} : { value: rate }),
        },
  );
  const subject = subjectOf(claim, answers);
  const benchmark = answers.benchmark ?? claim.applicability.benchmark;
  const rule = claim.decision_rule;
  const mirrored = metrics[0]?.operator.startsWith("<") ?? false;
  const named = answers.subject !== undefined || answers.benchmark !== undefined;
  return {
    ...claim,
    slug: named ? slugOf(subject.id, benchmark) : claim.slug,
    subject,
    applicability: applicabilityOf(claim, benchmark),
    expected_metrics: metrics,
    decision_rule: {
      ...rule,
      ...(mirrored ? { null_hypothesis: "success_rate above baseline plus margin" } : {}),
      ...(margin === undefined ? {} : { margin }),
      ...(alpha === undefined ? {} : { alpha }),
      ...(method === undefined ? {} : { interval_method: method }),
      ...(baseline === undefined || baseline === metrics[0]?.value ? {} : { baseline }),
    },
    ...(answers.population === undefined ? {} : { population: answers.population }),
  };
}

function subjectOf(claim: Claim, { subject, checkpoint }: ClaimAnswers): Claim["subject"] {
  const told = checkpoint === undefined ? {} : { checkpoint_uri: checkpoint };
  if (subject === undefined) return { ...claim.subject, ...told };
  if (/^[\w.-]+\/[\w.-]+$/.test(subject)) {
    return { type: "hf_model", id: subject, checkpoint_uri: `hf://${subject}`, ...told };
  }
  const address = subject.includes("://") ? { checkpoint_uri: subject } : {};
  return { type: "policy", id: subject, ...address, ...told };
}

/** The simulator and the robot of a template are those of its own benchmark. */
function applicabilityOf({ applicability }: Claim, benchmark: string): Claim["applicability"] {
  if (comparableName(applicability.benchmark) === comparableName(benchmark)) {
    return { ...applicability, benchmark };
  }
  return { benchmark };
}

function planOf(protocol: Protocol, answers: ClaimAnswers): Protocol {
  const { benchmark, execution, evaluator } = protocol;
  const { tasks, episodes, seeds, denominator, success, maxSteps } = answers;
  const other = !sameName(answers.benchmark, benchmark.name);
  return {
    ...protocol,
    benchmark: {
      ...(other ? { task_list: benchmark.task_list } : benchmark),
      name: answers.benchmark ?? benchmark.name,
      ...(tasks === undefined ? {} : { task_list: [...tasks] }),
    },
    execution: {
      ...execution,
      ...(episodes === undefined ? {} : { episodes_per_task: episodes }),
      ...(seeds === undefined
        ? {}
        : {
            seeds: [...seeds],
            seed_policy: seeds.length > 0 ? "fixed_list" : "not_controlled",
          }),
      ...(denominator === undefined ? {} : { denominator_policy: denominator }),
      ...(success === undefined ? {} : { success_rule: success }),
      ...(maxSteps === undefined ? {} : { max_steps_per_episode: maxSteps }),
    },
    evaluator: sameName(answers.evaluator, evaluator.name)
      ? evaluator
      : { name: answers.evaluator ?? evaluator.name },
  };
}

/** True for an answer that is left out, or that only spells the name in another way. */
function sameName(answer: string | undefined, name: string): boolean {
  return answer === undefined || comparableName(answer) === comparableName(name);
}

/** The sentence must not name other suites or another rate than the documents have. */
function sentence(claim: Claim, { benchmark: { task_list: tasks } }: Protocol): string {
  const [metric] = claim.expected_metrics;
  const words: Readonly<Record<string, string>> = {
    subject: claim.subject.id,
    bound: metric?.operator.startsWith("<") ? "at most" : "at least",
    rate: `${Number(((metric?.value ?? 0) * 100).toFixed(10))} %`,
    tasks: tasks.length <= 4 ? tasks.join(", ") : `${tasks.length} tasks`,
  };
  return claim.claim_text.replace(/\{(\w+)\}/g, (token, name: string) => words[name] ?? token);
}

function slugOf(subject: string, benchmark: string): string {
  const words = [subject.split("/").at(-1) ?? subject, benchmark, "success rate"]
    .join(" ")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 120);
  return words.replace(/^-+|-+$/g, "") || "success-rate";
}
