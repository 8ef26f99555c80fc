import fc from "fast-check";
import { expect, test } from "vitest";
import { perEpisode, perTask } from "../fixtures/build.ts";
import { letters, read } from "../fixtures/read.ts";

const reward = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY) },
);
const episode = fc.record({ success: fc.boolean(), sum: reward, max: reward });
const task = fc.record({
  group: fc.constantFrom("libero_goal", "libero_10", "easy", "constructor", "a b"),
  id: fc.oneof(fc.nat(20), fc.constantFrom("push", "0 or 1")),
  episodes: fc.array(episode, { maxLength: 12 }),
});
const tasks = fc
  .uniqueArray(task, { maxLength: 6, selector: ({ group, id }) => `${group}/${id}` })
  .filter((all) => all.some(({ episodes }) => episodes.length > 0));

const spell = (episodes: readonly { success: boolean }[]) =>
  episodes.map(({ success }) => (success ? "S" : "F")).join("");

test("whatever LeRobot writes as L2, L3 or L4 is read whole", () => {
  fc.assert(
    fc.property(fc.constantFrom("L2", "L3", "L4"), tasks, fc.nat(3), (shape, all, videos) => {
      const reading = read(perTask(shape, all, { videos }));
      expect(reading.shape).toBe(shape);
      expect(letters(reading)).toEqual(
        Object.fromEntries(
          all
            .filter(({ episodes }) => episodes.length > 0)
            .map(({ group, id, episodes }) => [`${group}/${id}`, spell(episodes)]),
        ),
      );
      const shown = all.reduce((sum, { episodes }) => sum + Math.min(videos, episodes.length), 0);
      expect(reading.references).toHaveLength(shown);
    }),
    { numRuns: 300 },
  );
});

test("whatever LeRobot writes as L1 is read whole", () => {
  const startSeed = fc.option(fc.nat(1e6));
  fc.assert(
    fc.property(fc.array(episode, { minLength: 1, maxLength: 40 }), startSeed, (episodes, seed) => {
      const reading = read(perEpisode(episodes, { startSeed: seed }));
      expect(letters(reading)).toEqual({ "/": spell(episodes) });
      expect(reading.not_recorded.includes("seed")).toBe(seed === null);
      const cells = reading.episodes.map((at) => `${at.seed} ${at.index}`);
      expect(new Set(cells).size).toBe(episodes.length);
    }),
    { numRuns: 300 },
  );
});
