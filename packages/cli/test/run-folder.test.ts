import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { DenominatorPolicy, ImportReport } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { type Folder, traps } from "../../adapters-run-folder/fixtures/build.ts";
import { denominatorPolicies } from "../src/groups/audit.ts";
import { real, sample, workFolder, worldflux } from "./worldflux.ts";

const reports = ["--report", "import_report.json", "--customer-report", "import_report_public.md"];

const dryRun = (cwd: string, ...more: string[]) =>
  worldflux(cwd, [
    "audit",
    "import",
    "run-folder",
    "--from",
    "./customer_run",
    "--dry-run",
    ...reports,
    ...more,
  ]);
const selectRun = (cwd: string, id: string, ...more: string[]) =>
  worldflux(cwd, [
    ...["audit", "import", "run-folder", "--from", "./customer_run", "--select-run", id],
    ...["--output", "audit_input.json", ...reports, ...more],
  ]);
const report = (cwd: string) =>
  ImportReport.parse(JSON.parse(readFileSync(join(cwd, "import_report.json"), "utf8")));

/** A work folder with `customer_run/` in it. */
function handedOver(folder: Folder): string {
  const cwd = workFolder();
  mkdirSync(join(cwd, "customer_run"));
  for (const [path, content] of Object.entries(folder)) {
    const full = join(cwd, "customer_run", path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
  }
  return cwd;
}

/** From the audit input to a package that verifies. */
function packaged(cwd: string): { successes: number; episodes: number } {
  const steps = [
    "claim create --template custom --from audit_input.json --source audit-input --output claim_pkg",
    "audit run audit-input --from audit_input.json --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json --output evidence_pkg",
    "audit verify evidence_pkg",
  ];
  for (const step of steps) {
    const { status, stderr } = worldflux(cwd, step);
    expect(stderr, step).toBe("");
    expect(status, step).toBe(0);
  }
  const { result } = JSON.parse(readFileSync(join(cwd, "evidence_pkg/evidence.json"), "utf8"));
  return { successes: result.successes, episodes: result.episodes };
}

describe("audit import run-folder", () => {
  test("the seed's two commands, and a package that verifies", () => {
    const cwd = handedOver({ "notes/plan.txt": "smoke first", ...traps["smoke and full phases"] });
    cpSync(sample, join(cwd, "customer_run/full/eval_info.json"));
    const before = readdirSync(join(cwd, "customer_run"), { recursive: true }).sort();
    const dry = dryRun(cwd);
    expect(dry.stderr).toBe("");
    expect(dry.status).toBe(0);
    const [full] = report(cwd).candidates;
    expect(full).toMatchObject({ directory: "full", acceptable: true, counts: { recorded: 400 } });
    expect(dry.stdout).toContain(`--select-run ${full?.id} --output audit_input.json`);
    const chosen = selectRun(cwd, full?.id ?? "");
    expect(chosen.status).toBe(0);
    expect(packaged(cwd)).toMatchObject({ episodes: 400 });
    const input = JSON.parse(readFileSync(join(cwd, "audit_input.json"), "utf8"));
    expect(input.asserted).toMatchObject({
      "run_folder.candidate": full?.id,
      "run_folder.candidates": 2,
    });
    expect(input.notes.at(-1).code).toBe("selected_from_run_folder");
    expect(report(cwd).selected).toMatchObject({ candidate: full?.id, accepted: true });
    expect(readdirSync(join(cwd, "customer_run"), { recursive: true }).sort()).toEqual(before);
    // Against the claim that was made for it, the smaller run is incomplete.
    dryRun(cwd, "--claim", "claim_pkg/claim.json", "--protocol", "claim_pkg/protocol.json");
    const smoke = report(cwd).candidates.find(({ directory }) => directory === "smoke");
    expect(smoke?.reasons.map(({ code }) => code)).toEqual(["partial"]);
    expect(smoke?.counts?.planned).toBeGreaterThan(2);
  });

  test("a wrapped log is refused until the contract is declared", () => {
    const cwd = handedOver(traps["wrapped logs"]);
    expect(dryRun(cwd).status).toBe(3);
    const id = report(cwd).candidates[0]?.id ?? "";
    const refused = selectRun(cwd, id);
    expect(refused.status).toBe(3);
    expect(refused.stdout).toContain("no audit input was written");
    expect(existsSync(join(cwd, "audit_input.json"))).toBe(false);
    expect(report(cwd).selected).toEqual({
      candidate: id,
      accepted: false,
      audit_input_sha256: null,
    });
    expect(readFileSync(join(cwd, "import_report_public.md"), "utf8")).toContain("**ambiguous**");
    expect(selectRun(cwd, id, "--map", "contract=any_step").status).toBe(0);
    expect(packaged(cwd)).toEqual({ successes: 4, episodes: 6 });
  });

  test.each([
    ["a folder without a candidate", traps["videos, bags and weights"], "raw-binary-dominated"],
    ["archives", traps.archives, "archive-only"],
    ["a table", traps["a table"], "csv-only"],
    ["an empty folder", {}, "missing-episode-success"],
  ])("%s ends with exit code 3 and both reports", (_, folder, code) => {
    const cwd = handedOver(folder);
    const { status, stdout } = dryRun(cwd);
    expect(status).toBe(3);
    expect(stdout).toContain(code);
    report(cwd);
    expect(readFileSync(join(cwd, "import_report_public.md"), "utf8")).toContain(code);
  });

  test("a table is read by a mapping, which is recorded as asserted", () => {
    const cwd = handedOver(traps["a table"]);
    const declared = [
      "--map",
      "task=task,index=episode,success=success,success.true=True,success.false=False,contract=final_step",
      ...["--denominator-policy", "errors_as_failures"],
    ];
    expect(dryRun(cwd, ...declared).status).toBe(0);
    expect(selectRun(cwd, report(cwd).candidates[0]?.id ?? "", ...declared).status).toBe(0);
    const { asserted } = JSON.parse(readFileSync(join(cwd, "audit_input.json"), "utf8"));
    expect(asserted["run_folder.denominator_policy"]).toBe("errors_as_failures");
    expect(asserted["run_folder.map"]).toContain("success.true=True");
    expect(packaged(cwd)).toEqual({ successes: 1, episodes: 2 });
  });

  test("the mapping may be a file, whose name is not published", () => {
    const cwd = handedOver(traps["a table"]);
    const mapping = {
      columns: { task: "task", index: "episode", success: "success" },
      success: { true: ["True"], false: ["False"] },
      contract: "final_step",
    };
    writeFileSync(join(cwd, "lovelace.json"), JSON.stringify(mapping));
    const more = ["--map", join(cwd, "lovelace.json"), "--denominator-policy", "errors_excluded"];
    dryRun(cwd, ...more);
    expect(selectRun(cwd, report(cwd).candidates[0]?.id ?? "", ...more).status).toBe(0);
    for (const name of ["audit_input.json", "import_report_public.md"]) {
      expect(readFileSync(join(cwd, name), "utf8")).not.toContain("lovelace");
    }
  });

  test.each([
    [["--from", "customer_run"], "either --dry-run or --select-run", 2],
    [
      ["--from", "customer_run", "--dry-run", "--select-run", "x", "--output", "o"],
      "either --dry-run or",
      2,
    ],
    [["--from", "customer_run", "--dry-run", "--output", "o.json"], "writes no --output", 2],
    [["--from", "customer_run", "--select-run", "x"], "needs an --output", 2],
    [
      ["--from", "customer_run", "--select-run", "run_x", "--output", "o.json"],
      "WF_CANDIDATE_UNKNOWN",
      2,
    ],
    [["--from", "customer_run", "--dry-run", "--claim", "c.json"], "go together", 2],
    [["--from", "customer_run", "--dry-run", "--map", "contract=unknown"], "WF_MAPPING_INVALID", 2],
    [["--from", "customer_run", "--dry-run", "--map", "nope=1"], "WF_MAPPING_INVALID", 2],
    [["--from", "nowhere", "--dry-run"], "WF_INPUT_NOT_FOUND", 2],
    [["--from", "taken.txt", "--dry-run"], "extract", 2],
  ])("%j says %j", (words, text, code) => {
    const cwd = handedOver(traps["smoke and full phases"]);
    writeFileSync(join(cwd, "taken.txt"), "mine");
    const { status, stderr } = worldflux(cwd, [
      "audit",
      "import",
      "run-folder",
      ...words,
      ...reports,
    ]);
    expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(status).toBe(code);
    expect(existsSync(join(cwd, "o.json"))).toBe(false);
  });

  test("nothing of the user's is overwritten, and nothing is written into the folder", () => {
    const cwd = handedOver(traps["smoke and full phases"]);
    writeFileSync(join(cwd, "taken.txt"), "mine");
    const to = (one: string, two: string) =>
      worldflux(cwd, [
        ...["audit", "import", "run-folder", "--from", "customer_run", "--dry-run"],
        ...["--report", one, "--customer-report", two],
      ]);
    expect(to("taken.txt", "b.md")).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("WF_OUTPUT_EXISTS"),
    });
    expect(to("a.json", "taken.txt").status).toBe(3);
    expect(readFileSync(join(cwd, "taken.txt"), "utf8")).toBe("mine");
    expect(existsSync(join(cwd, "a.json"))).toBe(false);
    expect(to("customer_run/a.json", "b.md").stderr).toContain("is never written to");
    expect(to("a.json", "./a.json").stderr).toContain("name the same file");
    symlinkSync(cwd, join(cwd, "linked"), "junction");
    expect(to("a.json", "linked/a.json").stderr).toContain("name the same file");
    expect(existsSync(join(cwd, "a.json"))).toBe(false);
    expect(to("a.json", "b.md").status).toBe(0);
    const first = readFileSync(join(cwd, "a.json"), "utf8");
    expect(to("a.json", "b.md").status).toBe(0);
    expect(readFileSync(join(cwd, "a.json"), "utf8")).toBe(first);
    expect(statSync(join(cwd, "a.json")).mode & 0o077).toBe(0);
  });

  test("a mapping that no file has the columns of is said to be unused", () => {
    const cwd = handedOver({ "r.csv": "task,episode,solved\na,0,true\na,1,false\n" });
    const policy = ["--denominator-policy", "errors_as_failures"];
    const by = (success: string) =>
      dryRun(
        cwd,
        ...policy,
        "--map",
        `task=task,index=episode,success=${success},contract=any_step`,
      );
    expect(by("won")).toMatchObject({ status: 3, stdout: expect.stringContaining("was not used") });
    const used = by("solved");
    expect(used).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("2 episodes, 1 succ"),
    });
    expect(used.stdout).not.toContain("was not used");
    const refused = dryRun(cwd, "--map", "task=absent,success=solved,contract=any_step");
    expect(refused).toMatchObject({ status: 3, stdout: expect.stringContaining('"absent"') });
    expect(refused.stdout).not.toContain("was not used");
  });

  test("--json is stable and names no reason that the report does not have", () => {
    const cwd = handedOver(traps["a W&B run with rates"]);
    const { stdout, status } = dryRun(cwd, "--json");
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      folder: "customer_run",
      complete: true,
      candidates: [{ kind: "tracker", acceptable: false, reasons: ["aggregate-only"] }],
      selected: null,
      output: null,
    });
  });

  test("the counting rules that help lists are those of the schema", () => {
    expect(denominatorPolicies).toEqual(DenominatorPolicy.options);
  });
});

const paired =
  "records=/cells/*/per_episode,keyed_by=cell,suite:=atomic,task=cell,seed=ep_seed,index:=0,success=success,contract=final_step";

describe.skipIf(!existsSync(real))(
  "real run folders (skipped where ../shared/real is absent)",
  () => {
    test.each([
      [
        "libero-openvla-oft-logs",
        ["--map", "contract=any_step"],
        [
          [500, 482],
          [500, 498],
        ],
      ],
      [
        "per-episode-paired-json",
        ["--map", paired, "--denominator-policy", "errors_as_failures"],
        [
          [480, 480],
          [480, 62],
        ],
      ],
    ])("%s: from the folder to packages that verify", (name, declared, counts) => {
      for (const [i, [episodes, successes]] of counts.entries()) {
        const cwd = workFolder();
        cpSync(join(real, "run-folders", name), join(cwd, "customer_run"), { recursive: true });
        expect(dryRun(cwd, ...declared).status).toBe(0);
        expect(selectRun(cwd, report(cwd).candidates[i]?.id ?? "", ...declared).status).toBe(0);
        expect(packaged(cwd)).toEqual({ episodes, successes });
      }
    });
  },
);
