import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { adapterNames } from "../src/adapters.ts";
import { templates } from "../src/claim/template-names.ts";
import { sources } from "../src/groups/audit.ts";
import {
  auditRun,
  bin,
  preparedFolder,
  real,
  workFolder,
  worldflux,
  worldfluxAlone,
} from "./worldflux.ts";

describe("usage", () => {
  test.each([
    ["", 2, "name a command"],
    ["audit", 2, "name a command: audit run, audit verify"],
    [
      "audit run lerobot --form x.json --claim c --protocol p --output o",
      2,
      "did you mean --from?",
    ],
    [
      "audit run lerobot --from x.json --claim c --protocol p --outptu o",
      2,
      "did you mean --output?",
    ],
    ["audit run lerobott --from x --claim c --protocol p --output o", 2, "lerobott"],
    ["claim create --template nope --output o", 2, "nope"],
    ["frobnicate", 2, "Unknown argument"],
    ["protocol bind --claim a --claim b --protocol p", 2, "--claim is given twice [WF_USAGE]"],
    ["protocol bind --claim --protocol x", 2, "Not enough arguments following: claim"],
    ["protocol bind --no-claim --protocol x --claim y", 2, "no-claim"],
    ["claim create --template openpi-libero --output.a b", 2, "Missing required argument: output"],
    ["claim create --template openpi-libero --output o --source lerobot", 2, "go together"],
    ["audit verify package.json/foo", 2, "error: "],
    ["evidence inspect package.json/foo", 2, "error: "],
    ["audit verify nowhere", 2, "WF_INPUT_NOT_FOUND"],
    ["evidence inspect nowhere", 2, "WF_INPUT_NOT_FOUND"],
  ])("`worldflux %s` exits %i and says %j", (line, code, text) => {
    const { status, stderr, stdout } = worldflux(workFolder(), line === "" ? [] : line);
    expect(stderr).toContain(text);
    expect(stderr).toMatch(/^error: /);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe("");
    expect(status).toBe(code);
  });

  test.each([
    [],
    ["audit", "run"],
    ["claim", "create"],
    ["audit", "verify"],
    ["evidence", "inspect"],
  ])("help of %s %s shows an example", (...words) => {
    const { status, stdout } = worldflux(workFolder(), [...words, "--help"]);
    expect(status).toBe(0);
    expect(stdout).toContain("Examples:");
  });

  test("what help lists is what there is", () => {
    expect(sources).toEqual(adapterNames);
    for (const template of templates) preparedFolder(template);
  });
});

describe("--json", () => {
  test("is legal before and after the command, with stdout to itself", () => {
    const cwd = preparedFolder();
    const after = worldflux(cwd, `${auditRun} --json`);
    expect(JSON.parse(after.stdout).result.episodes).toBe(400);
    expect(after.stderr).toContain("SUPPORTED");
    const before = worldflux(cwd, "--json audit verify evidence_pkg");
    expect(JSON.parse(before.stdout)).toMatchObject({ ok: true, checks: expect.any(Array) });
    const inspect = worldflux(cwd, "evidence inspect evidence_pkg --json");
    expect(JSON.parse(inspect.stdout).evidence.grade).toBe("C");
    expect(JSON.parse(worldflux(cwd, "doctor --json").stdout).ok).toBe(true);
  });

  test("errors are JSON too, and the exit code stays", () => {
    const cwd = preparedFolder();
    worldflux(cwd, auditRun);
    const again = worldflux(cwd, `${auditRun} --json`);
    expect(JSON.parse(again.stdout).error).toMatchObject({
      code: "WF_OUTPUT_EXISTS",
      hint: expect.stringContaining("--force"),
    });
    expect(again.status).toBe(3);
    const usage = worldflux(cwd, "audit run lerobot --json");
    expect(JSON.parse(usage.stdout).error.code).toBe("WF_USAGE");
  });
});

test("a package is overwritten only with --force", () => {
  const cwd = preparedFolder();
  expect(worldflux(cwd, auditRun).status).toBe(0);
  const before = readFileSync(join(cwd, "evidence_pkg/audit_provenance.json"), "utf8");
  expect(worldflux(cwd, auditRun).status).toBe(3);
  expect(readFileSync(join(cwd, "evidence_pkg/audit_provenance.json"), "utf8")).toBe(before);
  expect(worldflux(cwd, `${auditRun} --force`).status).toBe(0);
  expect(readFileSync(join(cwd, "evidence_pkg/audit_provenance.json"), "utf8")).not.toBe(before);
});

test("an edited package exits 4 and names the check and the place", () => {
  const cwd = preparedFolder();
  worldflux(cwd, auditRun);
  const path = join(cwd, "evidence_pkg/evidence.json");
  writeFileSync(path, readFileSync(path, "utf8").replace(/"successes":\d+/g, '"successes":399'));
  const { status, stdout } = worldflux(cwd, "audit verify evidence_pkg");
  expect(status).toBe(4);
  expect(stdout).toMatch(
    /FAIL +recompute.evidence +evidence.json \S+ is 399, but the episodes give/,
  );
});

