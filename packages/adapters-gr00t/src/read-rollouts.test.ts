import { checkReading, memoryInput } from "@worldflux/adapter-kit";
import type { EpisodeRecord, Reading } from "@worldflux/schema";
import { expect, test } from "vitest";
import { resultsLine, rolloutLog } from "../fixtures/build.ts";
import { gr00t } from "./index.ts";

interface Read extends Omit<Reading, "episodes"> {
  readonly episodes: readonly EpisodeRecord[];
}

async function read(files: string | Record<string, string>, interim = false): Promise<Read> {
  const contents = typeof files === "string" ? { "run.log": files } : files;
  const reading = checkReading("gr00t", await gr00t.read(memoryInput(contents), { interim }));
  return { ...reading, episodes: [...reading.episodes] };
}

const codes = ({ notes }: Read) => notes.map(({ code }) => code);
const note = ({ notes }: Read, code: string) => notes.find((at) => at.code === code)?.detail;

test("an episode has suite and task of the gym id, and no seed", async () => {
  const { episodes, ...reading } = await read(rolloutLog({ env: "a_sim/b/c", outcomes: "SF" }));
  expect(episodes).toEqual([
    { suite: "a_sim", task: "b/c", index: 0, seed: null, attempt: 0, outcome: "success" },
    { suite: "a_sim", task: "b/c", index: 1, seed: null, attempt: 0, outcome: "failure" },
  ]);
  expect(reading.episode_order).toBe("unknown");
  expect(reading.asserted).toEqual({ n_episodes: 2, n_envs: 1, n_action_steps: 8 });
  expect(reading.not_recorded).toContain("seed");
  const [bare] = (await read(resultsLine("CartPole-v1", "S"))).episodes;
  expect([bare?.suite, bare?.task]).toEqual([null, "CartPole-v1"]);
});

test("infos become rewards and metadata", async () => {
  const infos =
    "{'episode_lengths': [21, 63], 'episode_rewards': [np.float64(1.5), nan], 'task_progress': array([1. , 0.5]), 'q_score': [inf, 0], 'other': [1, 2], 'frames': array([0, ..., 1])}";
  const reading = await read(rolloutLog({ outcomes: "SF", infos }));
  expect(reading.episodes.map(({ sum_reward, metadata }) => [sum_reward, metadata])).toEqual([
    [1.5, { episode_length: 21, task_progress: 1, q_score: "Infinity" }],
    [null, { episode_length: 63, task_progress: 0.5, q_score: 0, sum_reward_missing: "NaN" }],
  ]);
  expect(reading.episodes.some((episode) => "steps" in episode)).toBe(false);
  expect(codes(reading)).toEqual([
    "completion_order",
    "libero_states_not_fixed",
    "length_unit_unknown",
    "rewards_not_finite",
    "infos_not_read",
  ]);
  expect(note(reading, "infos_not_read")).toMatch(/^2 entries/);
});

test("invalid episodes are not applicable, and count in the printed rate", async () => {
  const infos = "{'valid': [True, False, True]}";
  const log = { env: "sim_behavior_r1_pro/x", outcomes: "SSF", episodes: 2, infos };
  const reading = await read(rolloutLog(log));
  expect(reading.episodes.map(({ outcome }) => outcome)).toEqual([
    "success",
    "not_applicable",
    "failure",
  ]);
  expect(note(reading, "invalid_episodes")).toContain("1 are in the list");
  await expect(read(rolloutLog({ ...log, rate: "0.5" }))).rejects.toThrow(
    "that would fit invalid episodes excluded",
  );
  await expect(read(rolloutLog({ ...log, infos: "{'valid': 3}" }))).rejects.toThrow(
    "results[2].valid: expected a list of True and False",
  );
});

