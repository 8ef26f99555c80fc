import { memoryInput } from "@worldflux/adapter-kit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openvlaLog as build } from "../../fixtures/build.ts";
import { openvlaLog } from "./index.ts";
import { logEntries } from "./log-entries.ts";

const read = async (text: string) => {
  const reading = await openvlaLog.read(memoryInput({ "a.log": text }), { interim: false });
  return { reading, episodes: [...reading.episodes] };
};

test("wrapped lines, progress bars and escapes give the same episodes as the file", async () => {
  const word = fc.string({ unit: fc.constantFrom(..."abcdefgh"), minLength: 1, maxLength: 11 });
  const task = fc.record({
    instruction: fc.array(word, { minLength: 1, maxLength: 9 }).map((words) => words.join(" ")),
    episodes: fc.string({ unit: fc.constantFrom("S", "F", "X"), minLength: 1, maxLength: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(task, { minLength: 1, maxLength: 4 }), async (tasks) => {
      const rich = await read(build(tasks));
      const plain = await read(build(tasks, { rich: false }));
      expect(rich.episodes).toEqual(plain.episodes);
      const letters = { success: "S", failure: "F", error: "X" } as Record<string, string>;
      expect(rich.episodes.map(({ outcome }) => letters[outcome]).join("")).toBe(
        tasks.map(({ episodes }) => episodes).join(""),
      );
      expect(rich.reading.references.length).toBe(rich.episodes.length);
    }),
    { numRuns: 50 },
  );
});

test("an exception is an error, and the note gives the rate both ways", async () => {
  const { reading } = await read(build([{ instruction: "open", episodes: "SXF" }]));
  expect(reading.metric_contract.success).toBe("unknown");
  expect(reading.notes[1]?.detail).toBe(
    "1 of 3 episodes ended in an exception, which the log counts as failures: 1 of 3 succeeded, or 1 of 2 without them",
  );
});

test("a traceback after the totals is another program's", async () => {
  const text = `${build([{ instruction: "open", episodes: "S" }])}Exception ignored in: <function x>\nTraceback (most recent call last):\n`;
  expect((await read(text)).episodes.length).toBe(1);
});

test("lines are joined as they were wrapped", () => {
  const text = [
    "09/15 [21:42:51] INFO     | >> # episodes completed so    run_libero_eval.py:226",
    `${" ".repeat(26)}far: 3${" ".repeat(40)}`,
    "plain line",
    "\r  4%|x | 2/50 [00:29<11:51, 14.83s/it]\u001b[A                 INFO     | >>              run_libero_eval.py:226",
    `${" ".repeat(26)}Task: a`,
    `${" ".repeat(26)}b`,
  ].join("\n");
  const entries = [...logEntries([new TextEncoder().encode(text)], "a.log")];
  expect(entries).toEqual([
    { line: 1, text: "# episodes completed so far: 3" },
    { line: 3, text: "plain line" },
    { line: 4, text: "Task: a b" },
  ]);
});
