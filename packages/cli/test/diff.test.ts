import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { auditRun, preparedFolder, real, workFolder, worldflux } from "./worldflux.ts";

const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), "utf8"));

/** Changes one of the documents of `claim_pkg` and binds them again. */
function edit(cwd: string, file: string, change: (document: never) => void): void {
  const path = join(cwd, file);
  const document = json(path);
  change(document as never);
  writeFileSync(path, JSON.stringify(document));
  const folder = file.slice(0, file.lastIndexOf("/"));
  const bound = worldflux(
    cwd,
    `protocol bind --claim ${folder}/claim.json --protocol ${folder}/protocol.json`,
  );
  expect(bound.status, bound.stderr).toBe(0);
}

const diff = (cwd: string, left: string, right: string) => {
  const { status, stdout, stderr } = worldflux(cwd, `evidence diff ${left} ${right} --json`);
  expect(status, stderr).toBe(0);
  return { document: JSON.parse(stdout), page: stderr };
};

describe("evidence diff", () => {
  test("a package against itself, as folders and as evidence.json", () => {
    const cwd = preparedFolder();
    expect(worldflux(cwd, auditRun).status).toBe(0);
    cpSync(join(cwd, "evidence_pkg"), join(cwd, "copy"), { recursive: true });
    const { document } = diff(cwd, "evidence_pkg/", "copy/evidence.json");
    expect(document.schema_version).toBe("worldflux.evidence_diff.v0_draft");
    expect(document.comparison.verdict).toBe("same_episodes");
    expect(document.documents.every((of: { status: string }) => of.status === "same")).toBe(true);
    expect(document.axes.some((of: { status: string }) => of.status === "different")).toBe(false);
    const { status, stdout, stderr } = worldflux(cwd, "evidence diff evidence_pkg copy");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("SAME EPISODES");
    expect(stdout).toContain("Neither is verified here");
  });

  test("evidence.json alone is compared as far as it goes", () => {
    const cwd = preparedFolder();
    expect(worldflux(cwd, auditRun).status).toBe(0);
    cpSync(join(cwd, "evidence_pkg"), join(cwd, "whole"), { recursive: true });
    for (const file of ["claim", "protocol", "audit_input"]) {
      rmSync(join(cwd, `evidence_pkg/${file}.json`));
    }
    const { document } = diff(cwd, "evidence_pkg/evidence.json", "whole");
    expect(document.left.claim_text).toBeNull();
    expect(document.documents[0]).toMatchObject({ status: "same", left: { read: false } });
  });

  test("documents that do not belong together, and files that are not there, are refused", () => {
    const cwd = preparedFolder();
    expect(worldflux(cwd, auditRun).status).toBe(0);
    const claim = { ...json(cwd, "evidence_pkg/claim.json"), slug: "another-claim" };
    writeFileSync(join(cwd, "evidence_pkg/claim.json"), JSON.stringify(claim));
    const foreign = worldflux(cwd, "evidence diff evidence_pkg evidence_pkg");
    expect(foreign.status).toBe(2);
    expect(foreign.stderr).toContain("[WF_PACKAGE_INVALID]");
    expect(foreign.stderr).toContain("hint:");
    const absent = worldflux(cwd, "evidence diff evidence_pkg nowhere");
    expect(absent.status).toBe(2);
    expect(absent.stderr).toContain("[WF_INPUT_NOT_FOUND]");
    expect(worldflux(cwd, "evidence diff evidence_pkg").status).toBe(2);
  });
});

