import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bridge } from "../../adapters-bridge/src/index.ts";
import { gr00t } from "../../adapters-gr00t/src/index.ts";
import { lbmEval } from "../../adapters-lbm-eval/src/index.ts";
import { lerobot } from "../../adapters-lerobot/src/index.ts";
import { mapped, parseMapping } from "../../adapters-mapped/src/index.ts";
import { openpi } from "../../adapters-openpi/src/index.ts";
import { vlaEval } from "../../adapters-vla-eval/src/index.ts";
import { type FolderOptions, inspectFolder } from "./inspect-folder.ts";

/** Published files of real evaluations; not ours to commit. */
const real = join(import.meta.dirname, "../../../../shared/real");
const adapters = [lerobot, openpi, lbmEval, vlaEval, gr00t, bridge];

async function look(name: string, options: Partial<FolderOptions> = {}) {
  const { report, select } = await inspectFolder(join(real, name), { adapters, ...options });
  const found = report.candidates.map(({ files, counts, acceptable, reasons }) => ({
    file: files[0] ?? "",
    files: files.length,
    n: counts === null ? null : [counts.recorded, counts.success, counts.error],
    acceptable,
    codes: reasons.map(({ code }) => code),
  }));
  return { report, select, found };
}

describe.skipIf(!existsSync(real))(
  "real run folders (skipped where ../shared/real is absent)",
  () => {
    test("logs of OpenVLA-OFT's family: two runs that need a declared contract", async () => {
      const { found } = await look("run-folders/libero-openvla-oft-logs");
      expect(found.map(({ n, codes }) => [n, codes])).toEqual([
        [[500, 482, 0], ["ambiguous"]],
        [[500, 498, 0], ["ambiguous"]],
      ]);
      const declared = await look("run-folders/libero-openvla-oft-logs", {
        declared: { contract: "any_step" },
      });
      expect(declared.found.map(({ acceptable }) => acceptable)).toEqual([true, true]);
      const selected = await declared.select(declared.report.candidates[0]?.id ?? "");
      expect([...(selected?.reading.episodes ?? [])].length).toBe(500);
    });

    test("paired JSON: explicit booleans, rates in percent, columns to declare", async () => {
      const folder = "run-folders/per-episode-paired-json";
      const { report, found } = await look(folder);
      expect(found.map(({ n, codes }) => [n, codes])).toEqual([
        [
          [480, 480, 0],
          ["ambiguous", "missing-denominator-policy"],
        ],
        [
          [480, 62, 0],
          ["ambiguous", "missing-denominator-policy"],
        ],
      ]);
      expect(report.candidates.map(({ notes }) => notes)).toEqual([
        ["stored rates are percentages"],
        ["stored rates are percentages"],
      ]);
      // What the report suggests, completed.
      const remedy = report.candidates[1]?.reasons[0]?.remedy ?? "";
      const map =
        /--map '([^']+)'/.exec(remedy)?.[1]?.replace(/<any_step[^>]+>/, "final_step") ?? "";
      const declared = await look(folder, {
        mapped: mapped(parseMapping(map, "--map")),
        map,
        declared: { denominatorPolicy: "errors_as_failures" },
      });
      expect(declared.found.map(({ n, acceptable }) => [n, acceptable])).toEqual([
        [[480, 480, 0], true],
        [[480, 62, 0], true],
      ]);
    });

    test.each([
      ["behavior1k-2025-derived", [["turning_on_radio::139::0.json", "numeric-score-only"]]],
      [
        "derived-others",
        [
          ["calvin/results.json", "aggregate-only"],
          ["robomimic/stdout.txt", "aggregate-only"],
          ["_result.txt", "aggregate-only"],
          ["simplerenv/LISTING.txt", "missing-episode-success"],
        ],
      ],
    ])("%s is refused", async (name, expected) => {
      const { found } = await look(`run-folders/${name}`);
      const seen = found.map(({ file, codes }) => [file, codes.join()]);
      expect(seen.length).toBe(expected.length);
      for (const [i, [end, code]] of expected.entries()) {
        expect(seen[i]?.[0]).toMatch(new RegExp(`${end}$`));
        expect(seen[i]?.[1]).toBe(code);
      }
    });

    test("what other evaluators left is put together as they wrote it, and no further", async () => {
      const { found } = await look("vla-eval");
      const of = (part: string) => found.filter(({ file }) => file.includes(part));
      expect(of("g1_v0.1.0__LIBEROBenchmark_libero_goal_shard0of3")).toMatchObject([
        { files: 3, n: [10, 7, 0], acceptable: true },
      ]);
      expect(of("g2_run_clean")).toMatchObject([{ n: [10, 6, 1], acceptable: true }]);
      expect(of("g2_run_dupl")).toMatchObject([{ codes: ["ambiguous"] }]);
      expect(of("g2_run_died")).toMatchObject([{ codes: ["partial"] }]);
      expect(of("shard0of2")).toMatchObject([{ files: 1, codes: ["partial"] }]);
      expect(of("errors-EXCLUDED")).toMatchObject([{ codes: ["ambiguous"] }]);
      expect(of("merged_libero_spatial").map(({ n }) => n)).toEqual([
        [500, 486, 0],
        [500, 486, 0],
        [500, 463, 30],
      ]);
      const lbm = await look("lbm_eval");
      const large = lbm.found.filter(({ file }) => file.startsWith("vla_foundry"));
      expect(large.map(({ files, n, acceptable }) => [files, n, acceptable])).toEqual([
        [16, [3200, 2014, 0], true],
        [19, [3800, 2397, 15], true],
      ]);
      const overlapping = lbm.found.filter(({ file }) => file.includes("stale_overlapping_runs"));
      expect(overlapping).toMatchObject([{ codes: ["ambiguous"] }, { codes: ["ambiguous"] }]);
    });
  },
);
