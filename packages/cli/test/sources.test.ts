import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ConformanceFixture } from "@worldflux/adapter-kit/conformance";
import { describe, expect, test } from "vitest";
import { fixtures as auditInput } from "../../adapters-audit-input/fixtures/conformance.ts";
import { fixtures as bridge } from "../../adapters-bridge/fixtures/conformance.ts";
import { fixtures as cosmos } from "../../adapters-cosmos-predict/fixtures/conformance.ts";
import { fixtures as gov } from "../../adapters-embodied-gov-bench/fixtures/conformance.ts";
import { fixtures as gr00t } from "../../adapters-gr00t/fixtures/all.ts";
import { accepted as lbm } from "../../adapters-lbm-eval/fixtures/fixtures.ts";
import { samples as lerobot } from "../../adapters-lerobot/fixtures/samples.ts";
import { fixtures as openpi } from "../../adapters-openpi/fixtures/build.ts";
import { cases as pi } from "../../adapters-pi/fixtures/cases.ts";
import { accepted as vlaEval } from "../../adapters-vla-eval/fixtures/cases.ts";
import { real, workFolder, worldflux } from "./worldflux.ts";

/** From a result to a verified package, as a user types it. */
function walk(cwd: string, source: string, from: readonly string[], more: readonly string[] = []) {
  const input = [...from.flatMap((path) => ["--from", path]), ...more];
  const drafted = worldflux(cwd, [
    ...["claim", "create", "--template", "custom", "--source", source],
    ...input,
    ...["--output", "claim_pkg"],
  ]);
  if (drafted.status !== 0) return { status: drafted.status, stderr: drafted.stderr };
  const { status, stderr } = worldflux(cwd, [
    ...["audit", "run", source, "--output", "evidence_pkg"],
    ...["--claim", "claim_pkg/claim.json", "--protocol", "claim_pkg/protocol.json"],
    ...input,
  ]);
  return { status, stderr };
}

const evidence = (cwd: string) =>
  JSON.parse(readFileSync(join(cwd, "evidence_pkg/evidence.json"), "utf8"));

const counts = (cwd: string) =>
  JSON.parse(readFileSync(join(cwd, "evidence_pkg/audit_input.json"), "utf8")).counts;

describe("every source goes from a file to a package that verifies", () => {
  const sources: Record<string, readonly ConformanceFixture[]> = {
    lerobot,
    openpi,
    lbm_eval: lbm,
    "vla-eval": vlaEval,
    "gr00t-n1.7": gr00t,
    "pi-0.7": pi,
    "embodied-gov-bench": gov,
    "cosmos-predict": cosmos,
    bridge,
    "audit-input": auditInput,
  };

  test.each(Object.entries(sources))("%s", (source, fixtures) => {
    const fixture = fixtures.find(
      ({ expected, options }) => "shape" in expected && !options?.interim,
    );
    if (fixture === undefined || !("shape" in fixture.expected)) throw new Error("no fixture");
    const cwd = workFolder();
    for (const [path, content] of Object.entries(fixture.files)) {
      mkdirSync(dirname(join(cwd, "run", path)), { recursive: true });
      writeFileSync(join(cwd, "run", path), content);
    }
    expect(walk(cwd, source, ["run"])).toEqual({ status: 0, stderr: "" });
    const { success = 0, failure = 0, error = 0 } = fixture.expected.outcomes;
    expect(counts(cwd)).toMatchObject({ success, failure, error });
    const { status, stdout } = worldflux(cwd, "audit verify evidence_pkg --json");
    expect(JSON.parse(stdout).ok).toBe(true);
    expect(status).toBe(0);
    const found = worldflux(cwd, "audit adapters --detect run --json");
    const recognised = JSON.parse(found.stdout).found.filter(
      (each: { shape: string | null }) => each.shape !== null,
    );
    expect(recognised.map((each: { name: string }) => each.name)).toContain(source);
  });

  test("mapped, with the columns named", () => {
    const cwd = workFolder();
    writeFileSync(join(cwd, "runs.csv"), "instruction,ok\nfold,1\nfold,0\npour,1\n");
    const declared = "task=instruction,success=ok";
    const refused = walk(cwd, "mapped", ["runs.csv"], ["--map", declared]);
    expect(refused.stderr).toContain("WF_SUCCESS_UNDECLARED");
    const map = `${declared},success.true=1,success.false=0,contract=final_step`;
    expect(walk(cwd, "mapped", ["runs.csv"], ["--map", map])).toEqual({ status: 0, stderr: "" });
    expect(evidence(cwd).denominators).toMatchObject({ success: 2, failure: 1 });
    expect(evidence(cwd).labels.map((l: { code: string }) => l.code)).toContain("mapped_by_hand");
    expect(worldflux(cwd, "audit verify evidence_pkg").status).toBe(0);
  });

  test("a file of another evaluator is sent to the right one", () => {
    const cwd = workFolder();
    const [sample] = lbm;
    const [name, content] = Object.entries(sample?.files ?? {})[0] ?? ["", ""];
    writeFileSync(join(cwd, "results.json"), content);
    expect(name).not.toBe("");
    const { status, stderr } = walk(cwd, "lerobot", ["results.json"]);
    expect(stderr).toContain("it looks like input of `worldflux audit run lbm_eval`");
    expect(status).toBe(2);
  });
});

