import type { Operator, Result, Verdict } from "@worldflux/schema";

/** Which side of the claim something speaks for; always beside words that say the same. */
export type Tone = "for" | "against" | "open";

/** The tone of a verdict. */
export function verdictTone(verdict: Verdict): Tone {
  if (verdict === "supported") return "for";
  return verdict === "refuted" ? "against" : "open";
}

/** The tone of an interval: `open` where it reaches over the threshold. */
export function intervalTone(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  { operator, threshold }: Pick<Result, "operator" | "threshold">,
): Tone {
  if (lower > threshold) return isLower(operator) ? "for" : "against";
  if (upper < threshold) return isLower(operator) ? "against" : "for";
  return "open";
}

/** True for claims of at least a rate, false for claims of at most one. */
export function isLower(operator: Operator): boolean {
  return operator.startsWith(">");
}
