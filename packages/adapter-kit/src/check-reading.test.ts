import type { EpisodeRecord, Reading } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { exampleEpisode, exampleReading } from "../fixtures/example.ts";
import { checkReading } from "./check-reading.ts";

const good = exampleReading([true, false]);
// biome-ignore lint/suspicious/noExplicitAny: what an adapter without types may return
const check = (reading: any) => checkReading("example", reading);
const invalid = (message: string) =>
  expect.objectContaining({
    code: "WF_DOCUMENT_INVALID",
    message: expect.stringContaining(message),
    hint: expect.stringMatching(/./),
  });

test("a good reading comes through whole, as often as it is iterated", () => {
  const { episodes, ...facts } = check(good);
  const { episodes: expected, ...expectedFacts } = good;
  expect(facts).toEqual(expectedFacts);
  expect([...episodes]).toEqual(expected);
  expect([...episodes]).toEqual(expected);
});

test("a stream is opened when it is iterated, and one episode at a time", () => {
  let given = 0;
  const episodes = {
    *[Symbol.iterator]() {
      for (let i = 0; ; i++) {
        given++;
        yield exampleEpisode(true, i);
      }
    },
  };
  const reading = check({ ...good, episodes });
  expect(given).toBe(0);
  for (const { index } of reading.episodes) if (index === 2) break;
  expect(given).toBe(3);
});

test("a stream is closed when nobody wants more", () => {
  let closed = false;
  function* stream(): Generator<EpisodeRecord> {
    try {
      yield exampleEpisode(true, 0);
    } finally {
      closed = true;
    }
  }
  for (const _ of check({ ...good, episodes: stream() }).episodes) break;
  expect(closed).toBe(true);
});

describe("facts are refused at once", () => {
  test.each<[keyof Reading | string, unknown, string]>([
    ["shape", "two words", "adapter example: /shape"],
    ["evaluator", { name: "", version: null }, "/evaluator/name"],
    ["metric_contract", { ...good.metric_contract, name: "score" }, "/metric_contract/name"],
    ["not_recorded", ["weather"], "/not_recorded/0"],
    ["notes", [{ code: "Not Lower", detail: "x" }], "/notes/0/code"],
    ["asserted", { policy: null }, "/asserted/policy"],
    ["asserted", { speed: Number.NaN }, "/asserted/speed"],
    ["references", [{ episode: -1, kind: "video", path: "a" }], "/references/0/episode"],
    ["surprise", 1, "surprise"],
    ["notes", undefined, "/notes: the field is missing"],
  ])("%s: %j", (key, value, message) => {
    expect(() => check({ ...good, [key]: value })).toThrow(invalid(message));
  });

  test.each([null, undefined, 3, "reading", [], {}, Promise.resolve(good)])("%o", (value) => {
    expect(() => check(value)).toThrow(invalid("adapter example: /episodes: expected a list"));
  });

  test.each([null, 5, { length: 1 }])("episodes %j", (episodes) => {
    expect(() => check({ ...good, episodes })).toThrow(invalid("/episodes: expected a list"));
  });
});

describe("an episode is refused when its turn comes, with its position", () => {
  const second = (change: object) => [
    exampleEpisode(true, 0),
    { ...exampleEpisode(true, 1), ...change },
  ];

  test.each([
    [{ outcome: "crashed" }, "/outcome"],
    [{ index: -1 }, "/index"],
    [{ index: 0.5 }, "/index"],
    [{ task: "two\nlines" }, "/task"],
    [{ suite: undefined }, "/suite: the field is missing"],
    [{ sum_reward: Number.NaN }, "/sum_reward"],
    [{ duration_seconds: -1 }, "/duration_seconds"],
    [{ metadata: { "Not lower": 1 } }, "/metadata"],
    [{ metadata: { text: "x".repeat(257) } }, "/metadata/text"],
    [{ extra: 1 }, "extra"],
  ])("%j", (change, message) => {
    const { episodes } = check({ ...good, episodes: second(change) });
    const seen: EpisodeRecord[] = [];
    const iterate = () => {
      for (const episode of episodes) seen.push(episode);
    };
    expect(iterate).toThrow(invalid("adapter example, episode 1"));
    expect(iterate).toThrow(invalid(message));
    expect(seen).toHaveLength(2);
  });

  test.each([[null], ["ab"], [3], [[]]])("%j in place of an episode", (episode) => {
    const { episodes } = check({ ...good, episodes: [episode] });
    expect(() => [...episodes]).toThrow(invalid("adapter example, episode 0"));
  });
});

test("each pass has to give the same episodes", () => {
  let pass = 0;
  const episodes = {
    [Symbol.iterator]: () => [...good.episodes].slice(pass++)[Symbol.iterator](),
  };
  const checked = check({ ...good, episodes });
  expect([...checked.episodes]).toHaveLength(2);
  expect(() => [...checked.episodes]).toThrow(
    expect.objectContaining({ code: "WF_ADAPTER_INVALID" }),
  );
});
