import { declared } from "../wording.ts";
import { isDenied } from "./context.ts";
import { allowedClaim, type WordingFacts } from "./facts.ts";
import type { Found, Looked } from "./finding.ts";

const CLAIM =
  /\b(?:claim\w*|target|goal|hypothesis|bar|result|promise\w*|requirement|criterion)\b/i;
const HOLDS =
  /\b(?:support(?:s|ed)|confirm(?:s|ed)?|verif(?:y|ies|ied)|validat(?:es?|ed)|demonstrat(?:es?|ed)|establish(?:es|ed)?|holds?|(?:is|are|was|holds|proved) true|met|meets|satisf(?:y|ies|ied)|fulfil(?:s|led|led)?|cleared?|clears)\b/i;
const FAILS = /\b(?:refut(?:es?|ed)|disprov(?:es?|ed|en)|false|rejected)\b/i;
const DECLINED = /\b(?:inconclusive|undecided|cannot|neither|open|not)\b/i;

/** Whether the sentence tells its reader that a margin is in play. */
function namesMargin(text: string, facts: WordingFacts): boolean {
  if (/\b(?:no|without (?:a|any|the|its)?)\s?margin\b/i.test(text)) return DECLINED.test(text);
  if (/\b(?:margin|slack|tolerance)\b/i.test(text)) return true;
  const threshold = declared(facts.result.threshold).replace(" %", "");
  return new RegExp(`\\b${threshold.replace(".", "\\.")}\\s?%`).test(text);
}

/** What is wrong with saying that the rate is the claimed one or better; undefined if nothing is. */
export function claimProblem(
  text: string,
  { facts, strongest }: Looked,
): Omit<Found, "start" | "end"> | undefined {
  const { result } = facts;
  const allowed = allowedClaim(result);
  if (allowed === "supported") return undefined;
  if (allowed === "margin") {
    if (namesMargin(text, facts)) return undefined;
    const why = `with its margin of ${declared(result.margin)} the claim is supported, without it it is ${result.strict_verdict.replace("_", " ")}`;
    return { code: "margin_hidden", why, rewrite: strongest };
  }
  const why = `the verdict is ${result.verdict.replace("_", " ")}`;
  return { code: "verdict_overstated", why, rewrite: strongest };
}

const GOAL = /\b(?:target|goal|bar|mark|requirement)\b/i;
const GOT_THERE = /\b(?:reached|achieved|attained|hit|done|exceeded|passed)\b/i;

/** Sentences that say how the claim fared. */
export function verdictRules(looked: Looked): Found[] {
  const { text, row } = looked.sentence;
  if (row || !CLAIM.test(text)) return []; // a row may be about another rule or another policy
  const holds = HOLDS.exec(text) ?? (GOAL.test(text) ? GOT_THERE.exec(text) : null);
  if (holds !== null && !isDenied(text, holds.index) && !/\binconclusive\b/i.test(text)) {
    const problem = claimProblem(text, looked);
    const place = { start: holds.index, end: holds.index + holds[0].length };
    if (problem !== undefined) return [{ ...problem, ...place }];
  }
  const fails = FAILS.exec(text);
  if (fails === null || isDenied(text, fails.index)) return [];
  if (looked.facts.result.verdict === "refuted") return [];
  const why = `the verdict is ${looked.facts.result.verdict.replace("_", " ")}`;
  const place = { start: fails.index, end: fails.index + fails[0].length };
  return [{ code: "verdict_overstated", why, rewrite: looked.strongest, ...place }];
}
