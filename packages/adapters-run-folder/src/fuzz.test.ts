import { ImportReport } from "@worldflux/schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { lbmEval } from "../../adapters-lbm-eval/src/index.ts";
import { lerobot } from "../../adapters-lerobot/src/index.ts";
import { mapped, parseMapping } from "../../adapters-mapped/src/index.ts";
import { type Folder, traps } from "../fixtures/build.ts";
import { written } from "../fixtures/write-folder.ts";
import { customerReport } from "./customer-report.ts";
import { inspectFolder } from "./inspect-folder.ts";

const files = Object.values(traps).flatMap((folder: Folder) => Object.entries(folder));

/** A few files of any of the folders, one of them with bytes changed, doubled or cut. */
const folder = fc
  .record({
    picked: fc.uniqueArray(fc.nat(files.length - 1), { minLength: 1, maxLength: 4 }),
    at: fc.nat(4000),
    how: fc.constantFrom("cut", "insert", "double", "replace"),
    word: fc.constantFrom(
      ...[
        "null",
        "true",
        '"success": 1',
        "{",
        "]",
        "\n",
        "\0",
        "\ud83d",
        "NaN",
        "1e999",
        "__proto__",
      ],
      ...['"success": null', "# successes: 9 (9.0%)", "Success: True", '{"success":true}\n', "'"],
    ),
  })
  .map(({ picked, at, how, word }): Folder => {
    const [changed, ...rest] = picked.map((i) => files[i] ?? ["a", ""]);
    const [path, content] = changed ?? ["a", ""];
    const text = typeof content === "string" ? content : new TextDecoder("latin1").decode(content);
    const i = at % (text.length + 1);
    const made = {
      cut: text.slice(0, i),
      insert: text.slice(0, i) + word + text.slice(i),
      double: text + text,
      replace: text.slice(0, i) + word + text.slice(i + word.length),
    };
    return { ...Object.fromEntries(rest), [path]: made[how as keyof typeof made] };
  });

const map = "task=task,index=episode,success=success,contract=final_step";

test("whatever lies in a folder, there is a report, and nothing is acceptable with a reason against it", async () => {
  let acceptable = 0;
  await fc.assert(
    fc.asyncProperty(folder, async (contents) => {
      const { report } = await inspectFolder(written(contents), {
        adapters: [lerobot, lbmEval],
        mapped: mapped(parseMapping(map, "--map")),
        declared: { contract: "any_step", denominatorPolicy: "errors_as_failures" },
      });
      ImportReport.parse(report);
      for (const { acceptable: is, reasons, conditions, counts } of report.candidates) {
        expect(is).toBe(reasons.length === 0);
        if (!is) continue;
        acceptable++;
        expect(Object.values(conditions).every(({ met }) => met)).toBe(true);
        expect((counts?.success ?? 0) + (counts?.failure ?? 0)).toBeGreaterThan(0);
      }
      expect(report.candidates.length + report.refusals.length).toBeGreaterThan(0);
      expect(customerReport(report)).toMatch(/^# Import report of a run folder\n/);
    }),
    { numRuns: 400 },
  );
  expect(acceptable).toBeGreaterThan(20);
});
