import { checkScores } from "./arguments.ts";
import {
  addScore,
  checkHedged,
  type HedgedOptions,
  nextBet,
  noScores,
  type ScoreMoments,
} from "./hedged.ts";
import type { RunningInterval } from "./running-interval.ts";

/** A hedged confidence sequence on its way: plain numbers, to be stored and taken up again. */
export interface HedgedState extends Required<HedgedOptions> {
  readonly moments: ScoreMoments;
  /** K+ at the candidate means 0, 1/1000 ... 1, kept up to date where still needed. */
  readonly rising: readonly number[];
  /** K- at the same. */
  readonly falling: readonly number[];
  /** The highest candidate that K+ has rejected, or -1. All below it are out. */
  readonly below: number;
  /** The lowest candidate that K- has rejected, or 1001. All above it are out. */
  readonly above: number;
}

const cells = 1000;

/**
 * Starts a hedged confidence sequence that takes scores as they come, in constant memory.
 *
 * The same as {@link hedgedConfidenceSequence} and its running intersection, on candidate means
 * 0.001 apart: a candidate once rejected stays out, and limits are rounded outward to the nearest
 * rejected candidate. So no interval is narrower than 0.001; coverage is not touched.
 *
 * Source and assumptions: {@link hedgedConfidenceSequence}.
 *
 * @throws StatsArgumentError unless 1e-30 <= alpha < 1, and share and cap lie above 0 and below 1
 */
export function startHedged({ alpha, share = 0.5, cap = 0.5 }: HedgedOptions): HedgedState {
  checkHedged({ alpha, share, cap });
  const ones = Array.from({ length: cells + 1 }, () => 1);
  const open = { below: -1, above: cells + 1 };
  return { alpha, share, cap, moments: noScores, rising: ones, falling: ones, ...open };
}

/**
 * The state after more scores, given in the order in which they happened.
 *
 * @throws StatsArgumentError unless every score is a number from 0 to 1
 */
export function extendHedged(state: HedgedState, scores: readonly number[]): HedgedState {
  checkScores("scores", scores);
  const { alpha, share, cap } = state;
  const logLevel = -Math.log(alpha * share);
  const risen = 1 / (alpha * share);
  const fallen = 1 / (alpha * (1 - share));
  const rising = Float64Array.from(state.rising);
  const falling = Float64Array.from(state.falling);
  let { moments, below, above } = state;
  for (const score of scores) {
    const bet = nextBet(moments, logLevel);
    moments = addScore(moments, score);
    // A candidate that one side has rejected is kept for the other: both together leave no mean.
    const [first, last] = [Math.max(0, below), Math.min(cells, above)];
    for (let at = first; at <= last; at++) {
      const m = at / cells;
      const gap = score - m;
      // Products that underflow reject nothing, which errs on the safe side.
      rising[at] = (rising[at] ?? 0) * (1 + Math.min(bet, cap / m) * gap);
      falling[at] = (falling[at] ?? 0) * (1 - Math.min(bet, cap / (1 - m)) * gap);
    }
    for (let at = below + 1; at <= last && (rising[at] ?? 0) >= risen; at++) below = at;
    for (let at = above - 1; at >= first && (falling[at] ?? 0) >= fallen; at--) above = at;
    if (below >= above) break;
  }
  return { ...state, moments, rising: [...rising], falling: [...falling], below, above };
}

/** The running intersection so far; `violated` if no mean is left. */
export function hedgedInterval({ below, above }: HedgedState): RunningInterval {
  return {
    lower: Math.max(0, below) / cells,
    upper: Math.min(cells, above) / cells,
    violated: below >= above,
  };
}
