import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axisAround, countTicks, place, tickLabel } from "./axis.ts";

describe("an axis around rates", () => {
  // By hand: 0.7 to 0.85 with 12 % of room is 0.682 to 0.868; a sixth of that asks for steps of 0.05.
  test("has round ends and holds what it is made for", () => {
    expect(axisAround([0.7, 0.85]).ticks).toEqual([0.65, 0.7, 0.75, 0.8, 0.85, 0.9]);
    expect(axisAround([0, 1]).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });

  test("never leaves 0 to 1, has few ticks and keeps the order of rates", () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(rate, { minLength: 1, maxLength: 6 }), (rates) => {
        const axis = axisAround(rates);
        expect(axis.from).toBeGreaterThanOrEqual(0);
        expect(axis.to).toBeLessThanOrEqual(1);
        expect(axis.from).toBeLessThanOrEqual(Math.min(...rates));
        expect(axis.to).toBeGreaterThanOrEqual(Math.max(...rates));
        expect(axis.ticks.length).toBeGreaterThanOrEqual(3);
        expect(axis.ticks.length).toBeLessThanOrEqual(9);
        expect(new Set(axis.ticks.map(tickLabel)).size).toBe(axis.ticks.length);
        const places = rates.toSorted((a, b) => a - b).map((r) => place(axis, r));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }),
    );
  });
});

test("an axis of counts ends at the last one", () => {
  expect(countTicks(400)).toEqual([0, 100, 200, 300, 400]);
  expect(countTicks(1)).toEqual([0, 1]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), (last) => {
      const ticks = countTicks(last);
      expect(ticks.at(-1)).toBe(last);
      expect(ticks.length).toBeLessThanOrEqual(8);
      expect(ticks.every(Number.isInteger)).toBe(true);
    }),
  );
});

test("a tick shows the digits that it has", () => {
  expect([0.75, 0.995, 0.0005].map(tickLabel)).toEqual(["75 %", "99.5 %", "0.05 %"]);
});
