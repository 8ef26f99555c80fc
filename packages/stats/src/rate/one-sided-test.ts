import { checkChoice, checkCounts, checkProbability } from "../arguments.ts";

/** What is claimed of the true rate, against the null hypothesis that it is not so. */
export type Alternative = "greater" | "less";

/** A question of one rate against a constant: H0 is p <= rate for `greater`, p >= rate for `less`. */
export interface OneSidedTest {
  readonly successes: number;
  readonly episodes: number;
  readonly rate: number;
  readonly alternative: Alternative;
}

/** Throws unless 0 <= successes <= episodes are whole, 0 <= rate <= 1 and the alternative is known. */
export function checkOneSidedTest({ successes, episodes, rate, alternative }: OneSidedTest): void {
  checkCounts(successes, episodes);
  checkProbability("rate", rate);
  checkChoice("alternative", alternative, ["greater", "less"]);
}
