import { readFileSync } from "node:fs";
import {
  Claim,
  documentDigest,
  type EpisodeRecord,
  jsonlBytes,
  Protocol,
  RunSheetCell,
  RunSheetHeader,
} from "@worldflux/schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkRun } from "./check-run.ts";
import { planSheet, type RunSheet } from "./plan-sheet.ts";
import { readSheet } from "./read-sheet.ts";
import { renderSheet } from "./render-sheet.ts";

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../schema/fixtures/${name}`, import.meta.url), "utf8"));
const claim = Claim.parse(fixture("quickstart-claim.json"));

interface Plan {
  readonly tasks?: string[];
  readonly episodes?: number;
  readonly seeds?: number[];
  readonly stopping?: Protocol["stopping"];
  readonly benchmark?: string;
}

function protocolOf({ tasks = ["libero_spatial/0"], episodes = 2, seeds = [], ...more }: Plan) {
  const of = Protocol.parse(fixture("quickstart-protocol.json"));
  return {
    ...of,
    claim_hash: documentDigest(claim),
    benchmark: { name: more.benchmark ?? "LIBERO", task_list: tasks },
    execution: { ...of.execution, episodes_per_task: episodes, seeds },
    ...(more.stopping === undefined ? {} : { stopping: more.stopping }),
  };
}

const sheetOf = (plan: Plan, unknownAreTasks = false): RunSheet =>
  planSheet(claim, protocolOf(plan), { unknownAreTasks });

const cellsOf = (sheet: RunSheet) =>
  sheet.cells.map(({ suite, task, seed, index }) => `${suite}/${task} s${seed} ${index}`);

function episode(task: string, index: number, more: Partial<EpisodeRecord> = {}): EpisodeRecord {
  return {
    ...{ suite: "libero_spatial", task, index, seed: null, attempt: 0, outcome: "success" },
    ...more,
  } as EpisodeRecord;
}

const check = (sheet: RunSheet, episodes: EpisodeRecord[], episode_order = "recorded" as const) =>
  checkRun(sheet, { episodes, episode_order });

describe("a sheet", () => {
  test("writes suites of known size out, task by task", () => {
    const sheet = sheetOf({ tasks: ["libero-spatial"], episodes: 50 });
    expect(sheet.header).toMatchObject({ cells: 500, order: "by_task" });
    expect(sheet.cells[0]).toEqual({
      position: 1,
      suite: "libero_spatial",
      task: "0",
      name: "pick_up_the_black_bowl_between_the_plate_and_the_ramekin_and_place_it_on_the_plate",
      seed: null,
      index: 0,
    });
    expect(new Set(cellsOf(sheet)).size).toBe(500);
  });

  test("takes turns where the run may stop early", () => {
    const sheet = sheetOf({
      tasks: ["libero_spatial/3", "libero_spatial/7"],
      seeds: [5, 6],
      stopping: { mode: "anytime" },
    });
    expect(cellsOf(sheet).slice(0, 5)).toEqual([
      "libero_spatial/3 s5 0",
      "libero_spatial/7 s5 0",
      "libero_spatial/3 s6 0",
      "libero_spatial/7 s6 0",
      "libero_spatial/3 s5 1",
    ]);
  });

  test("refuses a name of unknown size with the way out", () => {
    expect(() => sheetOf({ benchmark: "our kitchen", tasks: ["fold"] })).toThrow(
      "is not known here",
    );
    expect(cellsOf(sheetOf({ benchmark: "our kitchen", tasks: ["fold"] }, true))).toEqual([
      "null/fold snull 0",
      "null/fold snull 1",
    ]);
    expect(cellsOf(sheetOf({ benchmark: "our kitchen", tasks: ["sink/fold"] }))).toHaveLength(2);
  });

  test("refuses a plan too large to list, and another claim's protocol", () => {
    expect(() => sheetOf({ tasks: ["libero_90"], episodes: 10_000 })).toThrow(
      "more than the 200000",
    );
    const other = { ...protocolOf({}), claim_hash: `sha256:${"1f".repeat(32)}` };
    expect(() => planSheet(claim, other)).toThrow("/claim_hash");
  });

  test("reads back what was written", () => {
    const sheet = sheetOf({ tasks: ["libero_goal"], seeds: [1] });
    const bytes = jsonlBytes([sheet.header, ...sheet.cells]);
    expect(readSheet(bytes)).toEqual(sheet);
    RunSheetHeader.parse(sheet.header);
    for (const cell of sheet.cells) RunSheetCell.parse(cell);
  });

  test("for people lists the tasks, and each episode where they are few", () => {
    const page = renderSheet(sheetOf({ tasks: ["libero_goal/0"] }));
    expect(page).toContain("| libero\\_goal/0 | open\\_the\\_middle\\_drawer");
    expect(page).toContain("- [ ] 2. libero\\_goal/0, episode 1");
    const hostile = renderSheet(
      sheetOf({ benchmark: "<script>", tasks: ["a/[x](javascript:1)|`b"] }),
    );
    expect(hostile).not.toMatch(/(?<!\\)(?:<script|\]\(|`b|\|`)/);
  });
});

