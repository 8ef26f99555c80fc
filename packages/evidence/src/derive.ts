import {
  type AuditInput,
  type Claim,
  CountingRule,
  type DenominatorPolicy,
  documentDigest,
  type Evidence,
  type LockFacts,
  Population,
  type Protocol,
  type Result,
  type RuleResult,
  type SequentialResult,
  WorldFluxError,
} from "@worldflux/schema";
import {
  anovaIcc,
  decideRate,
  episodesStillNeeded,
  fragilityIndex,
  type RateClaim,
  worstSlice,
} from "@worldflux/stats";
import { advice } from "./advice.ts";
import { type Answer, answerFor, isClustered } from "./answer.ts";
import { type MatchedCells, matchCells } from "./cells.ts";
import { checkBinding } from "./check-binding.ts";
import { clip } from "./clip.ts";
import { countLetter, denominators, type Sample, sampleOf } from "./count.ts";
import { coverageTable } from "./coverage.ts";
import { episodeManifest } from "./episode-manifest.ts";
import { findLabels } from "./find-labels.ts";
import { grade } from "./grade.ts";
import { lockEvidence } from "./lock.ts";
import { isSettled, resolvePlan } from "./plan.ts";
import { predictionPowered } from "./predictions.ts";
import { estimateOf, intervalOf, type Question, questionOf, thresholdOf } from "./question.ts";
import { sequentialResult } from "./sequential.ts";
import { statedRates } from "./stated-rates.ts";

/** Number of these rules; raise it when the same input gives another `evidence.json`. */
export const derivation = 1;

/** What the person who makes the package asks for beyond claim and protocol. */
export interface DeriveOptions {
  /** `savi`: decide by the test that holds whenever the run was stopped. */
  readonly stopping?: "savi" | undefined;
  /** Locks of claim and protocol, in the order of their members. */
  readonly locks?: readonly LockFacts[] | undefined;
}

/**
 * Derives `evidence.json`. A pure function: no clock, no randomness, no files, no host. The verifier
 * calls it again and compares.
 *
 * @throws WorldFluxError WF_CLAIM_HASH_MISMATCH or WF_CLAIM_ID_MISMATCH when the protocol belongs to
 * another claim, WF_CLAIM_UNSUPPORTED, WF_NOTHING_MATCHES, WF_STOPPING_REFUSED when a sequential
 * verdict is asked for and the record cannot give one, or WF_LOCK_MISMATCH or WF_LOCK_LATE when a lock is
 * not of this claim and protocol or not older than the record
 */
export function deriveEvidence(
  claim: Claim,
  protocol: Protocol,
  input: AuditInput,
  options: DeriveOptions = {},
): Evidence {
  const claimBound = checkBinding(claim, protocol);
  const question = questionOf(claim);
  const plan = resolvePlan(protocol, input.tasks);
  const cells = matchCells(plan, protocol);
  const counts = denominators(cells);
  const policy = protocol.execution.denominator_policy;
  const rule = policy ?? "errors_as_failures";
  const stopping = stoppingOf(protocol, options);
  const sequential = sequentialResult(question, cells, input, rule, {
    mode: stopping.mode,
    maxEpisodes: protocol.stopping?.max_episodes,
  });
  const sample = sampleOf(cells, rule, question.operator);
  const population = claim.population ?? "episodes_iid";
  // The declared interval is for the mean over these tasks too; clusters need another.
  const asked = isClustered(population) ? population : "episodes_iid";
  const answer = (of: Sample): Answer => answerFor(question, asked, of);
  const rules = CountingRule.options.map((name) =>
    ruleResult(name, sampleOf(cells, name, question.operator), answer),
  );
  const result = headline(question, sample, answer(sample), sequential);
  const answers = Population.options
    .filter((name) => name !== "seeds_random" || sample.seeds !== null || name === population)
    .map((name) => ({ population: name, ...answerFor(question, name, sample) }));
  const tasks = taskTable(question, cells, rule);
  const independent = !isClustered(population) && !sequential.decides;
  const tested = { ...question, successes: sample.successes, episodes: sample.episodes };
  const derived = {
    result,
    denominators: counts,
    denominator_policy: { rule, declared: policy !== undefined },
    stopping,
    rules,
    population: {
      declared: claim.population ?? null,
      icc: iccOf(sample),
      answers,
    },
    sequential,
    fragility: independent ? fragilityOf(tested) : null,
    still_needed: independent ? stillNeededOf(tested) : null,
    worst_task: worstTaskOf(question, sample),
    stated_rates: statedRates(claim.claim_text, sample.episodes),
    ppi: predictionPowered(question, input.predictions),
  };
  const digests = { claim: documentDigest(claim), protocol: documentDigest(protocol) };
  const lock =
    options.locks === undefined || options.locks.length === 0
      ? undefined
      : lockEvidence(options.locks, {
          ...digests,
          claim_id: claim.id,
          protocol_id: protocol.id,
          manifest: episodeManifest(protocol),
          planned: cells.planned,
          settled: isSettled(plan, protocol.benchmark.task_list),
          recordedTimes: input.recorded_times,
        });
  const labels = findLabels({
    claim,
    protocol,
    input,
    claimBound,
    question,
    plan,
    cells,
    lock,
    ...derived,
  });
  return {
    schema_version: "worldflux.evidence.v0_draft",
    derivation,
    claim: { id: claim.id, sha256: digests.claim },
    protocol: { id: protocol.id, sha256: digests.protocol },
    audit_input: { sha256: documentDigest(input) },
    ...derived,
    conformance: cells.conformance,
    tasks,
    ...(lock === undefined ? {} : { lock }),
    labels,
    ...advice(derived, labels),
    ...grade(claim, protocol, { claimBound, denominators: counts, lock }),
    coverage: coverageTable(claim, protocol, input, lock),
  };
}

