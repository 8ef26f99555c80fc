import { preview } from "@worldflux/schema";
import type * as z from "zod";

/**
 * The first thing that is wrong with a document: where, as a JSON pointer, and what, in words of
 * ours. No value is quoted: what was handed over by mistake may be a secret.
 */
export function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return "/: is not valid";
  const pointer = `/${issue.path.map((key) => preview(String(key)).slice(1, -1)).join("/")}`;
  return `${pointer}: ${wordsOf(issue)}`;
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "custom") return issue.message;
  if (issue.code === "unrecognized_keys") {
    return `${preview(issue.keys[0])} does not belong here`;
  }
  if (issue.code === "invalid_value") {
    return `expected ${issue.values.slice(0, 8).map(String).join(" or ")}`;
  }
  if (issue.code === "invalid_type") return `expected ${issue.expected}`;
  if (issue.code === "too_small" || issue.code === "too_big") {
    const bound = issue.code === "too_small" ? issue.minimum : issue.maximum;
    return `expected ${issue.code === "too_small" ? "at least" : "at most"} ${bound}`;
  }
  return "is not of the form that is expected";
}
