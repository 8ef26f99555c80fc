import { checkAlpha, StatsArgumentError } from "../arguments.ts";

/** A mixture of bets against a mean on its way: plain numbers, to be stored and taken up again. */
export interface BettingState {
  readonly alpha: number;
  /** The stakes mixed over with equal weight, each above 0 and below 1. */
  readonly bets: readonly number[];
  /** A value v wins (v - mean) / reach, which is at least -1. */
  readonly mean: number;
  readonly reach: number;
  readonly count: number;
  /** log of the capital of each bet. */
  readonly logs: readonly number[];
  /** The largest log E so far, the 0 before the first value included. */
  readonly supLogE: number;
  /** The first value (from 1) after which log E >= log(1/alpha), or null. */
  readonly firstCrossing: number | null;
}

/** What a betting e-process says so far. Logs are natural; anytimeP = exp(-supLogE) <= 1. */
export interface BettingSummary {
  readonly count: number;
  readonly logE: number;
  readonly supLogE: number;
  /** A p-value that holds at every stopping time: under H0, P(anytimeP ever <= u) <= u. */
  readonly anytimeP: number;
  readonly firstCrossing: number | null;
}

/** 0.1, 0.2 ... 0.9 of all that a bet can lose. */
const spread: readonly number[] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

export function startBetting(
  mean: number,
  reach: number,
  alpha: number,
  bets: readonly number[] = spread,
): BettingState {
  checkAlpha(alpha);
  if (!Array.isArray(bets) || bets.length === 0 || !bets.every((bet) => bet > 0 && bet < 1)) {
    throw new StatsArgumentError("bets", "one or more numbers above 0 and below 1", bets);
  }
  const logs = bets.map(() => 0);
  const bare = { alpha, bets: [...bets], mean, reach, count: 0, logs };
  return { ...bare, supLogE: 0, firstCrossing: null };
}

export function extendBetting(state: BettingState, values: readonly number[]): BettingState {
  const { bets, mean, reach, alpha } = state;
  const logs = [...state.logs];
  let { count, supLogE, firstCrossing } = state;
  const level = -Math.log(alpha);
  for (const value of values) {
    const gain = Math.max(-1, (value - mean) / reach);
    bets.forEach((bet, at) => {
      logs[at] = (logs[at] ?? 0) + Math.log1p(bet * gain);
    });
    count++;
    const logE = logMean(logs);
    supLogE = Math.max(supLogE, logE);
    if (firstCrossing === null && logE >= level) firstCrossing = count;
  }
  return { ...state, count, logs, supLogE, firstCrossing };
}

/** What the betting e-process says now. */
export function bettingSummary({
  count,
  logs,
  supLogE,
  firstCrossing,
}: BettingState): BettingSummary {
  return { count, logE: logMean(logs), supLogE, anytimeP: Math.exp(-supLogE), firstCrossing };
}

/** log of the mean of exp(log). */
function logMean(logs: readonly number[]): number {
  const most = Math.max(...logs);
  let sum = 0;
  for (const log of logs) sum += Math.exp(log - most);
  return most + Math.log(sum / logs.length);
}
