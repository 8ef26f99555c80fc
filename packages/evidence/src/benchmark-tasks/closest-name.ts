import { editDistance } from "@worldflux/schema";
import { comparableName } from "../benchmarks.ts";

/** Longest name that is compared letter by letter. */
const LONGEST = 200;

/** The name that a mistyped one is closest to, if any is close. Spelling counts, separators do not. */
export function closestName(typed: string, names: readonly string[]): string | undefined {
  const wanted = comparableName(typed);
  if (wanted.length > LONGEST) return undefined;
  let best: { name: string; edits: number } | undefined;
  for (const name of names) {
    const edits = editDistance(wanted, comparableName(name));
    if (best === undefined || edits < best.edits) best = { name, edits };
  }
  const allowed = Math.max(1, Math.floor(wanted.length / 5));
  return best !== undefined && best.edits <= allowed ? best.name : undefined;
}
