import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { real, workFolder, worldflux } from "./worldflux.ts";

const folder = join(real, "lerobot");
const there = existsSync(folder);
const files = there
  ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((f) =>
      /\.(json|log)$/.test(f),
    )
  : [];
const named = (start: string) => files.find((f) => f.includes(start)) ?? start;

const draft = (cwd: string, file: string) =>
  worldflux(
    cwd,
    `claim create --template lerobot-libero --from ${join(folder, file)} --source lerobot --output claim_pkg`,
  );
const run = (cwd: string, file: string) =>
  worldflux(
    cwd,
    `audit run lerobot --from ${join(folder, file)} --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json --output evidence_pkg`,
  );

describe.skipIf(!there)("real LeRobot files (skipped where ../shared/real is absent)", () => {
  // Counts by an independent script; intervals by 60-digit arithmetic and by SciPy.
  test.each([
    ["sharon", 400, 323, [0.76601, 0.84314]],
    ["r2021147571", 100, 87, [0.7902, 0.92243]],
  ])("%s: %i episodes, %i successes", (start, n, k, [lower, upper]) => {
    const cwd = workFolder();
    draft(cwd, named(start));
    expect(run(cwd, named(start)).status).toBe(0);
    const evidence = JSON.parse(readFileSync(join(cwd, "evidence_pkg/evidence.json"), "utf8"));
    expect(evidence.result).toMatchObject({ episodes: n, successes: k });
    expect(evidence.result.interval.lower).toBeCloseTo(lower ?? 0, 5);
    expect(evidence.result.interval.upper).toBeCloseTo(upper ?? 0, 5);
    const periodic = evidence.labels.filter(
      (l: { code: string }) => l.code === "periodic_outcomes",
    );
    expect(periodic.map((l: { task: string }) => l.task)).toEqual(
      start === "sharon" ? ["libero_goal/3"] : [],
    );
    expect(worldflux(cwd, "audit verify evidence_pkg").status).toBe(0);
  });

  const accepted: [string, number, number][] = [
    ["kyh99", 50, 0],
    ["L1_per_episode", 10, 5],
    ["L1_seed_null", 10, 5],
    ["L1a_no_video", 10, 5],
    ["L2_per_task", 15, 9],
    ["L3_per_task_predicted", 15, 11],
    ["L3_recording_true", 15, 11],
    ["L3_parallel", 15, 8],
    ["L3_NaN_Infinity", 15, 8],
    ["L4_counts", 20, 16],
  ];
  test.each(accepted)("%s is accepted with %i episodes, %i successes", (start, n, k) => {
    const cwd = workFolder();
    expect(draft(cwd, named(start)).status).toBe(0);
    const { status, stdout } = worldflux(
      cwd,
      `audit run lerobot --from ${join(folder, named(start))} --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json --output evidence_pkg --json`,
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout).result).toMatchObject({ episodes: n, successes: k });
    expect(worldflux(cwd, "audit verify evidence_pkg").status).toBe(0);
  });

  const refused: [string, string][] = [
    ["hwihwa", "WF_SHAPE_UNKNOWN"],
    ["issue_pr3235", "WF_PYTHON_REPR"],
    ["L4_interval", "WF_AGGREGATE_MISMATCH"],
    ["L3_NaN_zero", "WF_NO_EPISODES"],
    ["L3_overall", "WF_AGGREGATE_MISMATCH"],
    ["L0_micro", "WF_SHAPE_UNKNOWN"],
    ["WRONG_per_task", "WF_SHAPE_UNKNOWN"],
    ["truncated", "WF_JSON_TRUNCATED"],
    ["lfs_pointer", "WF_LFS_POINTER"],
  ];
  test.each(refused)("%s is refused with %s", (start, code) => {
    const cwd = workFolder();
    const { status, stderr } = draft(cwd, named(start));
    expect(stderr).toContain(`[${code}]`);
    expect(stderr).toContain("hint:");
    expect(status).toBe(2);
    expect(existsSync(join(cwd, "claim_pkg"))).toBe(false);
  });

  test("every file is in one of the lists", () => {
    const listed = [
      "sharon",
      "r2021147571",
      ...accepted.map(([f]) => f),
      ...refused.map(([f]) => f),
    ];
    expect(files.filter((file) => !listed.some((start) => file.includes(start)))).toEqual([]);
  });
});
