import { expect, test } from "vitest";
import { wilson } from "./wilson.ts";

// 9/10 and 7/10 are the examples of LeRobot's own tests (PR #4628). The others were computed with
// Python's statistics.NormalDist from p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²), over 1 + z²/n.
test.each([
  [9, 10, 0.5958499732, 0.982123787],
  [7, 10, 0.3967781475, 0.8922087326],
  [16, 20, 0.5839825677, 0.9193423374],
  [4, 9, 0.1887785211, 0.7333487065],
  [0, 10, 0, 0.2775327999],
  [10, 10, 0.7224672001, 1],
])("%i of %i", (k, n, lower, upper) => {
  const interval = wilson(k, n);
  expect(interval[0]).toBeCloseTo(lower, 9);
  expect(interval[1]).toBeCloseTo(upper, 9);
});
