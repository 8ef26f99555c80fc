import * as fc from "fast-check";
import { expect, test } from "vitest";
import { utcTime } from "./utc-time.ts";

test.each([
  ["2026-05-06T07:08:09Z", "2026-05-06T07:08:09.000Z"],
  ["2026-05-06T07:08:09.123456+00:00", "2026-05-06T07:08:09.123Z"],
  ["2025-11-07T14:02:11.481-08:00", "2025-11-07T22:02:11.481Z"],
  ["2026-05-06 07:08:09+0530", "2026-05-06T01:38:09.000Z"],
  ["2026-05-06 07:08:09 z", "2026-05-06T07:08:09.000Z"],
])("%s is %s", (written, at) => {
  expect(utcTime(written)).toBe(at);
});

test.each([
  ["2026-05-06T07:08:09"], // in which zone?
  ["2026-05-06"],
  ["2026-02-30T99:00:00Z"],
  ["1999-12-31T23:59:59Z"],
  ["07:08"],
  [""],
  [1778051289],
  [null],
  ["2026-05-06T07:08:09Z".padEnd(60)],
])("%s is no time", (written) => {
  expect(utcTime(written)).toBeUndefined();
});

test("any moment comes back, and no text throws", () => {
  fc.assert(
    fc.property(fc.date({ min: new Date("2000-01-01"), max: new Date("2999-12-31") }), (date) => {
      fc.pre(!Number.isNaN(date.getTime()));
      expect(utcTime(date.toISOString())).toBe(date.toISOString());
    }),
  );
  fc.assert(fc.property(fc.anything(), (value) => void utcTime(value)));
});