function stoppingOf({ stopping }: Protocol, options: DeriveOptions): Evidence["stopping"] {
  if (options.stopping === "savi") return { mode: "anytime", asked_by: "option" };
  return stopping === undefined
    ? { mode: "fixed", asked_by: "default" }
    : { mode: stopping.mode, asked_by: "protocol" };
}

/** The options that a package's evidence says it was derived with; its locks stand beside it. */
export function optionsOf({ stopping }: Evidence): DeriveOptions {
  return stopping.asked_by === "option" ? { stopping: "savi" } : {};
}

function headline(
  question: Question,
  sample: Sample,
  answer: Answer,
  sequential: SequentialResult,
): Result {
  const { metric, operator, claimed, baseline, margin } = question;
  const verdict = sequential.decides ? sequentialVerdict(sequential) : { ...sample, ...answer };
  const { successes, episodes } = verdict;
  const exact = decideRate({ ...question, successes, episodes });
  return {
    verdict: verdict.verdict,
    strict_verdict: verdict.strict_verdict,
    metric,
    operator,
    claimed,
    baseline,
    margin,
    threshold: exact.threshold,
    successes,
    episodes,
    estimate: verdict.estimate,
    interval: verdict.interval,
    exact_test: { p_value: exact.exact.pValue, verdict: exact.exact.verdict },
    size_at_threshold: { nominal: exact.size.nominal, actual: exact.size.actual },
  };
}

/** With the counts that it rests on: episodes of no complete round are in neither. */
function sequentialVerdict(sequential: SequentialResult) {
  const { refused, detail, verdict, strict_verdict, interval } = sequential;
  const { successes = 0, episodes = 0 } = sequential;
  if (refused === null && verdict && strict_verdict && interval) {
    const estimate = estimateOf({ successes, episodes });
    return { successes, episodes, estimate, verdict, strict_verdict, interval };
  }
  throw new WorldFluxError(
    "WF_STOPPING_REFUSED",
    `no sequential verdict can be given (${refused}): ${detail}`,
    { hint: "leave out --stopping, or let protocol.json say stopping.mode fixed" },
  );
}

function ruleResult(
  rule: CountingRule,
  sample: Sample,
  answer: (of: Sample) => Answer,
): RuleResult {
  const { successes, episodes } = sample;
  const { estimate, interval, verdict, strict_verdict } = answer(sample);
  return { rule, successes, episodes, estimate, interval, verdict, strict_verdict };
}

function taskTable(
  question: Question,
  cells: MatchedCells,
  rule: DenominatorPolicy,
): Evidence["tasks"] {
  const { tasks } = sampleOf(cells, rule, question.operator);
  return cells.tasks.map(({ suite, task, outcomes }, i) => {
    const { successes, episodes } = tasks[i] ?? { successes: 0, episodes: 0 };
    const counted = { successes, episodes };
    return {
      suite,
      task,
      ...counted,
      errors: countLetter(outcomes, "E"),
      estimate: estimateOf(counted),
      interval: intervalOf(question, counted),
    };
  });
}

function iccOf({ tasks }: Sample): number | null {
  const ran = tasks.filter(({ episodes }) => episodes > 0);
  return ran.length === 0 ? null : anovaIcc(ran).icc;
}

function fragilityOf(claim: RateClaim): Evidence["fragility"] {
  const { index, fewerSuccesses, moreSuccesses } = fragilityIndex(claim, { basis: "interval" });
  return {
    index,
    fewer_successes: fewerSuccesses && { ...fewerSuccesses },
    more_successes: moreSuccesses && { ...moreSuccesses },
  };
}

function stillNeededOf({ successes, episodes, ...rule }: RateClaim): Evidence["still_needed"] {
  const found = episodesStillNeeded({ successes, episodes, rule });
  return {
    to_support: found.toSupport,
    to_refute: found.toRefute,
    at_observed_rate: found.atObservedRate && { ...found.atObservedRate },
  };
}

/** Only where there is a choice, and a rate to fall short of. */
function worstTaskOf(question: Question, { tasks }: Sample): Evidence["worst_task"] {
  const threshold = thresholdOf(question);
  if (tasks.length < 2 || tasks.length > 10_000 || !question.operator.startsWith(">")) return null;
  const collapseBelow = threshold / 2;
  const { worst, estimate, smallestRate, collapsed } = worstSlice(tasks, {
    alpha: question.alpha,
    ...(collapseBelow > 0 ? { collapseBelow } : {}),
  });
  return {
    tasks: worst.map(line),
    estimate,
    smallest_rate: { ...smallestRate },
    collapsed: (collapsed ?? []).map(line),
  };
}

/** Suite and task together can be longer than the 512 characters of a line. */
function line(name: string): string {
  return name.length > 512 ? clip(name, 511) : name;
}
