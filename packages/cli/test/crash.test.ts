import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { contentDigest, readPackageFolder, verifyPackage } from "@worldflux/verifier";
import { expect, test } from "vitest";
import { auditRun, bin, preparedFolder, workFolder, worldflux } from "./worldflux.ts";

const preload = fileURLToPath(new URL("./kill.mjs", import.meta.url));

/** Runs a line in a folder with `kill.mjs`, and returns how many writing calls a full run makes. */
function run(cwd: string, line: string, more: Readonly<Record<string, string>>) {
  const count = join(workFolder(), "calls");
  const { signal } = spawnSync(process.execPath, ["--import", preload, bin, ...line.split(" ")], {
    cwd,
    env: { ...process.env, KILL_COUNT: count, ...more },
  });
  return {
    killed: signal === "SIGKILL",
    calls: existsSync(count) ? Number(readFileSync(count)) : 0,
  };
}

const known = new Map<string, boolean>();

/** Whether a package verifies; the same files are verified once. */
function complete(folder: string): boolean {
  const read = readPackageFolder(folder);
  const hash = createHash("sha256").update(JSON.stringify(read.refused));
  for (const [name, content] of read.files) hash.update(`\n${name} ${contentDigest(content)}`);
  const digest = hash.digest("hex");
  const ok = known.get(digest) ?? verifyPackage(read).ok;
  known.set(digest, ok);
  return ok;
}

/** What lies in a folder, without what is drawn for the name of a hidden one. */
const contents = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replace(/\.writing-[0-9a-f]+/, ".writing"))
    .sort();

/**
 * The folder as it is before each writing call of a line, in order: what a kill at that place would leave
 * behind, which is shown by kills at some of them.
 */
function folderBeforeEachCall(from: string, line: string): string[] {
  const kept = workFolder();
  const whole = workFolder();
  cpSync(from, whole, { recursive: true });
  const { calls } = run(whole, line, { KEEP_IN: kept });
  expect(calls).toBeGreaterThan(40);
  const before = Array.from({ length: calls }, (_, i) => join(kept, String(i + 1)));
  for (const n of [1, Math.floor(calls / 2), calls - 3, calls - 1, calls]) {
    const cwd = workFolder();
    cpSync(from, cwd, { recursive: true });
    expect(run(cwd, line, { KILL_AT: String(n) }).killed).toBe(true);
    expect(contents(cwd)).toEqual(contents(before[n - 1] ?? ""));
  }
  return before;
}

test("killed before any write, there is no package, or a whole one", () => {
  const folders = folderBeforeEachCall(preparedFolder(), auditRun);
  let absent = 0;
  for (const [i, cwd] of folders.entries()) {
    if (existsSync(join(cwd, "evidence_pkg"))) {
      expect(complete(join(cwd, "evidence_pkg"))).toBe(true);
    } else absent++;
    // What was left behind is in nobody's way; most of it differs by a file more.
    if (i % 5 > 0 && i < folders.length - 9) continue;
    expect(worldflux(cwd, `${auditRun} --force`).status).toBe(0);
    expect(complete(join(cwd, "evidence_pkg"))).toBe(true);
  }
  expect(absent).toBeGreaterThan(30);
});

test("killed while replacing, the old or the new package is complete", () => {
  const cwd = preparedFolder();
  expect(worldflux(cwd, auditRun).status).toBe(0);
  const folders = folderBeforeEachCall(cwd, `${auditRun} --force`);
  for (const folder of folders) {
    const candidates = readdirSync(folder).filter((name) => /^evidence_pkg$|\.old$/.test(name));
    expect(candidates.some((name) => complete(join(folder, name)))).toBe(true);
  }
});
