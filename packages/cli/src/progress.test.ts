import { expect, test } from "vitest";
import { progressLine } from "./progress.ts";

test("a bar where the whole is known, a count where it is not", () => {
  expect(progressLine({ label: "listing", done: 12_345, of: null })).toBe("listing 12,345");
  expect(progressLine({ label: "looking", done: 0, of: 0 })).toBe("looking 0");
  expect(progressLine({ label: "looking", done: 12_000, of: 48_000 })).toBe(
    "looking [######..................] 12,000/48,000",
  );
  expect(progressLine({ label: "looking", done: 9, of: 9 })).toMatch(/\[#{24}\] 9\/9$/);
});
