import { readFileSync } from "node:fs";
import { join } from "node:path";
import { WorldFluxError } from "@worldflux/schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { failure } from "../fixtures/read.ts";
import { mapped, parseMapping } from "./index.ts";

const parse = (text: string) => parseMapping(text, "--map");

test("reads the inline form", () => {
  expect(
    parse(
      "suite:=libero_goal, task=instruction, success = info.ok,seed:=7,success.true=1|yes,success.false=0,outcome=status,outcome.scored=done,outcome.error=crashed|timeout,metadata.clip=/video/name,contract=final_step,records=/a/*,keyed_by=id",
    ),
  ).toEqual({
    columns: { task: "instruction", success: "info.ok", outcome: "status" },
    constants: { suite: "libero_goal", seed: 7 },
    success: { true: ["1", "yes"], false: ["0"] },
    outcome: { scored: ["done"], error: ["crashed", "timeout"] },
    metadata: { clip: "/video/name" },
    contract: "final_step",
    records: "/a/*",
    keyed_by: "id",
  });
});

test("a column may hold an equals sign, a constant a colon", () => {
  expect(parse("task=a=b,success=ok,suite:=x:=y")).toMatchObject({
    columns: { task: "a=b" },
    constants: { suite: "x:=y" },
  });
});

test("reads a mapping file, with values of any kind", () => {
  const mapping = {
    columns: { success: "ok" },
    success: { true: [1, true, "a,b|c"], false: [null] },
  };
  expect(parse(`\n${JSON.stringify(mapping, null, 2)}`)).toEqual(mapping);
});

test.each([
  ["", "the mapping is empty"],
  ["  ", "the mapping is empty"],
  ["ok", "is not field=column"],
  ["=ok", "is not field=column"],
  [":=ok", "is not field=column"],
  ["success=", "is not field=column"],
  ["success=ok,", "is not field=column"],
  ["sucess=ok", "did you mean success?"],
  ["Success=ok", "did you mean success?"],
  ["success.yes=1,success=ok", "no field"],
  ["metadata.Clip=x,success=ok", "no field"],
  ["metadata.=x,success=ok", "no field"],
  ["__proto__=x,success=ok", "no field"],
  ["success=ok,success=done", "declared twice"],
  ["success:=true", "cannot be the same for every row"],
  ["success=ok,seed:=1.5", "no whole number"],
  ["success=ok,index:=-1", "constants.index"],
  ["success=ok,success.at_least=most", "no number"],
  ["success=ok,success.at_least=NaN", "no number"],
  ["success=ok,contract=always", "contract"],
  ["success=ok,format=xml", "format"],
  ["success=ok,records=episodes", "JSON pointer"],
  ["task=a", "no column says how an episode ended"],
  ['{"columns":{"success":"ok","suite":"a"},"constants":{"suite":"b"}}', "a column and a constant"],
  ["success=ok,suite=a,suite:=b", "declared twice"],
  ["success=ok,attempt=try", "nothing says which episode"],
  ["outcome=o,outcome.success=a,success.true=1", "no success column"],
  ["success=ok,success.true=1,success.at_least=1", "by values and by a threshold"],
  ["success=ok,success.at_least=1,contract=any_step", "contract threshold"],
  ["success=ok,outcome=o", "come together"],
  ["success=ok,outcome.error=x", "come together"],
  ["outcome=o,outcome.success=a,outcome.scored=b", "there is none"],
  ["outcome=o,outcome.error=a", "which word of the outcome column is a success"],
  ["success=ok,success.true=1,success.false=1.0", "declared twice"],
  ["outcome=o,outcome.success=a,outcome.error=a", "declared twice"],
  ["success=ok,records=/*/a/*", "more than one *"],
  ["success=ok,records=/a,keyed_by=id", "there is none"],
  ["success=ok,records=/a,format=jsonl", "for JSON documents"],
  ["success=ok,metadata.error=x", "kept for the class of an error"],
  ['{"columns":{"success":"ok"},"colums":{}}', "did you mean columns?"],
  ['{"columns":{"sucess":"ok"}}', "did you mean success?"],
  ['{"columns":{"success":1}}', "columns.success"],
  ['{"columns":{"success":"ok"},"metadata":{"A":"x"}}', "metadata.A"],
  ['{"columns":{"success":"ok"},"success":{"true":[]}}', "success.true"],
])("refuses %s", (text, words) => {
  const error = failure(() => parse(text));
  expect(error.code).toBe("WF_MAPPING_INVALID");
  expect(error.message).toContain("--map");
  expect(error.message).toContain(words);
  expect(error.hint).toBeTruthy();
  expect(error.message.length).toBeLessThan(2000);
});

test("what is too long to be typed belongs into a file", () => {
  const error = failure(() => parse(`success=ok,task=${"x".repeat(20_000)}`));
  expect(error).toMatchObject({ code: "WF_MAPPING_INVALID", hint: "save it as a JSON file" });
});

test("sixteen metadata columns are one too many beside the class of an error", () => {
  const some = (n: number) => Array.from({ length: n }, (_, i) => `metadata.m${i}=c`).join(",");
  expect(() => parse(`success=ok,${some(15)}`)).not.toThrow();
  expect(failure(() => parse(`success=ok,${some(16)}`)).message).toContain("more than 15");
});

test.each([
  ["{", "WF_JSON_TRUNCATED"],
  ['{"a":1,"a":2}', "WF_JSON_DUPLICATE_KEY"],
  ['{"__proto__":{}}', "WF_JSON_INVALID"],
])("refuses the mapping file %s", (text, code) => {
  expect(failure(() => parse(text))).toMatchObject({ code, hint: expect.any(String) });
});

test("an adapter is not built from a mapping that contradicts itself", () => {
  expect(() => mapped({ columns: {} })).toThrow("no column says how an episode ended");
});

test("every ready mapping of the docs page is one", () => {
  const page = join(import.meta.dirname, "../../../docs/adapters/mapped.md");
  const [, table = ""] = readFileSync(page, "utf8").split("## Ready mappings");
  const rows = [...(table.split("\n## ")[0] ?? "").matchAll(/^\|.*\| `([^`]+)` \|$/gm)];
  expect(rows.length).toBeGreaterThanOrEqual(10);
  for (const [, mapping = ""] of rows) expect(() => parse(mapping), mapping).not.toThrow();
});

test("whatever is typed is a mapping or is refused with what to do", () => {
  const word = fc.constantFrom(
    ...[
      "success",
      "outcome",
      "task",
      "index",
      "records",
      "metadata.a",
      "success.true",
      "__proto__",
    ],
    ...[
      "outcome.success",
      "outcome.error",
      "=",
      ":=",
      ",",
      "|",
      ".",
      "/",
      "*",
      "a",
      "1",
      " ",
      "{",
      '"',
    ],
    ...["constructor", "format", "json", "keyed_by", "success.at_least", "attempt", "contract"],
  );
  const typed = fc.array(word, { maxLength: 14 }).map((words) => words.join(""));
  let accepted = 0;
  fc.assert(
    fc.property(fc.oneof(typed, fc.string(), fc.json()), (text) => {
      try {
        mapped(parse(text));
        accepted++;
      } catch (error) {
        if (!(error instanceof WorldFluxError)) throw error;
        expect(error.hint, error.message).toBeTruthy();
        expect(error.message.length).toBeLessThan(2000);
      }
    }),
    { numRuns: 5000, examples: [["success=a,task=b"]] },
  );
  expect(accepted).toBeGreaterThan(0);
});
