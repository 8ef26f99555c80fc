import {
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { auditRun, preparedFolder, worldflux } from "./worldflux.ts";

const timeout = { timeout: 600_000 };
const limit = 600;

function selfTest(cwd: string, options = "") {
  const line = `audit self-test evidence_pkg --json --limit ${limit} ${options}`.trim();
  const { status, stdout, stderr } = worldflux(cwd, line);
  return { status, stderr, found: JSON.parse(stdout) };
}

/** Nothing survives, and everything asked for was tried. */
function expectNone({ status, found }: ReturnType<typeof selfTest>): void {
  expect(found.survivors).toEqual([]);
  expect([status, found.ok]).toEqual([0, true]);
  expect(found.mutants.length).toBe(found.tried);
  expect(found.tried).toBeGreaterThan(limit / 2);
}

test("a package with commitments and every sidecar", timeout, () => {
  const cwd = preparedFolder();
  const more = "--mlbom --emit-completeness-score --compliance eu-ai-act-annex8";
  expect(worldflux(cwd, `${auditRun} ${more}`).status).toBe(0);
  const before = contents(join(cwd, "evidence_pkg"));
  const result = selfTest(cwd);
  expectNone(result);
  const by = (of: { by: string }) => of.by;
  const killers = new Set(result.found.checks.map(by));
  for (const id of [
    "structure",
    "manifest",
    "schema",
    "recompute.evidence",
    "recompute.sidecars",
  ]) {
    expect(killers).toContain(id);
  }
  // The package itself is as it was.
  expect(contents(join(cwd, "evidence_pkg"))).toEqual(before);
  const table = worldflux(cwd, `audit self-test evidence_pkg --limit 50`);
  expect(table.status).toBe(0);
  expect(table.stdout).toContain("No change passed that should not.");
  expect(table.stderr).toBe("");
});

test("the public subset of a package, from which private members were taken", timeout, () => {
  const cwd = preparedFolder();
  expect(worldflux(cwd, auditRun).status).toBe(0);
  for (const name of readdirSync(join(cwd, "evidence_pkg"))) {
    if (/episode_results|raw_evidence|failure_|commitment_key/.test(name)) {
      rmSync(join(cwd, "evidence_pkg", name));
    }
  }
  expectNone(selfTest(cwd, "--seed 3"));
});

test("a run that may have been stopped at any time", timeout, () => {
  const cwd = preparedFolder();
  writeFileSync(join(cwd, "run.jsonl"), inOrder());
  const path = join(cwd, "claim_pkg/protocol.json");
  const protocol = JSON.parse(readFileSync(path, "utf8"));
  protocol.benchmark.task_list = ["lift"];
  protocol.execution = { episodes_per_task: 60, seeds: [] };
  protocol.stopping = { mode: "anytime" };
  writeFileSync(path, JSON.stringify(protocol));
  const { status, stdout } = worldflux(
    cwd,
    "audit run bridge --from run.jsonl --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json --output evidence_pkg",
  );
  expect([status, stdout]).toEqual([0, expect.stringContaining("anytime-valid")]);
  expectNone(selfTest(cwd, "--seed 4"));
});

test("a package that does not verify, and options that are none", timeout, () => {
  const cwd = preparedFolder();
  expect(worldflux(cwd, auditRun).status).toBe(0);
  for (const options of ["--seed x", "--limit -1", "--limit 1e3"]) {
    const { status, stderr } = worldflux(cwd, `audit self-test evidence_pkg ${options}`);
    expect([status, stderr]).toEqual([2, expect.stringContaining("takes a whole number")]);
  }
  writeFileSync(join(cwd, "evidence_pkg/notes.txt"), "x");
  const { status, found } = selfTest(cwd);
  expect([status, found.ok, found.verifies]).toEqual([4, false, false]);
  expect(worldflux(cwd, "audit self-test nowhere").status).toBe(2);
  mkdirSync(join(cwd, "empty"));
  expect(worldflux(cwd, "audit self-test empty").status).toBe(4);
});

test("hard links are refused, and taken when the reader allows them", timeout, () => {
  const cwd = preparedFolder();
  expect(worldflux(cwd, auditRun).status).toBe(0);
  cpSync(join(cwd, "evidence_pkg"), join(cwd, "store"), { recursive: true });
  if (process.platform === "win32") return;
  linkAll(join(cwd, "store"), join(cwd, "linked"));
  const refused = worldflux(cwd, "audit verify linked");
  expect([refused.status, refused.stdout]).toEqual([4, expect.stringContaining("hard link")]);
  expect(worldflux(cwd, "audit verify linked --allow-hardlinks").status).toBe(0);
});

/** A bridge file whose lines stand in the order in which they were run. */
function inOrder(): string {
  const header = {
    schema_version: "worldflux.bridge.v0_draft",
    evaluator: { name: "lab_loop", version: "2.1" },
    metric_contract: { success: "final_step", description: "the cube is in the bin at the end" },
    episode_order: "recorded",
  };
  const episodes = Array.from({ length: 60 }, (_, index) => {
    return { task: "lift", index, outcome: index % 9 === 0 ? "failure" : "success" };
  });
  return [header, ...episodes].map((line) => `${JSON.stringify(line)}\n`).join("");
}

function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name))
      .map((path) => [path, readFileSync(path, "latin1")]),
  );
}

function linkAll(from: string, to: string): void {
  mkdirSync(to);
  for (const file of readdirSync(from, { withFileTypes: true })) {
    if (file.isFile()) linkSync(join(from, file.name), join(to, file.name));
  }
}
