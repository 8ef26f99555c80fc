import { commitmentsOf } from "@worldflux/evidence";
import { CommitmentKey, fromHex } from "@worldflux/schema";
import { type Check, fail, notEvaluated, verdictOf } from "./check.ts";
import type { Documents, Sidecars } from "./documents.ts";
import { forgetful, type Memory } from "./memory.ts";

/** The root in `audit_provenance.json` must be that of the records, where records and key are there. */
export function checkCommitments(
  documents: Documents,
  sidecars: Sidecars,
  memory: Memory = forgetful,
): Check {
  const id = "commitments";
  const {
    "audit_provenance.json": provenance,
    "audit_input.json": input,
    "episode_results.jsonl": episodes,
  } = documents;
  if (!provenance) return notEvaluated(id, "audit_provenance.json could not be read");
  const key = CommitmentKey.safeParse(sidecars.get("commitment_key.json")).data?.key;
  const { commitments } = provenance;
  if (commitments === undefined) {
    return key === undefined
      ? notEvaluated(id, "the package commits to no episode records")
      : fail(id, "commitment_key.json is there, but audit_provenance.json names no root");
  }
  const { tree_size: size, root } = commitments;
  const problems: string[] = [];
  const sizes = [
    ["episode_results.jsonl", "lines", episodes?.length],
    ["audit_input.json", "outcomes", input?.tasks.reduce((n, t) => n + t.outcomes.length, 0)],
  ] as const;
  for (const [name, what, count] of sizes) {
    if (count === undefined || count === size) continue;
    problems.push(
      `audit_provenance.json /commitments/tree_size is ${size}, but ${name} holds ${count} ${what}`,
    );
  }
  if (problems.length > 0) return fail(id, ...problems);
  if (!episodes) {
    const risk =
      key === undefined ? "" : "; commitment_key.json is there: records can be tried out";
    return notEvaluated(id, `${size} episodes withheld, outcome committed: root ${root}${risk}`);
  }
  if (key === undefined) {
    return notEvaluated(id, "commitment_key.json is withheld: the root cannot be recomputed");
  }
  const recomputed = memory(
    `root under ${key}`,
    [episodes],
    () => commitmentsOf(episodes, fromHex(key)).root,
  );
  if (recomputed !== root) {
    problems.push(
      `audit_provenance.json /commitments/root is ${root}, but the records and the key give ${recomputed}`,
    );
  }
  return verdictOf(id, problems, `${size} episode records give the root`);
}