test.each([
  ["33.33333333333333", "a percentage instead of a ratio"],
  ["0.333", "a rounded rate"],
  ["0.5", "the file was edited"],
  ["33%", 'success rate is "33%"'],
  ["nan", 'success rate is "nan"'],
])("a rate of %s is refused", async (rate, words) => {
  const log = rolloutLog({ outcomes: "SFF", rate });
  await expect(read(log)).rejects.toThrow(
    expect.objectContaining({ code: "WF_AGGREGATE_MISMATCH" }),
  );
  await expect(read(log)).rejects.toThrow(words);
  await expect(read(log)).rejects.toThrow("run.log:6");
});

test("a rate that is not there is noted, one without outcomes refused", async () => {
  const without = rolloutLog({ outcomes: "SF", rate: null });
  expect(note(await read(without), "rate_absent")).toContain("1 of 1");
  const two = without + rolloutLog({ env: "a/b", outcomes: "S" });
  expect(note(await read(two), "rate_absent")).toContain("1 of 2");
  const stray = `${rolloutLog({ outcomes: "SF" })}success rate:  0.5\n`;
  await expect(read(stray)).rejects.toThrow("run.log:7: a success rate without the list");
});

test("what only looks like a result is none", async () => {
  const text = `{'log': "] success rate:  0.9 results:  ('c/d', [True], {})"}`;
  expect((await read(rolloutLog({ outcomes: "SF", infos: text }))).episodes).toHaveLength(2);
  const mine = `my_${resultsLine("c/d", "S")}\n${rolloutLog({ outcomes: "SF" })}`;
  expect((await read(mine)).episodes).toHaveLength(2);
});

test("a user's own summary is no rate of GR00T's", async () => {
  const log = `${rolloutLog({ outcomes: "SF" })}close_the_lid success rate: 0.6600\n`;
  expect((await read(log)).episodes).toHaveLength(2);
});

test("bars, tags and warnings may stand in front", async () => {
  const [first, , , , results, rate] = rolloutLog({ outcomes: "SF" }).split("\n");
  const log = `[rank0] ${first}\nEpisodes: 100%|####| 2/2 [00:01<00:00]${results}\nWARNING: x\n[rank0] ${rate}`;
  expect(codes(await read(log))).not.toContain("rate_absent");
  expect(codes(await read(log.replaceAll("\n", "\r\n")))).not.toContain("rate_absent");
});

test("the bias of the stop rule is told with the numbers of this run", async () => {
  const bias = async (log: string) => note(await read(log), "early_stop_bias");
  const one = rolloutLog({ outcomes: "SF" });
  const five = rolloutLog({ env: "a/b", outcomes: "SFSFSF", episodes: 5, environments: 5 });
  expect(await bias(one)).toBeUndefined();
  expect(await bias(five)).toMatch(/\(episodes in environments\): 5 in 5$/);
  expect(await bias(one + five)).toMatch(/: 2 in 1, 5 in 5$/);
  expect(await bias(resultsLine("a/b", "SF"))).toMatch(/: unknown$/);
  const many = Array.from({ length: 12 }, (_, i) =>
    rolloutLog({ env: `a/${i}`, outcomes: "S".repeat(i + 2), environments: 2 }),
  );
  expect(await bias(many.join(""))).toMatch(/9 in 2 and 4 more$/);
  expect((await read(one + five)).asserted).toEqual({ n_action_steps: 8 });
});

test("what is known of an environment is noted", async () => {
  const simpler = (environments: number) =>
    read(rolloutLog({ env: "simpler_env_google/x", outcomes: "SF", environments }));
  expect(codes(await simpler(2))).toContain("lockstep_scenes");
  expect(codes(await simpler(1))).not.toContain("lockstep_scenes");
  expect(codes(await read(rolloutLog({ outcomes: "S" })))).toContain("libero_states_not_fixed");
  const numbers = rolloutLog({ outcomes: "SF" }).replace("[True, False]", "[1, 0]");
  expect(note(await read(numbers), "success_as_number")).toMatch(/^2 outcomes/);
});

