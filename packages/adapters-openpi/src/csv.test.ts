import { memoryInput } from "@worldflux/adapter-kit";
import { expect, test } from "vitest";
import { cellsOf, csvLines, numberOf } from "./csv.ts";

test.each([
  ["", [""]],
  ["a,b", ["a", "b"]],
  [",a,", ["", "a", ""]],
  ['1,"(0, 1)",2', ["1", "(0, 1)", "2"]],
  ['"say ""no""",1', ['say "no"', "1"]],
  ['"open,1', ['"open', "1"]],
])("splits %j", (line, cells) => {
  expect(cellsOf(line)).toEqual(cells);
});

test("numbers the lines, the header being the first, and skips blank ones", () => {
  const [file] = memoryInput({ "a.csv": "x,y\r\n\r\n1,2\r\n" }).files;
  expect(file && [...csvLines(file)]).toEqual([
    { line: 1, cells: ["x", "y"] },
    { line: 3, cells: ["1", "2"] },
  ]);
});

test.each([
  ["0.01", 0.01],
  [" 1 ", 1],
  ["-3", -3],
  ["1e-06", 0.000001],
  ["", Number.NaN],
  ["0x10", Number.NaN],
  ["nan", Number.NaN],
])("reads %j as %d", (cell, expected) => {
  expect(numberOf(cell)).toBe(expected);
});