describe("what ran", () => {
  test("is seen cell by cell", () => {
    const sheet = sheetOf({ tasks: ["libero_spatial/0", "libero_spatial/1"] });
    const found = check(sheet, [
      episode("0", 0),
      episode("0", 1, { outcome: "error" }),
      episode("1", 0, { outcome: "pending" }),
      episode("4", 0),
    ]);
    expect(found).toMatchObject({
      ...{ complete: false, planned: 4, ran: 2, pending: 1, missing: 1, out_of_protocol: 1 },
      matched_by: "task_index",
      extra: [{ suite: "libero_spatial", task: "4", episodes: 1 }],
      tasks: [
        { task: "libero_spatial/0", planned: 2, ran: 2, pending: 0, missing: 0 },
        { task: "libero_spatial/1", planned: 2, ran: 0, pending: 1, missing: 1 },
      ],
    });
    expect(found.cells.map(({ status, outcome }) => `${status} ${outcome}`)).toEqual([
      "ran success",
      "ran error",
      "pending pending",
      "missing null",
    ]);
  });

  test("is complete when every cell ran once and nothing else did", () => {
    const sheet = sheetOf({});
    expect(check(sheet, [episode("0", 0), episode("0", 1)]).complete).toBe(true);
    expect(check(sheet, [episode("0", 0), episode("0", 1), episode("0", 2)]).complete).toBe(false);
    const twice = check(sheet, [episode("0", 0), episode("0", 1), episode("0", 1)]);
    expect(twice).toMatchObject({ complete: false, duplicated: 1 });
    expect(twice.cells.map(({ records }) => records)).toEqual([1, 2]);
  });

  test("is found by the benchmark's name of a numbered task", () => {
    const sheet = sheetOf({ tasks: ["libero_10/8"], episodes: 1 });
    const named = episode("put both moka pots on the stove", 0, { suite: "libero_10" });
    expect(check(sheet, [named])).toMatchObject({ complete: true });
  });

  test("is matched by seed where the file has seeds", () => {
    const sheet = sheetOf({ seeds: [7, 9], episodes: 1 });
    const found = check(sheet, [episode("0", 0, { seed: 9 }), episode("0", 0, { seed: 8 })]);
    expect(found).toMatchObject({ matched_by: "task_seed_index", ran: 1, out_of_protocol: 1 });
    expect(found.cells.map(({ status }) => status)).toEqual(["missing", "ran"]);
    const silent = check(sheet, [episode("0", 0), episode("0", 1)]);
    expect(silent).toMatchObject({ matched_by: "task_index", complete: true });
  });

  test("is matched by rank where only the file has seeds", () => {
    const found = check(sheetOf({}), [
      episode("0", 0, { seed: 1000 }),
      episode("0", 0, { seed: 1001, outcome: "failure" }),
    ]);
    expect(found).toMatchObject({ matched_by: "task_rank", complete: true });
    expect(found.cells.map(({ outcome }) => outcome)).toEqual(["success", "failure"]);
  });

  test("says whether the tasks took turns, where the order is recorded", () => {
    const sheet = sheetOf({
      tasks: ["libero_spatial/0", "libero_spatial/1"],
      stopping: { mode: "anytime" },
    });
    const turns = [episode("0", 0), episode("1", 0), episode("1", 1), episode("0", 1)];
    const rows = [episode("0", 0), episode("0", 1), episode("1", 0), episode("1", 1)];
    expect(check(sheet, turns).in_turns).toBe(true);
    expect(check(sheet, rows).in_turns).toBe(false);
    expect(checkRun(sheet, { episodes: rows, episode_order: "unknown" }).in_turns).toBeNull();
  });

  test("is refused when nothing of it is on the sheet", () => {
    expect(() => check(sheetOf({}), [episode("9", 0)])).toThrow("no task in common");
  });
});

test("a sheet that was edited is refused at its line", () => {
  const sheet = sheetOf({ episodes: 3 });
  const run = [episode("0", 0)];
  const without = { ...sheet, cells: sheet.cells.filter((_, i) => i !== 1) };
  expect(() => check(without, run)).toThrow("run_sheet.jsonl:3");
  const more = { ...sheet, cells: [...sheet.cells, ...sheet.cells.slice(0, 1)] };
  expect(() => check(more, run)).toThrow("run_sheet.jsonl:5");
  const fewer = { ...sheet, header: { ...sheet.header, episodes_per_task: 2 } };
  expect(() => check(fewer, run)).toThrow("run_sheet.jsonl");
});

test("every planned cell is counted exactly once, whatever was recorded", () => {
  const records = fc.array(
    fc.record({
      task: fc.constantFrom("0", "1", "2"),
      index: fc.nat(4),
      seed: fc.constantFrom(null, 1, 2),
      outcome: fc.constantFrom("success", "failure", "error", "pending", "missing"),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(
      records,
      fc.boolean(),
      fc.constantFrom<number[]>([], [1, 2]),
      (rows, stops, seeds) => {
        const sheet = sheetOf({
          tasks: ["libero_spatial/0", "libero_spatial/1"],
          episodes: 3,
          seeds,
          ...(stops ? { stopping: { mode: "anytime" as const } } : {}),
        });
        const episodes = rows.map(({ task, index, ...more }) =>
          episode(task, index, more as Partial<EpisodeRecord>),
        );
        let found: ReturnType<typeof check>;
        try {
          found = check(sheet, episodes);
        } catch (error) {
          expect(String(error)).toMatch(/in common|is planned/);
          return;
        }
        const { planned, ran, pending, missing, duplicated, out_of_protocol } = found;
        expect(ran + pending + missing).toBe(planned);
        const recorded = episodes.filter(({ outcome }) => outcome !== "missing").length;
        expect(ran + pending + duplicated + out_of_protocol).toBe(recorded);
        const extra = found.cells.reduce((sum, { records: n }) => sum + Math.max(0, n - 1), 0);
        expect(extra).toBe(duplicated);
      },
    ),
    { numRuns: 200 },
  );
});