test("a link in place of a package or of a member is not followed", () => {
  const cwd = preparedFolder();
  worldflux(cwd, auditRun);
  symlinkSync("evidence_pkg", join(cwd, "link"));
  expect(worldflux(cwd, "audit verify link").stderr).toContain("WF_PACKAGE_INVALID");
  cpSync(join(cwd, "evidence_pkg/evidence.md"), join(cwd, "evidence.md"));
  rmSync(join(cwd, "evidence_pkg/evidence.md"));
  symlinkSync("../evidence.md", join(cwd, "evidence_pkg/evidence.md"));
  const { status, stdout } = worldflux(cwd, "audit verify evidence_pkg");
  expect(status).toBe(4);
  expect(stdout).toContain("is not a plain file");
});

test.each([
  ["{", "WF_JSON_TRUNCATED"],
  ['{"a":1,"a":2}', "WF_JSON_DUPLICATE_KEY"],
  ["[]", "WF_DOCUMENT_INVALID"],
  ["", "WF_INPUT_EMPTY"],
  ['"\u0000', "WF_JSON_INVALID"],
])("a broken claim %j is named %s", (content, code) => {
  const cwd = preparedFolder();
  writeFileSync(join(cwd, "claim_pkg/claim.json"), content);
  const { status, stderr } = worldflux(cwd, auditRun);
  expect(stderr).toContain(code);
  expect(stderr).toContain("claim.json");
  expect(status).toBe(2);
});

test("a reader who leaves early does not turn a failed verification into a passed one", () => {
  const cwd = preparedFolder();
  worldflux(cwd, auditRun);
  writeFileSync(join(cwd, "evidence_pkg/claim.json"), "{}");
  const line = `"${process.execPath}" "${bin}" audit verify evidence_pkg | true; exit \${PIPESTATUS[0]}`;
  expect(spawnSync("bash", ["-c", line], { cwd }).status).toBe(4);
});

test("a folder that was deleted under the command is an error like any other", () => {
  const cwd = workFolder();
  const line = `mkdir gone && cd gone && rmdir ../gone && "${process.execPath}" "${bin}" doctor`;
  const { stderr } = spawnSync("bash", ["-c", line], { cwd, encoding: "utf8" });
  expect(stderr).not.toMatch(/\n\s+at /);
});

test("protocol bind leaves the file's permissions as they were", () => {
  const cwd = preparedFolder();
  const path = join(cwd, "claim_pkg/protocol.json");
  chmodSync(path, 0o600);
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace(/sha256:[0-9a-f]{64}/, `sha256:${"0".repeat(64)}`),
  );
  const bind = "protocol bind --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json";
  expect(worldflux(cwd, bind).status).toBe(0);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("--force does not replace what the run reads, or anything but a package", () => {
  const cwd = preparedFolder();
  for (const output of ["claim_pkg", ".", ""]) {
    const args = [...auditRun.split(" ").slice(0, -1), output, "--force"];
    const { status, stderr } = worldflux(cwd, args);
    expect(stderr).toMatch(/WF_OUTPUT/);
    expect([2, 3]).toContain(status);
  }
  expect(readdirSync(join(cwd, "claim_pkg")).sort()).toEqual([
    "README.md",
    "claim.json",
    "protocol.json",
  ]);
});

test("a closed pipe is not an error", () => {
  const cwd = preparedFolder();
  worldflux(cwd, auditRun);
  const line = `"${process.execPath}" "${bin}" evidence inspect evidence_pkg --json | head -c 10 > /dev/null`;
  const { stderr } = spawnSync("bash", ["-c", line], { cwd, encoding: "utf8" });
  expect(stderr).not.toContain("EPIPE");
});

test("nothing of this machine gets into a package", () => {
  const cwd = preparedFolder();
  worldflux(cwd, auditRun);
  const { stdout } = spawnSync("grep", ["-rlE", `${cwd}|${real}|/home/|/root/`, "evidence_pkg"], {
    cwd,
    encoding: "utf8",
  });
  expect(stdout).toBe("");
});

test("an adapter that never answers is told, not waited for in silence", () => {
  const cwd = preparedFolder();
  const shapes = '[{ id: "A", description: "a" }]';
  const detect = '() => ({ shape: null, why: "no" })';
  writeFileSync(
    join(cwd, "never.mjs"),
    `export const adapter = { api: 1, name: "never", role: "x", shapes: ${shapes}, detect: ${detect}, read: () => new Promise(() => {}) };\n`,
  );
  const { status, stderr } = worldfluxAlone(
    cwd,
    auditRun.replace("run lerobot", "run never --adapter ./never.mjs"),
  );
  expect(stderr).toContain("the work stopped in the middle");
  expect(status).toBe(1);
});