describe.skipIf(!existsSync(real))("real runs (skipped where ../shared/real is absent)", () => {
  const build = (
    cwd: string,
    name: string,
    [source, template]: readonly [string, string],
    path: string,
    declare: { simulator?: string; steps?: number; version?: string } = {},
  ) => {
    const from = join(real, path);
    const drafted = worldflux(
      cwd,
      `claim create --template ${template} --output c_${name} --source ${source} --from ${from}`,
    );
    expect(drafted.status, drafted.stderr).toBe(0);
    const { simulator, steps, version } = declare;
    edit(cwd, `c_${name}/claim.json`, (claim: { applicability: Record<string, unknown> }) => {
      if (simulator !== undefined) claim.applicability["simulator"] = simulator;
    });
    edit(
      cwd,
      `c_${name}/protocol.json`,
      (protocol: Record<"execution" | "evaluator", Record<string, unknown>>) => {
        if (steps !== undefined) protocol.execution["max_steps_per_episode"] = steps;
        if (version !== undefined) protocol.evaluator["version"] = version;
      },
    );
    const run = worldflux(
      cwd,
      `audit run ${source} --from ${from} --claim c_${name}/claim.json --protocol c_${name}/protocol.json --output ${name}`,
    );
    expect(run.status, run.stderr).toBe(0);
  };

  const vla = ["vla-eval", "vla-eval"] as const;
  const lbm = ["lbm_eval", "lbm-eval"] as const;
  const spatial = (which: string) =>
    `vla-eval/g0-v0.0.4dev/oft-joint/merged_libero_spatial.${which}.json`;

  test("two runs with 486 of 500 each: no winner, whatever is declared", () => {
    const cwd = workFolder();
    build(cwd, "a", vla, spatial("A"));
    build(cwd, "b", vla, spatial("B"));
    const { document, page } = diff(cwd, "a", "b");
    expect(document.comparison).toMatchObject({ verdict: "cannot_tell", method: "none" });
    expect(document.comparison.reasons.map((of: { axis: string }) => of.axis)).toEqual([
      "step_limit",
    ]);
    expect(page).toContain("execution.max_steps_per_episode");

    build(cwd, "c", vla, spatial("A"), { steps: 220 });
    build(cwd, "d", vla, spatial("B"), { steps: 220 });
    const declared = diff(cwd, "c", "d").document;
    expect(declared.comparison).toMatchObject({
      verdict: "difference_not_shown",
      method: "unpaired",
      estimate: 0,
      p_value: 1,
    });
    expect(declared.comparison.pairing).toMatchObject({ possible: false });
    expect(declared.verdicts.left).toMatchObject({ successes: 486, episodes: 500 });
    expect(declared.tasks.every((of: { p_adjusted: number }) => of.p_adjusted === 1)).toBe(true);
  });

  test("a lead that hangs on harness errors is not a win", () => {
    const cwd = workFolder();
    build(cwd, "a", vla, spatial("A"), { steps: 220 });
    const other = "vla-eval/g0-v0.0.4dev/pi0-libero/merged_libero_spatial.json";
    build(cwd, "p", vla, other, { steps: 220 });
    const { document, page } = diff(cwd, "a", "p");
    expect(document.comparison.verdict).toBe("depends_on_counting");
    expect(document.denominators.right).toMatchObject({ error: 30, success: 463 });
    expect(page).not.toMatch(/BETTER|better than/);
  });

  test("two simulators are two measurements", () => {
    const cwd = workFolder();
    const folder = "lbm_eval/vla_foundry";
    const facts = { steps: 1000, version: "1.1" };
    build(cwd, "oss", lbm, `${folder}/OSS/Foundry-Qwen3VLA-2.1B`, { ...facts, simulator: "OSS" });
    build(cwd, "cs", lbm, `${folder}/CS/LBM-FT`, { ...facts, simulator: "CS" });
    const { document } = diff(cwd, "oss", "cs");
    expect(document.comparison.verdict).toBe("cannot_tell");
    expect(document.comparison.reasons.map((of: { axis: string }) => of.axis)).toEqual([
      "task_list",
      "tasks_matched",
      "simulator",
    ]);
  });

  test("lbm_eval's scenario index pairs two policies", () => {
    const cwd = workFolder();
    const folder = "lbm_eval/dashboard_fixtures/aggregate_and_compare_equal_rollouts";
    const facts = { steps: 1000, version: "1.1" };
    build(cwd, "a", lbm, `${folder}/model_a`, facts);
    build(cwd, "b", lbm, `${folder}/model_b`, facts);
    const { document } = diff(cwd, "a", "b");
    expect(document.comparison).toMatchObject({
      method: "paired",
      verdict: "difference_not_shown",
      p_value: 1,
      pairs: { both: 1, only_left: 2, only_right: 3, neither: 0 },
    });
  });
});
