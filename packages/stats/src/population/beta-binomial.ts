import { StatsArgumentError } from "../arguments.ts";
import { type ClusterCounts, checkClusters } from "./clusters.ts";

/** What {@link betaBinomialFit} finds. */
export interface BetaBinomialFit {
  /** Mean of the rates of all clusters that could be drawn. */
  readonly mean: number;
  /** Intra-cluster correlation rho = 1 / (a + b + 1), never below 0. */
  readonly icc: number;
  /** Log-likelihood without the binomial coefficients. */
  readonly logLikelihood: number;
}

const mostEpisodes = 1_000_000;

/**
 * Beta-binomial fit by maximum likelihood: rates of clusters are Beta(a, b), mean a / (a + b),
 * intra-cluster correlation 1 / (a + b + 1). For reports; no interval follows from it here.
 *
 * Null where the likelihood has no inner maximum or one at correlation 1: a pooled rate of 0 or 1,
 * or every cluster all success or all failure. A correlation that would be negative is 0.
 *
 * Source: Griffiths (1973), Biometrics 29, 637-648, with theta = rho / (1 - rho); found by Newton
 * steps on (logit mean, log theta), each halved until the likelihood rises.
 *
 * Assumes independent clusters whose rates follow one beta distribution.
 *
 * @throws StatsArgumentError as linearizedDesign, and with more than a million episodes in one
 *   cluster, because the time grows with them
 */
export function betaBinomialFit(clusters: readonly ClusterCounts[]): BetaBinomialFit | null {
  const { successes, episodes } = checkClusters(clusters);
  clusters.forEach((cluster, at) => {
    if (cluster.episodes > mostEpisodes) {
      const name = `clusters[${at}].episodes`;
      throw new StatsArgumentError(name, `at most ${mostEpisodes}`, cluster.episodes);
    }
  });
  if (successes === 0 || successes === episodes) return null;
  if (clusters.every((each) => each.successes === 0 || each.successes === each.episodes)) {
    return null;
  }
  const tallies = tally(clusters);
  const rate = successes / episodes;
  const none = { mean: rate, theta: 0 };
  // The slope at theta = 0 along the best mean there: not above 0 means no excess spread.
  if (slopeAtNone(tallies, rate) <= 0) {
    return { mean: rate, icc: 0, logLikelihood: evaluate(tallies, none).value };
  }
  const { mean, theta } = climb(tallies, rate);
  const logLikelihood = evaluate(tallies, { mean, theta }).value;
  return { mean, icc: theta / (1 + theta), logLikelihood };
}

/** How many clusters have more than i successes, failures, episodes. */
interface Tallies {
  readonly successes: Float64Array;
  readonly failures: Float64Array;
  readonly episodes: Float64Array;
}

interface Parameters {
  readonly mean: number;
  readonly theta: number;
}

function tally(clusters: readonly ClusterCounts[]): Tallies {
  const above = (counts: readonly number[]) => {
    const tallies = new Float64Array(counts.reduce((most, count) => Math.max(most, count), 0));
    for (const count of counts) {
      if (count > 0) tallies[count - 1] = (tallies[count - 1] ?? 0) + 1;
    }
    for (let i = tallies.length - 2; i >= 0; i--) {
      tallies[i] = (tallies[i] ?? 0) + (tallies[i + 1] ?? 0);
    }
    return tallies;
  };
  return {
    successes: above(clusters.map((each) => each.successes)),
    failures: above(clusters.map((each) => each.episodes - each.successes)),
    episodes: above(clusters.map((each) => each.episodes)),
  };
}

/** sum over i of weight_i log(base + i theta), with its derivatives by base and theta. */
function logSum(weights: Float64Array, base: number, theta: number) {
  let [value, byBase, byTheta, base2, both, theta2] = [0, 0, 0, 0, 0, 0];
  weights.forEach((weight, i) => {
    const term = base + i * theta;
    const first = weight / term;
    const second = first / term;
    value += weight * Math.log(term);
    byBase += first;
    byTheta += i * first;
    base2 -= second;
    both -= i * second;
    theta2 -= i * i * second;
  });
  return { value, byBase, byTheta, base2, both, theta2 };
}

/** The log-likelihood with gradient and Hessian in (mean, theta). */
function evaluate({ successes, failures, episodes }: Tallies, { mean, theta }: Parameters) {
  const a = logSum(successes, mean, theta);
  const b = logSum(failures, 1 - mean, theta);
  const c = logSum(episodes, 1, theta);
  return {
    value: a.value + b.value - c.value,
    mean: a.byBase - b.byBase,
    theta: a.byTheta + b.byTheta - c.byTheta,
    mean2: a.base2 + b.base2,
    both: a.both - b.both,
    theta2: a.theta2 + b.theta2 - c.theta2,
  };
}

function slopeAtNone(tallies: Tallies, rate: number): number {
  return evaluate(tallies, { mean: rate, theta: 0 }).theta;
}

function climb(tallies: Tallies, rate: number): Parameters {
  const at = (x: number, y: number) => ({ mean: 1 / (1 + Math.exp(-x)), theta: Math.exp(y) });
  let x = Math.log(rate / (1 - rate));
  let y = Math.log(0.1);
  for (let step = 0; step < 200; step++) {
    const now = at(x, y);
    const { dx, dy, value } = newtonStep(tallies, now);
    let scale = Math.min(1, 2 / Math.max(Math.abs(dx), Math.abs(dy), 1e-300));
    const moved = () => evaluate(tallies, at(x + scale * dx, y + scale * dy)).value;
    while (scale > 1e-10 && !(moved() >= value)) scale /= 2;
    if (scale <= 1e-10) return now;
    x += scale * dx;
    y += scale * dy;
    if (Math.abs(dx) + Math.abs(dy) < 1e-11) break;
  }
  return at(x, y);
}

/** Newton's step in (logit mean, log theta), or the gradient where the surface is not concave. */
function newtonStep(tallies: Tallies, { mean, theta }: Parameters) {
  const here = evaluate(tallies, { mean, theta });
  const slope = mean * (1 - mean);
  const gx = here.mean * slope;
  const gy = here.theta * theta;
  const xx = here.mean2 * slope ** 2 + here.mean * slope * (1 - 2 * mean);
  const xy = here.both * slope * theta;
  const yy = here.theta2 * theta ** 2 + gy;
  const determinant = xx * yy - xy ** 2;
  const concave = xx < 0 && determinant > 0;
  return {
    value: here.value,
    dx: concave ? (xy * gy - yy * gx) / determinant : gx,
    dy: concave ? (xy * gx - xx * gy) / determinant : gy,
  };
}
