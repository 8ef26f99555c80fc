import { memoryInput } from "@worldflux/adapter-kit";
import { expect, test } from "vitest";
import { fork, minimal, released, row, rows, upstream } from "../fixtures/build.ts";
import { glance } from "./glance.ts";

function look(text: string) {
  const [file] = memoryInput({ "any-name.json": text }).files;
  if (file === undefined) throw new Error("no file");
  return glance(file);
}

const many = "SF".repeat(800);
const braces = row({ index: 0, time: null, message: 'said "}" and {[' });

test.each([
  ["U", upstream(rows("SF"))],
  ["F", fork(rows("SF"))],
  ["R", released(rows("SF"))],
  ["R-min", minimal(rows("SF"))],
  ["U", upstream(rows(many))],
  ["F", fork(rows(many))],
  ["R", released([braces, ...rows(many, "B")])],
  ["R-min", minimal(rows(many))],
  ["R", released(rows("SF")).slice(0, -9)],
  ["U", JSON.stringify({ evaluations: rows("S"), success_rate: 1 })],
])("%s is recognised", (form, text) => {
  expect(look(text)).toEqual({ form });
});

test.each([
  "",
  "{",
  "[]",
  '{"evaluations": []}',
  '{"evaluations": [1]}',
  '{"evaluations": {}}',
  '{"evaluations": [{"skill_type": "a", "scenario_index": "0", "is_success": true}]}',
  `{"inner": ${released(rows("S"))}}`,
  `{"inner": ${released(rows(many))}}`,
  `{"text": "\\"evaluations\\": ["}`,
])("%.60s is not", (text) => {
  expect(look(text)).toBeUndefined();
});

test("an empty list is, beside keys of lbm_eval", () => {
  expect(look(released([]))).toEqual({ form: null });
});
