import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openInput } from "@worldflux/adapter-kit";
import { afterAll, describe, expect, test } from "vitest";
import { readBridge } from "../src/index.ts";

/** The writer that people copy, run by a Python of this machine. */
const bridges = join(import.meta.dirname, "../../../bridges");
const folder = mkdtempSync(join(tmpdir(), "worldflux-bridge-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const recent = "import sys; sys.exit(sys.version_info < (3, 8))";
const python = ["python3", "python"].find((name) => spawnSync(name, ["-c", recent]).status === 0);
const title = python
  ? "the Python writer"
  : "the Python writer (SKIPPED: no Python 3.8 or later here)";

/** A program that starts a run in `<name>.jsonl` and then does what `body` says. */
function program(name: string, body: readonly string[], more = ""): string[] {
  const out = join(folder, `${name}.jsonl`);
  const script = join(folder, `${name}.py`);
  const lines = [
    "import os, sys",
    `sys.path.insert(0, ${JSON.stringify(bridges)})`,
    "sys.dont_write_bytecode = True",
    "from worldflux_bridge import BridgeWriter",
    `with BridgeWriter(${JSON.stringify(out)}, evaluator="loop", version="1.0", success="final_step",`,
    `                  description="the cube is in the bin"${more}) as out:`,
    ...body.map((line) => `    ${line}`),
  ];
  writeFileSync(script, lines.join("\n"));
  return [script, out];
}

function runPython(name: string, body: readonly string[], more = ""): string {
  const [script = "", out = ""] = program(name, body, more);
  execFileSync(python ?? "", [script], { stdio: ["ignore", "ignore", "pipe"] });
  return out;
}

function read(path: string, interim = false) {
  const reading = readBridge(openInput([path]), { interim });
  return { ...reading, episodes: [...reading.episodes] };
}

describe.skipIf(python === undefined)(title, () => {
  test("what it writes is read back whole", () => {
    const body = [
      'out.episode("lift", True, seed=0, steps=41, sum_reward=0.5)',
      'out.episode("lift", False, seed=1, video="videos/1.mp4")',
      'out.episode("lift", True, seed=1, attempt=1)',
      "try:",
      '    raise ConnectionResetError("gpu-7.lab.internal went away")',
      "except Exception as error:",
      '    out.error("lift", error, seed=2)',
      'out.error("stack", "timeout", suite="table", metadata={"light": "dim"})',
      'out.episode("stack", True, suite="table", max_reward=float("nan"))',
      'out.record("stack", "missing", suite="table")',
    ];
    const more = ', planned=6, asserted={"checkpoint": "org/policy@3f2a", "max_steps": 300}';
    const path = runPython("whole", body, more);
    const { episodes, not_recorded, notes, references, asserted, recorded_times } = read(path);
    const lift = { suite: null, task: "lift", index: 0, attempt: 0 };
    const stack = { suite: "table", task: "stack", seed: null, attempt: 0 };
    expect(episodes).toEqual([
      { ...lift, seed: 0, outcome: "success", steps: 41, sum_reward: 0.5 },
      { ...lift, seed: 1, outcome: "failure" },
      { ...lift, seed: 1, outcome: "success", attempt: 1 },
      { ...lift, seed: 2, outcome: "error", metadata: { error: "ConnectionResetError" } },
      { ...stack, index: 0, outcome: "error", metadata: { light: "dim", error: "timeout" } },
      { ...stack, index: 1, outcome: "success", max_reward: null },
      { ...stack, index: 2, outcome: "missing" },
    ]);
    expect(references).toEqual([{ episode: 1, kind: "video", path: "videos/1.mp4" }]);
    const { started_at, ...others } = asserted;
    expect(others).toEqual({ checkpoint: "org/policy@3f2a", max_steps: 300 });
    // The writer notes when it was opened.
    const seconds = (Date.now() - Date.parse(String(started_at))) / 1000;
    expect(seconds).toBeGreaterThanOrEqual(0);
    expect(seconds).toBeLessThan(3600);
    expect(recorded_times?.started_at).toBe(String(started_at).replace("Z", ".000Z"));
    expect(not_recorded).toEqual(["seed", "initial_state"]);
    expect(notes.map(({ code }) => code)).toEqual(["seeds_partial"]);
    expect(readFileSync(path, "utf8")).not.toContain("gpu-7");
  });

  test("a loop that dies leaves no end line", () => {
    const body = ['out.episode("lift", True, seed=0)', 'raise RuntimeError("simulator")'];
    const [script = "", path = ""] = program("raised", body);
    expect(spawnSync(python ?? "", [script]).status).toBe(1);
    expect(() => read(path)).toThrow(expect.objectContaining({ code: "WF_RUN_UNFINISHED" }));
    expect(read(path, true).episodes).toHaveLength(1);
  });

  test("a writer that is killed has written every episode so far", async () => {
    const body = [
      "for seed in range(3):",
      '    out.episode("lift", True, seed=seed)',
      'print("ready", flush=True)',
      "import time",
      "time.sleep(60)",
    ];
    const [script = "", path = ""] = program("killed", body);
    const child = spawn(python ?? "", [script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(() => read(path)).toThrow(expect.objectContaining({ code: "WF_RUN_UNFINISHED" }));
    expect(read(path, true).episodes).toHaveLength(3);
    appendFileSync(path, '{"task": "lift", "inde');
    expect(() => read(path, true)).toThrow(expect.objectContaining({ code: "WF_JSONL_TORN" }));
  });

  test("fewer episodes than planned are noticed", () => {
    const path = runPython("short", ['out.episode("lift", True)'], ", planned=2");
    expect(() => read(path)).toThrow("1 of 2 planned episodes have a record");
  });

  test("two runs never share a file, and success has to be a bool", () => {
    const path = runPython("once", ['out.episode("lift", True)']);
    expect(() => runPython("once", ['out.episode("lift", True)'])).toThrow("FileExistsError");
    expect(read(path).episodes).toHaveLength(1);
    const values = [
      'for value in (1, 0.01, None, "True"):',
      "    try:",
      '        out.episode("lift", value)',
      "    except TypeError:",
      '        out.record("lift", "not_applicable")',
    ];
    const { episodes } = read(runPython("bools", values));
    expect(episodes.map(({ outcome }) => outcome)).toEqual(Array(4).fill("not_applicable"));
  });

  test("a governance verdict stands beside the task's success", () => {
    const body = [
      'out.episode("pour", True, governance={"dimension": "recovery", "verdict": False})',
    ];
    const path = runPython("governed", body, ', outcome_is="governance_verdict"');
    expect(read(path).episodes[0]).toMatchObject({
      ...{ suite: "recovery", outcome: "failure", metadata: { task_success: true } },
    });
  });
});

test("the writer stands where the documents say", () => {
  expect(existsSync(join(bridges, "worldflux_bridge.py"))).toBe(true);
});
