import { memoryInput } from "@worldflux/adapter-kit";
import { expect, test } from "vitest";
import { liberoLog, rolloutLog } from "../fixtures/build.ts";
import { gr00t } from "./index.ts";

const detect = (files: Record<string, string>) => gr00t.detect(memoryInput(files));
const read = (files: Record<string, string>) => gr00t.read(memoryInput(files), { interim: false });

test("says what it recognised, whatever the file is called", () => {
  const rollout = rolloutLog({ outcomes: "S" });
  expect(detect({ "a.bin": rollout })).toEqual({
    shape: "rollout",
    why: "a.bin has lines that rollout_policy.py prints",
  });
  expect(detect({ "a.bin": liberoLog({ x: "S" }) }).shape).toBe("libero_log");
  expect(detect({ "a.mp4": "", "b.log": rollout }).shape).toBe("rollout");
});

test.each([
  ["", "a.log is empty"],
  ["Results for a/b:\nSuccess rate: 0.35\n", "a.log holds a success rate but no outcomes"],
  ["INFO:root:Average MSE across all trajs: 0.1", "a.log holds errors of predicted actions"],
  ["[1, 2]", "a.log is JSON"],
  ["nothing", "a.log holds no line"],
])("says what %j is instead", (text, why) => {
  const detection = detect({ "a.log": text });
  expect(detection.shape).toBeNull();
  expect(detection.why).toMatch(new RegExp(`^${why}`));
  expect(() => read({ "a.log": text })).toThrow(why);
});

test("names the defect in the DROID client's table", () => {
  const table = (score: string) => ({
    "eval.csv": `,success,duration,video_filename\n0,1.0,80,video_1\n1,${score},599,video_2\n`,
  });
  expect(() => read(table("0.01"))).toThrow("line 3 holds 0.01, which the client stores when y");
  expect(() => read(table("0.5"))).toThrow(/without task or policy$/);
});

test("N1.5's LIBERO log is read as openpi's, with its videos", async () => {
  const reading = await read({ "x.log": liberoLog({ "lift it": "SF" }), "x.mp4": "" });
  expect(reading.evaluator.name).toBe("gr00t");
  expect(reading.episode_order).toBe("recorded");
  expect(
    [...reading.episodes].map(({ suite, task, index }) => `${suite}/${task}/${index}`),
  ).toEqual(["libero_goal/0/0", "libero_goal/0/1"]);
  expect(reading.notes.map(({ code }) => code)).toContain("files_without_results");
});
