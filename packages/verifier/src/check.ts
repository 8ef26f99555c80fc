/** The checks of `verify`, in their order. */
export const checkIds = [
  "structure",
  "manifest",
  "signature",
  "identity",
  "lock",
  "schema",
  "cross_links",
  "recompute.episodes",
  "recompute.evidence",
  "recompute.text",
  "recompute.failures",
  "recompute.sidecars",
  "commitments",
  "visibility",
] as const;

/** Name of a check; stable. */
export type CheckId = (typeof checkIds)[number];

/** `not_evaluated` is never a pass: the check had nothing to look at, and `detail` says why. */
export type CheckStatus = "pass" | "fail" | "not_evaluated";

/** Outcome of one check. */
export interface Check {
  readonly id: CheckId;
  readonly status: CheckStatus;
  readonly detail: string;
}

/** A passed check. */
export function pass(id: CheckId, detail: string): Check {
  return { id, status: "pass", detail };
}

/** A failed check; several problems become one detail. */
export function fail(id: CheckId, ...problems: string[]): Check {
  const shown = problems.slice(0, 5);
  if (problems.length > shown.length) shown.push(`and ${problems.length - shown.length} more`);
  return { id, status: "fail", detail: shown.join("; ") };
}

/** A check that could not be made. */
export function notEvaluated(id: CheckId, why: string): Check {
  return { id, status: "not_evaluated", detail: why };
}

/** Passes when there are no problems. */
export function verdictOf(id: CheckId, problems: readonly string[], passed: string): Check {
  return problems.length === 0 ? pass(id, passed) : fail(id, ...problems);
}
