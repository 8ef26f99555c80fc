import fc from "fast-check";
import { expect, test } from "vitest";
import { blockPositions, comesInRounds, looksSorted } from "./task-order.ts";

const list = (text: string) => Array.from(text);

test.each([
  ["", true],
  ["aaa", true],
  ["abcabcab", true],
  ["abcbcacab", true],
  ["abcaabc", false],
  ["aabbcc", false],
  ["abccc", false],
])("%s comes in rounds: %s", (tasks, rounds) => {
  expect(comesInRounds(list(tasks))).toBe(rounds);
});

test("blocks hold the t-th episode of every task, and leave out the rest", () => {
  expect(blockPositions(list("aabbbcc"))).toEqual([0, 2, 5, 1, 3, 6]);
  expect(blockPositions(list("abcabca"))).toEqual([0, 1, 2, 3, 4, 5]);
  expect(blockPositions(list("aaa"))).toEqual([0, 1, 2]);
  expect(blockPositions([])).toEqual([]);
});

test("sorted tasks do not look random, rounds and one task do", () => {
  expect(looksSorted(list("aaaaabbbbbccccc"))).toBe(true);
  expect(looksSorted(list("aaaaabbbbbaaaaabbbbbaaaaabbbbb"))).toBe(true);
  expect(looksSorted(list("abababababababab"))).toBe(false);
  expect(looksSorted(list("aab"))).toBe(false);
  expect(looksSorted(list("aaaa"))).toBe(false);
  expect(looksSorted(list("abcd"))).toBe(false);
  expect(looksSorted([])).toBe(false);
});

// A fixed generator, so that the share of false alarms is the same in every run.
test("a random order is rarely taken for a sorted one", () => {
  let seed = 7;
  const draw = (sides: number) => {
    seed = (1664525 * seed + 1013904223) % 4294967296;
    return Math.floor((seed / 4294967296) * sides);
  };
  for (const [tasks, episodes] of [
    [2, 30],
    [5, 40],
    [10, 200],
  ] as const) {
    let alarms = 0;
    for (let round = 0; round < 1000; round++) {
      if (looksSorted(Array.from({ length: episodes }, () => String(draw(tasks))))) alarms++;
    }
    expect(alarms).toBeLessThan(6);
  }
});

test("complete rounds in any order within each are rounds, and blocks keep their order", () => {
  const rounds = fc.array(fc.shuffledSubarray(["a", "b", "c"], { minLength: 3 }), { maxLength: 9 });
  fc.assert(
    fc.property(rounds, (each) => {
      const tasks = each.flat();
      expect(comesInRounds(tasks)).toBe(true);
      const positions = blockPositions(tasks);
      expect([...positions].sort((a, b) => a - b)).toEqual(tasks.map((_, at) => at));
      expect(positions.map((at) => Math.floor(at / 3))).toEqual(
        tasks.map((_, at) => Math.floor(at / 3)),
      );
    }),
  );
});
