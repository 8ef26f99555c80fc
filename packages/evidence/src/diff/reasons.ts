import { comparabilityCatalog, type DiffAxis, type DiffReason } from "@worldflux/schema";
import { isClustered } from "../answer.ts";
import type { Side } from "./side.ts";

/** Why the two rates are not compared; empty where they are. */
export function reasonsAgainst(left: Side, right: Side, axes: readonly DiffAxis[]): DiffReason[] {
  const both = [left, right];
  const sides = (holds: (side: Side) => boolean) =>
    both
      .filter(holds)
      .map(({ name }) => name)
      .join(" and ");
  const open = sides(({ evidence }) => evidence.stopping.mode !== "fixed");
  const clustered = sides(({ evidence }) => isClustered(evidence.population.declared ?? undefined));
  const empty = sides(({ evidence }) => evidence.result.episodes === 0);
  const shared = sharedFiles(left, right);
  const reasons: [DiffReason["code"], string | undefined][] = [
    [
      "files_shared",
      shared > 0
        ? `${shared} result files are on both sides: the episodes are not two samples`
        : "",
    ],
    [
      "stopping_not_fixed",
      open && `${open}: the number of episodes was not fixed beforehand, and these tests need that`,
    ],
    [
      "population_clustered",
      clustered &&
        `${clustered}: the claim is about tasks or seeds like these, and these tests are about episodes`,
    ],
    ["no_episodes", empty && `${empty}: no episode counts`],
  ];
  return [
    ...axes.filter(({ blocks }) => blocks).map(axisReason),
    ...reasons.flatMap(([code, detail]) => (detail ? [{ code, detail }] : [])),
  ];
}

function axisReason({ axis, status, left, right, reason }: DiffAxis): DiffReason {
  if (status === "unknown") {
    const detail = `${axis} is unknown (${reason}); it can come from ${comparabilityCatalog[axis].from}`;
    return { code: "axis_unknown", axis, detail };
  }
  const values = `${left.value} on the left, ${right.value} on the right`;
  const what = axis.startsWith("task") ? reason : `${values}; ${reason}`;
  return { code: "axis_different", axis, detail: `${axis} is different: ${what}` };
}

function sharedFiles({ input: a }: Side, { input: b }: Side): number {
  const files = new Set(a?.source.files.map(({ sha256 }) => sha256));
  return b?.source.files.filter(({ sha256 }) => files.has(sha256)).length ?? 0;
}
