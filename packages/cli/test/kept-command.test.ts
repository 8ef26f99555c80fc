import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  auditRun,
  preparedFolder,
  type Run,
  workFolder,
  worldflux,
  worldfluxAlone,
} from "./worldflux.ts";

const again = auditRun.replace("evidence_pkg", "again_pkg");

const lines = [
  "--help",
  "claim templates",
  "stats rate 323/400 --at-least 0.8 --margin 0.05 --json",
  `${again} --force --json --fail-on supported`,
  `${auditRun} --json`,
  "audit verify evidence_pkg --json",
  "audit verify evidence_pkg --require-signature",
  "audit verify broken_pkg",
  "evidence inspect evidence_pkg",
  "audit verify nowhere --json",
  "",
];

test("a line says and gives the same in a process of its own and in one that is kept", () => {
  const cwd = preparedFolder();
  expect(worldflux(cwd, auditRun).status).toBe(0);
  expect(worldflux(cwd, auditRun.replace("evidence_pkg", "broken_pkg")).status).toBe(0);
  writeFileSync(join(cwd, "broken_pkg/claim.json"), "{}");
  /** Ids are minted in each run. */
  const withoutIds = ({ status, stdout, stderr }: Run) => ({
    status,
    stdout: stdout.replace(/\b[a-z]+_[0-9A-Z]{26}\b/g, "<id>"),
    stderr: stderr.replace(/\b[a-z]+_[0-9A-Z]{26}\b/g, "<id>"),
  });
  const alone = lines.map((line) => withoutIds(worldfluxAlone(cwd, line)));
  expect(new Set(alone.map(({ status }) => status))).toEqual(new Set([0, 2, 3, 4, 6]));
  const kept = (order: readonly string[]) => order.map((line) => withoutIds(worldflux(cwd, line)));
  expect(kept(lines)).toEqual(alone);
  // Nothing of a line is left for the next, whichever it is.
  expect(kept(lines.toReversed())).toEqual(alone.toReversed());
});

/** An adapter that does something while it reads. */
function adapterThat(does: string): string {
  const cwd = preparedFolder();
  const shapes = '[{ id: "A", description: "a" }]';
  const detect = '() => ({ shape: null, why: "no" })';
  writeFileSync(
    join(cwd, "own.mjs"),
    `export const adapter = { api: 1, name: "own", role: "x", shapes: ${shapes}, detect: ${detect}, read() { ${does} } };\n`,
  );
  return cwd;
}
const ownRun = auditRun.replace("run lerobot", "run own --adapter ./own.mjs");

test("what is printed after the end of a line, and the end of the process, are told", async () => {
  const late = adapterThat('setTimeout(() => console.log("late"), 50); throw new Error("no");');
  expect(worldflux(late, ownRun)).toMatchObject({ status: 2, stdout: "" });
  await new Promise((done) => setTimeout(done, 500));
  expect(() => worldflux(workFolder(), "--version")).toThrow(/printed after.*late/s);

  const leaves = adapterThat('process.stderr.write("bye\\n"); process.exit(7);');
  expect(() => worldflux(leaves, ownRun)).toThrow("the process ended with 7");
  expect(worldflux(workFolder(), "--version").status).toBe(0);
});