describe.skipIf(!existsSync(real))("real files (skipped where ../shared/real is absent)", () => {
  const vla = "vla-eval/g0-v0.0.4dev";
  const written = "vla-eval/derived-by-writer";
  const shard = (k: number) =>
    `${written}/g1_v0.1.0__LIBEROBenchmark_libero_goal_shard${k}of3.json`;

  // Totals by an independent script: recorded, successes, errors.
  test.each<[string, string[], number, number, number]>([
    ["openpi", ["openpi/derived/derived_openpi_libero_stderr.log"], 6, 4, 1],
    ["lbm_eval", ["lbm_eval/vla_foundry/OSS/Foundry-Qwen3VLA-2.1B"], 3800, 2397, 15],
    ["lbm_eval", ["lbm_eval/vla_foundry/CS/LBM-FT"], 3200, 2014, 0],
    ["vla-eval", [`${vla}/pi0-libero/merged_libero_spatial.json`], 500, 463, 30],
    ["vla-eval", [shard(0), shard(1), shard(2)], 10, 7, 0],
    ["vla-eval", [`${written}/g2_run_clean`], 10, 6, 1],
    ["gr00t-n1.7", ["gr00t/derived/derived_n1.7_rollout_policy_stdout.log"], 4, 3, 0],
  ])("%s %s", (source, paths, recorded, success, error) => {
    const cwd = workFolder();
    const from = paths.map((path) => join(real, path));
    expect(walk(cwd, source, from)).toEqual({ status: 0, stderr: "" });
    expect(evidence(cwd).denominators).toMatchObject({ recorded, success, error });
    expect(worldflux(cwd, "audit verify evidence_pkg").status).toBe(0);
  });

  test("the 30 errors of pi0 on libero_spatial decide a claim of 95 %", () => {
    const cwd = workFolder();
    const from = join(real, vla, "pi0-libero/merged_libero_spatial.json");
    expect(walk(cwd, "vla-eval", [from]).status).toBe(0);
    const path = join(cwd, "claim_pkg/claim.json");
    const claim = JSON.parse(readFileSync(path, "utf8"));
    claim.expected_metrics[0].value = 0.95;
    claim.decision_rule.margin = 0;
    writeFileSync(path, JSON.stringify(claim));
    const documents = "--claim claim_pkg/claim.json --protocol claim_pkg/protocol.json";
    worldflux(cwd, `protocol bind ${documents}`);
    const { status, stdout } = worldflux(
      cwd,
      `audit run vla-eval --from ${from} ${documents} --output second --json --fail-on refuted`,
    );
    const { result, labels } = JSON.parse(stdout);
    expect(result).toMatchObject({ verdict: "refuted", successes: 463, episodes: 500 });
    expect(labels).toContain("denominator_rule_dependent");
    expect(status).toBe(6);
  });

  test.each([
    ["lbm_eval", "lbm_eval/vla_foundry", "WF_RUNS_MIXED"],
    ["vla-eval", "vla-eval/look-alikes/leaderboard.first40.json", "WF_LEADERBOARD"],
    ["cosmos-predict", "cosmos-predict/derived-cosmos-policy", "WF_"],
    ["embodied-gov-bench", "embodied-gov-bench/adjacent-not-the-benchmark", "WF_"],
  ])("%s refuses %s", (source, path, code) => {
    const { status, stderr } = walk(workFolder(), source, [join(real, path)]);
    expect(stderr).toContain(`[${code}`);
    expect(stderr).toContain("hint:");
    expect(status).toBe(2);
  });
});
