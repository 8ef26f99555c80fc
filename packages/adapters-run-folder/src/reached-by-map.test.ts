import { describe, expect, test } from "vitest";
import { lerobot } from "../../adapters-lerobot/src/index.ts";
import { mapped, parseMapping } from "../../adapters-mapped/src/index.ts";
import { evalInfo, type Folder, rows } from "../fixtures/build.ts";
import { written } from "../fixtures/write-folder.ts";
import { inspectFolder } from "./inspect-folder.ts";

/** Candidates in short: kind, files, episodes and successes, reasons. */
async function inShort(folder: Folder, map: string) {
  const { report, select } = await inspectFolder(written(folder), {
    ...{ adapters: [lerobot], mapped: mapped(parseMapping(map, "--map")), map },
    declared: { denominatorPolicy: "errors_as_failures" },
  });
  for (const { id, acceptable } of report.candidates) {
    expect((await select(id)) !== undefined).toBe(acceptable);
  }
  return report.candidates.map(({ kind, files, counts, reasons }) =>
    [
      ...[kind, files.join("+"), counts === null ? "-" : `${counts.recorded}/${counts.success}`],
      ...reasons.map(({ code }) => code),
    ].join(" "),
  );
}

const fooBar = "task=foo,success=bar,success.true=1,success.false=0,contract=any_step";
const won = "task=foo,index=n,success=won,contract=any_step";
const episode = (n: number, more: object) => JSON.stringify({ foo: "a", n, ...more }, null, 2);

describe("a mapping reaches", () => {
  test.each<[what: string, folder: Folder, map: string, expected: string]>([
    [
      "a table without a usual column",
      { "my_results.csv": "foo,bar\na,1\nb,0\n" },
      fooBar,
      "table my_results.csv 2/1",
    ],
    [
      "a table by another extension",
      { "out/results.dat": "foo\tbar\na\t1\nb\t0\n" },
      fooBar,
      "table out/results.dat 2/1",
    ],
    [
      "a table behind a byte order mark, with CRLF",
      { "r.csv": "\uFEFFfoo,bar\r\na,1\r\nb,0\r\n" },
      fooBar,
      "table r.csv 2/1",
    ],
    [
      "lines with a score",
      { "r.jsonl": '{"foo":"a","score":0.9}\n{"foo":"b","score":0.1}\n' },
      "task=foo,success=score,success.at_least=0.5",
      "rows r.jsonl 2/1",
    ],
    [
      "a list inside a document with rates",
      { "r.json": JSON.stringify({ success_rate: 0.5, all: [{ foo: "a", won: true }] }, null, 2) },
      "records=/all,task=foo,success=won,contract=any_step",
      "rows r.json 1/1",
    ],
    [
      "rows below a document that has a success itself",
      { "r.json": JSON.stringify({ success: true, all: [{ foo: "a", won: true }] }) },
      "records=/all,task=foo,success=won,contract=any_step",
      "rows r.json 1/1",
    ],
    [
      "one file an episode",
      { "ep/0.json": episode(0, { won: true }), "ep/1.json": episode(1, { won: false }) },
      won,
      "episode-files ep/0.json+ep/1.json 2/1",
    ],
    [
      "one file an episode, whose outcome lies deeper",
      {
        "ep/0.json": episode(0, { info: { success: true } }),
        "ep/1.json": episode(1, { info: { success: false } }),
      },
      "task=foo,index=n,success=info.success,contract=any_step",
      "episode-files ep/0.json+ep/1.json 2/1",
    ],
    [
      "one file an episode, whose status says how it ended",
      {
        "ep/0.json": episode(0, { status: "done" }),
        "ep/1.json": episode(1, { status: "failed" }),
      },
      "task=foo,index=n,outcome=status,outcome.success=done,outcome.failure=failed,contract=any_step",
      "episode-files ep/0.json+ep/1.json 2/1",
    ],
  ])("%s", async (_what, folder, map, expected) => {
    expect(await inShort(folder, map)).toEqual([expected]);
  });

  test("a file that is known no worse than one that is not, and neither hides the other", async () => {
    const folder = {
      "a.csv": "foo,bar\na,1\n",
      "b.jsonl": rows("SF"),
      "c/eval_info.json": evalInfo("SF"),
    };
    expect(await inShort(folder, fooBar)).toEqual([
      "recognised c/eval_info.json 2/1",
      "rows b.jsonl 2/1 ambiguous missing-denominator-policy",
      "table a.csv 1/1",
    ]);
  });
});

describe("a mapping does not make episodes of", () => {
  test.each<[what: string, folder: Folder, expected: readonly string[]]>([
    ["a header alone", { "r.csv": "foo,n,won\n" }, ["table r.csv - missing-episode-success"]],
    ["a row that is cut off", { "r.csv": "foo,n,won\na,0,true\nb," }, ["table r.csv - partial"]],
    [
      "a column twice",
      { "r.csv": "foo,n,won,won\na,0,true,false\n" },
      ["table r.csv - missing-episode-success"],
    ],
    ["a file without its columns", { "r.csv": "foo,n,lost\na,0,true\n" }, []],
    ["a place of credentials", { "credentials.csv": "foo,n,won\na,0,true\n" }, []],
    ["a file that is still written", { "r.csv.part": "foo,n,won\na,0,true\n" }, []],
    [
      "an attempt that goes on",
      { "e/0.json": episode(0, { status: "running", won: false }) },
      ["attempts e/0.json 1/0 partial"],
    ],
    [
      "a run beside which a status says that it stopped",
      {
        "e/0.json": episode(0, { won: true }),
        "e/1.json": episode(1, { won: true }),
        "e/s.json": '{"status": "crashed"}',
      },
      ["episode-files e/0.json+e/1.json 2/2 partial"],
    ],
    [
      "attempts in folders of their own",
      { "e/0/r.json": episode(0, { won: true }), "e/1/r.json": episode(0, { won: false }) },
      ["attempts e/0/r.json+e/1/r.json - ambiguous"],
    ],
    [
      "the same episode in two files",
      { "e/0.json": episode(0, { won: true }), "e/1.json": episode(0, { won: false }) },
      ["episode-files e/0.json+e/1.json - ambiguous"],
    ],
    [
      "nesting without end",
      { "r.json": `{"won": ${"[".repeat(100_000)}${"]".repeat(100_000)}}` },
      ["rows r.json - ambiguous"],
    ],
    [
      "a key twice",
      { "r.json": '{"foo": "a", "n": 0, "won": false, "won": true}' },
      ["rows r.json - ambiguous"],
    ],
    [
      "a summary that has a rate",
      { "r.json": '{"foo": "a", "n": 0, "won": true, "success_rate": 1}' },
      ["aggregates r.json - aggregate-only"],
    ],
    [
      "made-up rows",
      { "sample/r.csv": "foo,n,won\na,0,true\n" },
      ["table sample/r.csv 1/1 ambiguous"],
    ],
  ])("%s", async (_what, folder, expected) => {
    expect(await inShort(folder, won)).toEqual(expected);
  });
});
