import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { auditRun, bin, preparedFolder, worldflux } from "./worldflux.ts";

const readme = `# your-policy

your-policy reaches **nearly 90 %** success on LIBERO and outperforms OpenVLA.

It succeeded in 346 of 400 episodes (86.5 %, 95 % Wilson interval 82.8 % to 89.5 %).
`;

function packaged(): string {
  const cwd = preparedFolder();
  expect(worldflux(cwd, auditRun).status).toBe(0);
  writeFileSync(join(cwd, "README.md"), readme);
  return cwd;
}

test("a text is held to the package, with place, reason and rewrite", () => {
  const cwd = packaged();
  const run = worldflux(cwd, "wording lint README.md --package evidence_pkg");
  expect(run.status).toBe(3);
  expect(run.stdout).toContain('README.md:3:30  error  rounded_up  "90 %"');
  expect(run.stdout).toContain("write 86.5 % (346/400)");
  expect(run.stdout).toContain("comparison_not_shown");
  expect(run.stdout).not.toContain("README.md:5");
  expect(run.stdout).toContain("1 of 3 sentences say what the package does not allow.");

  const machine = worldflux(cwd, "wording lint README.md --package evidence_pkg --json");
  const report = JSON.parse(machine.stdout);
  expect(report).toMatchObject({ forbidden: 1, sentences: 3, signed: false, cut: false });
  expect(report.findings[0]).toEqual({
    code: expect.any(String),
    severity: expect.any(String),
    line: 3,
    column: expect.any(Number),
    excerpt: expect.any(String),
    why: expect.any(String),
    rewrite: expect.any(String),
  });
});

test("the strongest sentence passes, from standard input", () => {
  const cwd = packaged();
  const args = [bin, "wording", "lint", "-", "--package", "evidence_pkg", "--json"];
  const of = (input: string) => spawnSync(process.execPath, args, { cwd, input, encoding: "utf8" });
  const { strongest } = JSON.parse(of("Nothing.").stdout);
  const { status, stdout } = of(strongest);
  expect(JSON.parse(stdout).findings).toEqual([]);
  expect(status).toBe(0);
  expect(of("").status).toBe(0);
});

test("no text is held to a package that does not verify", () => {
  const cwd = packaged();
  const path = join(cwd, "evidence_pkg/evidence.json");
  writeFileSync(path, readFileSync(path, "utf8").replace('"successes":346', '"successes":360'));
  const run = worldflux(cwd, "wording lint README.md --package evidence_pkg");
  expect(run.status).toBe(3);
  expect(run.stderr).toContain("WF_PACKAGE_REFUSED");
  expect(run.stdout).toBe("");
});

test("hostile texts and folders end with an error, not with a trace", () => {
  const cwd = packaged();
  writeFileSync(join(cwd, "big.md"), "a ".repeat(600_000));
  writeFileSync(join(cwd, "binary.md"), Buffer.from([0xff, 0xfe, 0x00]));
  for (const [line, code] of [
    ["wording lint big.md --package evidence_pkg", "WF_INPUT_TOO_LARGE"],
    ["wording lint binary.md --package evidence_pkg", "WF_INPUT_ENCODING"],
    ["wording lint nowhere.md --package evidence_pkg", "WF_INPUT_NOT_FOUND"],
    ["wording lint README.md --package nowhere", "WF_INPUT_NOT_FOUND"],
  ] as const) {
    const run = worldflux(cwd, line);
    expect(run.stderr, line).toContain(code);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(run.status).toBe(2);
  }
  rmSync(join(cwd, "evidence_pkg/claim.json"));
  expect(worldflux(cwd, "wording lint README.md --package evidence_pkg").status).toBe(3);
  writeFileSync(join(cwd, "esc.md"), "success rate \u001b[31m99\u001b[0m % \u202e");
  const shown = worldflux(cwd, "wording lint esc.md --package evidence_pkg").stdout;
  expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});
