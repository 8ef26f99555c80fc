import { expect, test } from "vitest";
import { betaMixtureLogE } from "../sequential/beta-mixture.ts";
import { anytimeOperation } from "./anytime-operation.ts";

const test80 = { rate: 0.8, alternative: "greater", alpha: 0.05 } as const;

// Exact dynamic programme of an independent implementation.
test("0.9 against 0.8: 0.61 stopped by 100 episodes, 0.92 by 200", () => {
  const { power, looks } = anytimeOperation({ ...test80, trueRate: 0.9, lastLook: 200 });
  expect(looks[99]?.probability).toBeCloseTo(0.61, 2);
  expect(power).toBeCloseTo(0.92, 2);
});

test("at the threshold it stops in at most alpha of the runs", () => {
  const { power } = anytimeOperation({ ...test80, trueRate: 0.8, lastLook: 500 });
  expect(power).toBeGreaterThan(0.02);
  expect(power).toBeLessThan(0.05);
});

test("the first crossing of a run without a failure", () => {
  const { looks } = anytimeOperation({ ...test80, trueRate: 1, lastLook: 30 });
  expect(looks.findIndex((look) => look.probability === 1) + 1).toBe(20);
});

test("small runs by enumeration of every sequence", () => {
  const rate = 0.5;
  const trueRate = 0.9;
  const lastLook = 12;
  const found = anytimeOperation({ rate, alternative: "greater", alpha: 0.2, trueRate, lastLook });
  let power = 0;
  let expected = 0;
  for (let bits = 0; bits < 2 ** lastLook; bits++) {
    let successes = 0;
    let stop = 0;
    for (let n = 1; n <= lastLook; n++) {
      successes += (bits >> (n - 1)) & 1;
      const logE = betaMixtureLogE(successes, n, { rate, alternative: "greater" });
      if (stop === 0 && logE >= -Math.log(0.2)) stop = n;
    }
    const chance = trueRate ** successes * (1 - trueRate) ** (lastLook - successes);
    if (stop > 0) power += chance;
    expected += chance * (stop || lastLook);
  }
  expect(found.power).toBeCloseTo(power, 12);
  expect(found.expectedEpisodes).toBeCloseTo(expected, 10);
});

test("less is the mirror image of greater", () => {
  const up = anytimeOperation({ ...test80, trueRate: 0.9, lastLook: 60 });
  const down = anytimeOperation({
    rate: 0.2,
    alternative: "less",
    alpha: 0.05,
    trueRate: 0.1,
    lastLook: 60,
  });
  expect(down.power).toBeCloseTo(up.power, 9);
  expect(down.expectedEpisodes).toBeCloseTo(up.expectedEpisodes, 7);
});

test.each([
  ["lastLook", { lastLook: 0 }],
  ["trueRate", { trueRate: 1.5 }],
  ["alpha", { alpha: 0 }],
  ["rate", { rate: 1 }],
])("%s is checked", (argument, wrong) => {
  expect(() => anytimeOperation({ ...test80, trueRate: 0.9, lastLook: 10, ...wrong })).toThrow(
    expect.objectContaining({ argument }),
  );
});
