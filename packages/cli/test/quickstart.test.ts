import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import {
  auditRun,
  preparedFolder,
  sample,
  workFolder,
  worldfluxAlone as worldflux,
} from "./worldflux.ts";

const fixture = (name: string) =>
  fileURLToPath(new URL(`../../schema/fixtures/${name}`, import.meta.url));

const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));

test("sections 3 to 6 of the quickstart work with its own claim and protocol", () => {
  const cwd = workFolder();
  mkdirSync(join(cwd, "lerobot_run_001"));
  mkdirSync(join(cwd, "claim_pkg"));
  cpSync(sample, join(cwd, "lerobot_run_001/eval_info.json"));
  cpSync(fixture("quickstart-claim.json"), join(cwd, "claim_pkg/claim.json"));
  cpSync(fixture("quickstart-protocol.json"), join(cwd, "claim_pkg/protocol.json"));

  const run = worldflux(
    cwd,
    "audit run lerobot --from ./lerobot_run_001/eval_info.json --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json --output evidence_pkg/",
  );
  expect(run.stderr).toBe("");
  expect(run.status).toBe(0);

  const evidence = json(join(cwd, "evidence_pkg/evidence.json"));
  // 10 tasks x 50 episodes x 3 seeds are planned; the file holds 10 episodes of each task.
  expect(evidence.denominators).toMatchObject({
    planned: 1500,
    recorded: 400,
    missing: 1400,
    out_of_protocol: 300,
  });
  const codes = evidence.labels.map((label: { code: string }) => label.code);
  expect(codes).toEqual(
    expect.arrayContaining(["claim_not_bound", "seeds_not_recorded", "out_of_protocol_episodes"]),
  );

  const inspect = worldflux(cwd, "evidence inspect evidence_pkg/");
  expect(inspect.stdout).toContain("SmolVLA reaches at least 80% success on LIBERO-Spatial.");
  expect(inspect.status).toBe(0);
  expect(worldflux(cwd, "audit verify evidence_pkg/").status).toBe(0);
});

test("the fastest path: template, run, inspect, verify", () => {
  const cwd = workFolder();
  const create = worldflux(cwd, "claim create --template openpi-libero --output claim_pkg/");
  expect(create.status).toBe(0);
  expect(readdirSync(join(cwd, "claim_pkg")).sort()).toEqual([
    "README.md",
    "claim.json",
    "protocol.json",
  ]);
  cpSync(sample, join(cwd, "eval_info.json"));
  expect(worldflux(cwd, auditRun).status).toBe(0);
  const codes = json(join(cwd, "evidence_pkg/evidence.json")).labels.map(
    (label: { code: string }) => label.code,
  );
  expect(codes).toContain("evaluator_differs_from_protocol");
  expect(codes).not.toContain("claim_not_bound");
});

test("a protocol drafted from the results says so, and fits them", () => {
  const cwd = workFolder();
  cpSync(sample, join(cwd, "eval_info.json"));
  worldflux(
    cwd,
    "claim create --template lerobot-libero --from eval_info.json --source lerobot --output claim_pkg",
  );
  const protocol = json(join(cwd, "claim_pkg/protocol.json"));
  expect(protocol.benchmark.task_list).toEqual([
    "libero_spatial",
    "libero_object",
    "libero_goal",
    "libero_10",
  ]);
  expect(protocol.execution).toMatchObject({ episodes_per_task: 10, seeds: [] });
  const { stdout } = worldflux(cwd, `${auditRun} --json`);
  const result = JSON.parse(stdout);
  expect(result.denominators).toMatchObject({ planned: 400, recorded: 400, missing: 0 });
  expect(result.labels).toContain("protocol_drafted_from_results");
});

test("an edited claim is refused until it is bound again", () => {
  const cwd = preparedFolder();
  const path = join(cwd, "claim_pkg/claim.json");
  const claim = json(path);
  claim.expected_metrics[0].value = 0.9;
  writeFileSync(path, JSON.stringify(claim));
  const refused = worldflux(cwd, auditRun);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain("WF_CLAIM_HASH_MISMATCH");
  expect(refused.stderr).toContain("worldflux protocol bind");
  const bind = "protocol bind --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json";
  expect(worldflux(cwd, bind).stdout).toContain("is bound to clm_");
  expect(worldflux(cwd, bind).stdout).toContain("was bound already");
  expect(worldflux(cwd, auditRun).status).toBe(0);
});

test("two runs differ in the provenance, the commitment key and the manifest alone", () => {
  const cwd = preparedFolder();
  worldflux(cwd, auditRun);
  worldflux(cwd, auditRun.replace("evidence_pkg", "again"));
  const differing = readdirSync(join(cwd, "again")).filter(
    (name) =>
      !readFileSync(join(cwd, "again", name)).equals(readFileSync(join(cwd, "evidence_pkg", name))),
  );
  expect(differing.sort()).toEqual([
    "artifact_manifest.json",
    "audit_provenance.json",
    "commitment_key.json",
  ]);
});
