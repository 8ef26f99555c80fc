import type { AuditInput, Claim, Evidence, Protocol } from "@worldflux/schema";
import {
  betaMixtureConfidenceSequence,
  intersectIntervals,
  sequentialRate,
  unboundedInterval,
} from "@worldflux/stats";
import { matchCells } from "../cells.ts";
import { resolvePlan } from "../plan.ts";
import { questionOf } from "../question.ts";
import { sequenceOf } from "../sequential.ts";

/** The confidence sequence after so many episodes, intersected with all that came before. */
export interface SequencePoint {
  readonly episodes: number;
  readonly successes: number;
  readonly lower: number;
  readonly upper: number;
}

/** Most points that are drawn. */
export const MOST_POINTS = 240;

/**
 * The running confidence sequence of the run, look by look: after every episode, or with several
 * tasks after every round of one episode each. All looks count; of many, evenly spaced ones and the
 * one that decided are kept. Empty where the evidence has no sequential result. Stops where the
 * intersection becomes empty, as then no rate explains the run.
 */
export function runningSequence(
  claim: Claim,
  protocol: Protocol,
  evidence: Evidence,
  input: AuditInput,
): SequencePoint[] {
  const { threshold } = evidence.result;
  if (evidence.sequential.refused !== null || threshold <= 0 || threshold >= 1) return [];
  const question = questionOf(claim);
  const cells = matchCells(resolvePlan(protocol, input.tasks), protocol);
  const { outcomes, labels, order } = sequenceOf(cells, input, evidence.denominator_policy.rule);
  const report = sequentialRate({
    ...question,
    mode: "anytime",
    outcomes,
    taskLabels: labels,
    order,
    blockByTask: new Set(labels).size > 1,
  });
  if ("refused" in report) return [];
  const points: SequencePoint[] = [];
  let running = unboundedInterval;
  for (const { episodes, successes } of report.looks) {
    const now = betaMixtureConfidenceSequence(successes, episodes, question);
    running = intersectIntervals(running, now);
    if (running.violated) break;
    points.push({ episodes, successes, lower: running.lower, upper: running.upper });
  }
  return thinned(points, evidence.sequential.decided_at ?? null);
}

function thinned(points: readonly SequencePoint[], decidedAt: number | null): SequencePoint[] {
  if (points.length <= MOST_POINTS) return [...points];
  const step = (points.length - 1) / (MOST_POINTS - 1);
  const kept = new Set(Array.from({ length: MOST_POINTS }, (_, i) => Math.round(i * step)));
  return points.filter((point, i) => kept.has(i) || point.episodes === decidedAt);
}
