import { fraction } from "../wording.ts";
import { boundProblem, boundSide, isBoundOfRate, rateBeyond } from "./bound-rules.ts";
import { isAboutOutcomes, isDenied, isOfOtherThing, speaksOfFailing } from "./context.ts";
import type { Found, Looked } from "./finding.ts";
import { namedScope } from "./named-scope.ts";
import { otherRate } from "./other-rate.ts";
import type { Quantity } from "./quantities.ts";
import { flattery, isRounded, ROUNDING } from "./rounding.ts";
import { exact, isClaimed, ofThat, type Problem, type Stated } from "./stated-rate.ts";
import { claimProblem } from "./verdict-rules.ts";

const kinds = ["percent", "ratio", "score"];

/** Success and failure rates, against those of the evidence. */
export function rateRules(looked: Looked): Found[] {
  const { sentence, quantities, facts } = looked;
  const about = isAboutOutcomes(sentence, facts);
  const level = quantities.some(({ kind }) => kind === "interval")
    ? facts.result.interval.level * 100
    : Number.NaN;
  return quantities.flatMap((quantity) => {
    if (!isRate(quantity) || Math.abs(quantity.value - level) < 1e-9) return [];
    const { start, end } = quantity;
    if (!(about || isBoundOfRate(quantity, looked)) || isOfOtherThing(sentence.text, end))
      return [notChecked(quantity, sentence.text)];
    const problem = judge(asSuccess(quantity, sentence.text), looked);
    return problem === undefined ? [] : [{ ...problem, start, end }];
  });
}

/** Rates, and "9 out of 10" where nobody ran ten episodes. */
function isRate({ kind, of, value }: Quantity): boolean {
  return (
    kinds.includes(kind) || (kind === "fraction" && (of ?? 0) <= 10 && (of ?? 0) > 1 && value > 0)
  );
}

function notChecked({ start, end }: Quantity, text: string): Found {
  const why = `${text.slice(start, end).trim()} does not seem to be a success rate; it was not compared`;
  return { code: "number_not_checked", start, end, why, rewrite: "check it yourself" };
}

/** 13.5 % of failures are 86.5 % of successes; above becomes below. */
function asSuccess(quantity: Quantity, text: string): Stated {
  const { kind, start, end, of, decimals, modifier } = quantity;
  const value = kind === "fraction" ? (100 * quantity.value) / (of ?? 1) : quantity.value;
  if (!speaksOfFailing(text, start, end)) return { value, decimals, modifier, start, end };
  const turned = modifier === "above" ? "below" : modifier === "below" ? "above" : modifier;
  return { value: 100 - value, decimals, modifier: turned, start, end };
}

function judge(stated: Stated, looked: Looked): Problem {
  const { headline, result, favour } = looked.facts;
  if (headline === null) {
    const why = "no episode counts, so the evidence has no rate";
    return { code: "rate_differs", why, rewrite: looked.strongest };
  }
  const side = boundSide(stated, looked);
  if (side !== undefined) return boundProblem(side, stated, looked);
  if (isCalledSo(stated, looked)) return undefined;
  if (stated.modifier === "above" || stated.modifier === "below") return rateBeyond(stated, looked);
  const off = flattery(stated.value, headline.percent, favour);
  const near = Math.abs(off) <= 5;
  if (stated.modifier === "almost" && off > ROUNDING && near) return roundedUp(looked);
  if (stated.modifier === "about" && near) return off > ROUNDING ? roundedUp(looked) : undefined;
  if (stated.modifier === "reach" && isClaimed(stated, looked)) {
    return isDenied(looked.sentence.text, stated.start)
      ? undefined
      : claimProblem(looked.sentence.text, looked);
  }
  if (isRounded(stated.value, stated.decimals, headline.percent) && stated.modifier !== "peak") {
    const scope = namedScope(looked);
    const claimed = scope !== undefined && !isDenied(looked.sentence.text, stated.start);
    if (claimed && !isRounded(stated.value, stated.decimals, scope.percent)) return ofThat(scope);
    const reaches = result.baseline * 100;
    const crosses =
      flattery(stated.value, reaches, favour) >= 0 &&
      flattery(headline.percent, reaches, favour) < 0;
    return off > ROUNDING || crosses ? roundedUp(looked) : undefined;
  }
  return otherRate(stated, looked);
}

function roundedUp({ facts }: Looked): Problem {
  const { result } = facts;
  const why = `the rate is ${fraction(result)}, which is short of that`;
  return { code: "rounded_up", why, rewrite: `write ${exact(result)}` };
}

/** "A margin of 5 %", "threshold 75 %": the number is said to be that, and is. */
function isCalledSo(
  { value, start }: Stated,
  { facts: { result }, sentence: { text } }: Looked,
): boolean {
  const before = text.slice(Math.max(0, start - 32), start);
  const is = (ratio: number) => Math.abs(ratio * 100 - value) < 1e-6;
  if (/\b(?:margin|slack|tolerance)\s(?:of\s|is\s)?$/i.test(before)) return is(result.margin);
  return /\bthreshold\s(?:of\s|is\s|at\s)?$/i.test(before) && is(result.threshold);
}
