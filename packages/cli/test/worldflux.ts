import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { type Run, runKept } from "./kept-command.ts";

export type { Run };

/** The command as it is installed. */
export const bin = fileURLToPath(new URL("../bin/worldflux.js", import.meta.url));

/** The bundled sample: 400 episodes of four LIBERO suites. */
export const sample = fileURLToPath(
  new URL("../../../examples/lerobot-libero/eval_info.json", import.meta.url),
);

/** Real evaluator output, on machines that have it. */
export const real = fileURLToPath(new URL("../../../../shared/real/", import.meta.url));

/** A fresh folder that goes when the test does. */
export function workFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "worldflux-e2e-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the built command in a folder, in a process that is kept for the lines of a file of tests. */
export function worldflux(cwd: string, line: string | readonly string[]): Run {
  return runKept(cwd, wordsOf(line), environment());
}

/** Runs the built command in a folder in a process of its own, for what a start or an end is a part of. */
export function worldfluxAlone(
  cwd: string,
  line: string | readonly string[],
  nodeArgs: readonly string[] = [],
): Run {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...nodeArgs, bin, ...wordsOf(line)],
    { cwd, encoding: "utf8", env: environment() },
  );
  return { status, stdout, stderr };
}

const wordsOf = (line: string | readonly string[]) =>
  typeof line === "string" ? line.split(" ") : line;

const environment = () => ({ ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined });

/** A folder with `claim_pkg/` for the sample, and the sample as `eval_info.json`. */
export function preparedFolder(template = "lerobot-libero"): string {
  const cwd = workFolder();
  cpSync(sample, join(cwd, "eval_info.json"));
  const { status, stderr } = worldflux(
    cwd,
    `claim create --template ${template} --output claim_pkg`,
  );
  if (status !== 0) throw new Error(stderr);
  return cwd;
}

/** The `audit run` that goes with `preparedFolder`. */
export const auditRun =
  "audit run lerobot --from eval_info.json --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json --output evidence_pkg";
