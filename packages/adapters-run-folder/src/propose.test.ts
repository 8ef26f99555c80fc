import { expect, test } from "vitest";
import { candidateId } from "./proposal.ts";
import { propose } from "./propose.ts";
import type { SeenFile } from "./seen-file.ts";

const file = (path: string, more: Partial<SeenFile> = {}): SeenFile => ({
  ...{ path, size: 9, sha256: null, class: "episode_records", reason: "-" },
  ...{ content: "json", readers: [], reached: null },
  ...more,
});
const read = (path: string) => file(path, { readers: ["x"] });
const inShort = (files: SeenFile[]) =>
  propose(files).map(({ kind, directory, files: of }) => `${kind} ${directory} ${of.length}`);

test("shards of one run are one candidate, those of another run are another", () => {
  const names = ["a_shard0of2.json", "a_shard1of2.json", "b_shard0of2.json"];
  expect(inShort(names.map((name) => read(`out/${name}`)))).toEqual([
    "recognised out 2",
    "recognised out 1",
  ]);
  expect(inShort([read("x/a_shard0of2.json"), read("y/a_shard1of2.json")])).toEqual([
    "recognised x 1",
    "recognised y 1",
  ]);
});

test("a recording takes what its harness left beside it, and nothing else", () => {
  const files = [
    read("run/recording.sqlite"),
    file("run/recording.sqlite-wal", { class: "other", content: null }),
    read("run/agg.json"),
    file("run/episodes/b/task0000_ep0000_success.jsonl", { content: "success_booleans" }),
    file("run/episodes/b/notes.jsonl", { content: "success_booleans" }),
    file("other/episodes/b/task0000_ep0000_fail.jsonl", { content: "success_booleans" }),
  ];
  expect(inShort(files)).toEqual([
    "recognised run 4",
    "rows run/episodes/b 1",
    "rows other/episodes/b 1",
  ]);
});

test("tasks of a model are one candidate unless one of them was run twice", () => {
  const at = (task: string, time: string, tasks: readonly string[] | undefined = [task]) => ({
    ...read(`m/${task}/rollouts/${time}/results.json`),
    tasks,
  });
  expect(inShort([at("a", "1"), at("b", "7")])).toEqual(["recognised m 2"]);
  const twice = propose([at("a", "1"), at("a", "2"), at("b", "7")]);
  expect(
    twice.map(({ files, against }) => [files.length, against.map(({ code }) => code)]),
  ).toEqual([
    [1, ["ambiguous"]],
    [1, ["ambiguous"]],
    [1, []],
  ]);
  // What the folders are called is no proof: the files name one task, or theirs cannot be seen.
  expect(
    propose([at("a", "1", ["x"]), at("b", "2", ["y", "x"]), at("c", "1")]).map(
      ({ files, against }) => [files.length, against.map(({ code }) => code)],
    ),
  ).toEqual([
    [1, ["ambiguous"]],
    [1, ["ambiguous"]],
    [1, []],
  ]);
  const unseen = { ...at("b", "1"), tasks: undefined };
  expect(inShort([at("a", "1"), unseen])).toEqual([
    "recognised m/a/rollouts/1 1",
    "recognised m/b/rollouts/1 1",
  ]);
  expect(inShort([at("attempt_1", "1", ["x"]), at("attempt_2", "1", ["y"])])).toHaveLength(2);
});

test("a summary beside rows is no candidate; one elsewhere is", () => {
  const summary = (path: string) => file(path, { class: "aggregates", content: "aggregates" });
  const rows = file("run/e.jsonl", { content: "success_booleans" });
  expect(inShort([rows, summary("run/s.json"), summary("z/s.json")])).toEqual([
    "rows run 1",
    "aggregates z 1",
  ]);
});

test("secrets, settings, data sets and unfinished files are never candidates", () => {
  const classes = ["secret", "config", "dataset", "unusable"] as const;
  const files = classes.map((is) =>
    file(`${is}.json`, { class: is, content: "success_booleans", readers: ["x"] }),
  );
  expect(inShort(files.slice(0, 3))).toEqual([]);
  expect(inShort([file("a.tmp", { class: "unusable", content: "success_booleans" })])).toEqual([]);
});

test("an id is that of places and contents", () => {
  const [one] = propose([read("a/x.json")]);
  const [other] = propose([{ ...read("a/x.json"), size: 10 }]);
  if (one === undefined || other === undefined) throw new Error("no candidate");
  expect(candidateId(one)).toMatch(/^run_[0-9a-f]{16}$/);
  expect(candidateId(one)).not.toBe(candidateId(other));
});
