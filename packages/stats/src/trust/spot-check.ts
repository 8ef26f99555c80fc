import { checkWhole } from "../arguments.ts";

/**
 * The probability that at least one of `wrong` wrong items is among `opened` items drawn at random,
 * without replacement, from `items`: 1 - C(items - wrong, opened) / C(items, opened).
 *
 * Of 1000 items with 10 wrong ones, opening 20 finds one with probability 0.18; opening 258 takes
 * it to 0.95.
 *
 * Source: the hypergeometric distribution at 0; as in discovery sampling for audits.
 *
 * Assumes that which items are opened was fixed by nobody who knows which are wrong, and that an
 * opened wrong item is seen to be wrong.
 *
 * @throws StatsArgumentError unless all are whole, items is from 0 to 2^53 - 1, and the others are
 *   from 0 to items
 */
export function spotCheckDetection({
  items,
  wrong,
  opened,
}: {
  readonly items: number;
  readonly wrong: number;
  readonly opened: number;
}): number {
  checkWhole("items", items, 0, Number.MAX_SAFE_INTEGER);
  checkWhole("wrong", wrong, 0, items);
  checkWhole("opened", opened, 0, items);
  if (wrong + opened > items) return 1;
  // C(n - a, b) / C(n, b) is the same for (a, b) and (b, a): the shorter product.
  const factors = Math.min(wrong, opened);
  const other = Math.max(wrong, opened);
  let logMissed = 0;
  // From -40 down the answer is 1 in doubles.
  for (let i = 0; i < factors && logMissed > -40; i++) {
    logMissed += Math.log1p(-other / (items - i));
  }
  return -Math.expm1(logMissed);
}
