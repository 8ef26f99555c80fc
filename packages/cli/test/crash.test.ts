import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readPackageFolder, verifyPackage } from "@worldflux/verifier";
import { expect, test } from "vitest";
import { auditRun, bin, preparedFolder, worldflux } from "./worldflux.ts";

const preload = fileURLToPath(new URL("./kill.mjs", import.meta.url));

/** Runs `audit run` and kills it before its n-th writing call; returns how many calls a full run makes. */
function runKilledAt(n: number, cwd: string, line: string): { killed: boolean; calls: number } {
  const count = join(cwd, "calls");
  const { signal } = spawnSync(process.execPath, ["--import", preload, bin, ...line.split(" ")], {
    cwd,
    env: { ...process.env, KILL_AT: String(n), KILL_COUNT: count },
  });
  return {
    killed: signal === "SIGKILL",
    calls: existsSync(count) ? Number(readFileSync(count)) : 0,
  };
}

const complete = (folder: string) => verifyPackage(readPackageFolder(folder)).ok;

test("killed before any write, there is no package, or a whole one", { timeout: 120_000 }, () => {
  const cwd = preparedFolder();
  const { calls } = runKilledAt(0, cwd, auditRun);
  expect(calls).toBeGreaterThan(40);
  rmSync(join(cwd, "evidence_pkg"), { recursive: true });
  let absent = 0;
  // Every call of the last, decisive ones; every third of those that fill the hidden folder.
  for (let n = 1; n <= calls; n += n < calls - 14 ? 3 : 1) {
    expect(runKilledAt(n, cwd, auditRun).killed).toBe(true);
    if (existsSync(join(cwd, "evidence_pkg"))) {
      expect(complete(join(cwd, "evidence_pkg"))).toBe(true);
      rmSync(join(cwd, "evidence_pkg"), { recursive: true });
    } else absent++;
  }
  expect(absent).toBeGreaterThan(15);
});

test("killed while replacing, the old or the new package is complete", { timeout: 120_000 }, () => {
  const cwd = preparedFolder();
  expect(worldflux(cwd, auditRun).status).toBe(0);
  const forced = `${auditRun} --force`;
  const { calls } = runKilledAt(0, cwd, forced);
  for (let n = calls - 14; n <= calls; n++) {
    runKilledAt(n, cwd, forced);
    const candidates = readdirSync(cwd).filter((name) => /^evidence_pkg$|\.old$/.test(name));
    expect(candidates.some((name) => complete(join(cwd, name)))).toBe(true);
    if (!existsSync(join(cwd, "evidence_pkg"))) worldflux(cwd, auditRun);
  }
});
