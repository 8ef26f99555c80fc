import { expect, test } from "vitest";
import { columnsOf, suggestedMap } from "./suggest-map.ts";

const columns = (row: object) => columnsOf(new Map(Object.entries(row)));

test("columns go by their names, numbers only where they are whole", () => {
  expect(columns({ task_name: "a", episode_id: "a_ep1", ep_seed: 3, is_success: true })).toEqual({
    ...{ task: "task_name", seed: "ep_seed", success: "is_success" },
  });
});

test("a suggestion is made of names that a shell takes as they are", () => {
  const of = columns({ task: "a", episode: 0, success: true });
  expect(suggestedMap(of, {})).toMatch(/^task=task,index=episode,success=success,contract=</);
  expect(suggestedMap(of, { records: "/cells/*/rows", keyed: true, suite: "T1" })).toMatch(
    /^records=\/cells\/\*\/rows,keyed_by=cell,suite:=T1,/,
  );
  for (const records of ["/a'; reboot #/rows", "/$(reboot)", "/a b", "/a,b"]) {
    expect(suggestedMap(of, { records })).toBeUndefined();
  }
  expect(suggestedMap(of, { suite: "a'; reboot" })).not.toContain("reboot");
  expect(suggestedMap(columns({ task: "a" }), {})).toBeUndefined();
});
