/**
 * - `a_better`, `b_better`: the data show which success rate is higher.
 * - `equivalent`: a margin was given, and the data show that the rates differ by less.
 * - `cannot_tell`: none of these.
 */
export type ComparisonVerdict = "a_better" | "b_better" | "equivalent" | "cannot_tell";

/** One-sided tests of whether two success rates differ by less than a margin. */
export interface Equivalence<Test extends string> {
  readonly margin: number;
  /** p-value of H0: a is worse than b by the margin or more. */
  readonly aNotWorse: number;
  /** p-value of H0: b is worse than a by the margin or more. */
  readonly bNotWorse: number;
  /** Where these p-values come from. */
  readonly test: Test;
}

/** One-sided p-values of H0: a is no better than b (`greater`), or no worse (`less`). */
export interface Directions {
  readonly greater: number;
  readonly less: number;
}

/** Each error, a wrong direction or a wrong equivalence, has probability at most alpha/2. */
export function comparisonVerdict(
  { greater, less }: Directions,
  equivalence: Equivalence<string> | null,
  alpha: number,
): ComparisonVerdict {
  if (equivalence !== null) {
    const { aNotWorse, bNotWorse } = equivalence;
    if (Math.max(aNotWorse, bNotWorse) <= alpha / 2) return "equivalent";
  }
  // The two p-values add up to 1 at least, and alpha/2 is below 1/2: not both can hold.
  if (greater <= alpha / 2) return "a_better";
  return less <= alpha / 2 ? "b_better" : "cannot_tell";
}