test("a run that was started again is noted; one that never ended is refused", async () => {
  const log = rolloutLog({ outcomes: "SF" });
  const begun = `${log.split("\n")[0]}\n`;
  expect(note(await read(begun + log), "restarted")).toMatch(/^1 runs/);
  await expect(read(begun)).rejects.toThrow(
    'run.log:1: "libero_sim/close_the_lid" started and printed no results: GR00T prints',
  );
  const other = rolloutLog({ env: "a/b", outcomes: "S" });
  await expect(read(other + begun)).rejects.toThrow("no results, and 1 finished");
  await expect(read(log + begun)).rejects.toThrow(
    'run.log:7: "libero_sim/close_the_lid" runs a second time; its results are at run.log:5',
  );
});

test("an interim look lists what is planned as pending", async () => {
  const begun = "Running collecting 3 episodes for a/b with 1 vec envs\n";
  const reading = await read(begun, true);
  expect(reading.episodes.map(({ outcome, index }) => [outcome, index])).toEqual([
    ["pending", 0],
    ["pending", 1],
    ["pending", 2],
  ]);
  expect(note(reading, "run_unfinished")).toMatch(/^1 environments/);
  const absurd = begun.replace("3", "999999999");
  await expect(read(absurd, true)).rejects.toThrow("999999999 episodes");
});

test("environments that finish in the last step are counted, no more", async () => {
  const log = (outcomes: string) => rolloutLog({ outcomes, episodes: 4, environments: 3 });
  expect(codes(await read(log("SFSF")))).not.toContain("more_than_planned");
  expect(note(await read(log("SFSFSF")), "more_than_planned")).toContain("6 for 4");
  await expect(read(log("SFS"))).rejects.toThrow("ends with 4 to 6");
  await expect(read(log("SFSFSFS"))).rejects.toThrow("7 episodes");
});

test("logs of a folder are one evaluation; other files are named", async () => {
  const reading = await read({
    "b/out": rolloutLog({ env: "a/b", outcomes: "F" }),
    "a.log": rolloutLog({ outcomes: "S" }),
    "server.txt": "listening",
    "video_s1.mp4": "",
  });
  expect(reading.episodes.map(({ task }) => task)).toEqual(["close_the_lid", "b"]);
  expect(note(reading, "files_without_results")).toMatch(/^2 other files/);
});

test("places name the line of a value inside numpy's several lines", async () => {
  const log = "x\ny\nresults:  ('a/b', [True], {'q_score': array([1.,\n  2.,\n @])})";
  await expect(read(log)).rejects.toThrow('run.log:5: what stands behind "results:" is not');
});

test("large logs take time in proportion", async () => {
  const bar = "Episodes:  50%|#####     | 5/10 [01:00<01:00]\r";
  const log = `${bar.repeat(200_000)}\n${"success rate\nresults: (\n".repeat(100_000)}${rolloutLog({ outcomes: "SF".repeat(20_000) })}`;
  const start = performance.now();
  expect((await read(log)).episodes).toHaveLength(40_000);
  expect(performance.now() - start).toBeLessThan(5000);
});

test("many environments cannot fill the memory with pending episodes", async () => {
  const starts = Array.from(
    { length: 200 },
    (_, i) => `Running collecting 100000 episodes for a/${i} with 5 vec envs\n`,
  );
  await expect(read(starts.join(""), true)).rejects.toThrow("200000 that are pending");
});

test("a name that numpy prints is read, and results that cannot be read are not skipped", async () => {
  const odd = "results:  (np.str_('c/d'), [True], {})\n";
  expect((await read(odd + rolloutLog({ outcomes: "SF" }))).episodes).toHaveLength(3);
  const typeset = "results:  (\u2018c/d\u2019, [True], {})\n";
  await expect(read(typeset + rolloutLog({ outcomes: "SF" }))).rejects.toThrow(
    "run.log:1: what stands behind",
  );
});

test("of a folder rotated logs and what went to stderr are read too", async () => {
  const files = {
    "run.log": rolloutLog({ outcomes: "SF" }),
    "run.log.1": rolloutLog({ env: "a/b", outcomes: "S" }),
    "slurm-1.err": rolloutLog({ env: "a/c", outcomes: "F" }),
  };
  expect((await read(files)).episodes).toHaveLength(4);
});
