import { describe, expect, test } from "vitest";
import { drawnBar, nestedBars } from "../fixtures/build.ts";
import { messagesIn } from "./messages.ts";

describe("messagesIn", () => {
  test.each([
    ["Task suite: libero_10", { kind: "suite", suite: "libero_10" }],
    ["Task: put it there", { kind: "task", instruction: "put it there" }],
    ["Starting episode 7...", { kind: "start", episode: 7 }],
    ["Caught exception: no close frame", { kind: "exception", text: " no close frame" }],
    ["Saved rollout MP4 at path ./a.mp4", { kind: "rollout", path: "./a.mp4" }],
    ["Success: True", { kind: "success", success: true }],
    ["Success: False", { kind: "success", success: false }],
    ["# episodes completed so far: 12", { kind: "completed", episodes: 12 }],
    ["# successes: 3 (25.0%)", { kind: "successes", successes: 3, percent: 25 }],
    ["Current task success rate: 0.3333333333333333", { kind: "task_rate", rate: 1 / 3 }],
    ["Current total success rate: 1e-05", { kind: "total_rate", rate: 0.00001 }],
    ["Total success rate: 1.0", { kind: "final_rate", rate: 1 }],
    ["Total episodes: 500", { kind: "final_episodes", episodes: 500 }],
  ])("knows %s, with and without logging's prefix", (line, message) => {
    for (const prefix of ["", "INFO:root:", "runtime-1  | INFO:root:"]) {
      expect(messagesIn(prefix + line)).toEqual([message]);
    }
  });

  test.each([
    ["one bar", drawnBar(3, 10)],
    ["two bars and escapes", nestedBars(3, 10).split("\n")[1] ?? ""],
    ["bars drawn over each other", drawnBar(3, 10) + drawnBar(4, 10)],
  ])("finds a message behind %s", (_, bar) => {
    expect(messagesIn(`${bar}INFO:root:Success: True`)).toEqual([
      { kind: "success", success: true },
    ]);
  });

  test("finds a message that was drawn over another program's line", () => {
    expect(messagesIn("Loading 3 of 4\rINFO:root:Success: True\r")).toEqual([
      { kind: "success", success: true },
    ]);
  });

  test("finds an exception behind any prefix, as nothing else would miss it", () => {
    expect(messagesIn("12:01:02 [E] Caught exception: boom")).toEqual([
      { kind: "exception", text: " boom" },
    ]);
  });

  test.each([
    ["# successes: 1.7 (85.0%)", "# successes:"],
    ["# successes: 3 (25%", "# successes:"],
    ["Success: true", "Success:"],
    ["Current task success rate: nan", "Current task success rate:"],
    ["12:01:02 [I] Starting episode 3...", "Starting episode 3"],
    ["12:01:02 [I] # successes: 1 (100.0%)", "# successes:"],
  ])("calls %s garbled", (line, start) => {
    expect(messagesIn(line)).toEqual([{ kind: "garbled", start }]);
  });

  test("knows the totals of other programs", () => {
    expect(messagesIn("Overall success rate: 0.5 (50.0%)")).toMatchObject([{ kind: "foreign" }]);
    expect(messagesIn("Total successes: 5")).toMatchObject([{ kind: "foreign" }]);
  });

  test.each([
    "",
    "INFO:root:",
    "INFO:OpenGL.platform.ctypesloader:Failed to load library",
    "Traceback (most recent call last):",
    "100%|██████████| 10/10 [01:02<00:00,  6.2s/it]",
  ])("finds nothing in %j", (line) => {
    expect(messagesIn(line)).toEqual([]);
  });

  test("takes linear time on long lines", () => {
    const begin = performance.now();
    for (const text of ["\u001b[", "1%|", "\u001b[0", " ", "INFO:", "a | ", "|", "\r"]) {
      messagesIn(text.repeat(200_000));
    }
    expect(performance.now() - begin).toBeLessThan(10_000); // quadratic: minutes
  });
});
