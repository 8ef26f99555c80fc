import { memoryInput } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { drawer, liberoLog, stove, twoTasks } from "../fixtures/build.ts";
import { type LiberoLog, readLiberoLog } from "./libero-log.ts";

function read(log: string, dialect: "openpi" | "gr00t" = "openpi", interim = false): LiberoLog {
  const [file] = memoryInput({ "run.log": log }).files;
  if (file === undefined) throw new Error("no file");
  return readLiberoLog(file, dialect, { interim });
}

function refusal(...args: Parameters<typeof read>): WorldFluxError {
  try {
    read(...args);
  } catch (error) {
    if (error instanceof WorldFluxError) return error;
    throw error;
  }
  throw new Error("was read");
}

const letters = ({ episodes }: LiberoLog) => episodes.map(({ outcome }) => outcome[0]).join("");
const codes = ({ notes }: LiberoLog) => notes.map(({ code }) => code);
const whole = liberoLog(twoTasks);

describe("a log of openpi", () => {
  test("gives each episode its task by position, its number and its text", () => {
    const log = read(whole);
    expect(log).toMatchObject({ suite: "libero_goal", tasks: 2, finished: true, videos: [] });
    expect(log.episodes[4]).toEqual({
      suite: "libero_goal",
      task: "1",
      index: 1,
      seed: null,
      attempt: 0,
      outcome: "failure",
      metadata: { instruction: stove },
    });
    expect(letters(log)).toBe("ssssfe");
  });

  test("tells two tasks of one sentence apart", () => {
    const one = { instruction: drawer, episodes: "SF" };
    expect(read(liberoLog([one, one])).episodes.map(({ task }) => task)).toEqual([
      ...["0", "0", "1", "1"],
    ]);
  });

  test("keeps an exception as an error, and none of its text", () => {
    const log = read(
      liberoLog([{ instruction: drawer, episodes: "SE" }], { exception: "lost /srv/a/b at ::1" }),
    );
    expect(log.episodes[1]).toMatchObject({ outcome: "error", metadata: { error: "exception" } });
    expect(JSON.stringify(log)).not.toContain("srv");
  });

  test("takes the counter for the truth after an exception", () => {
    const log = read(liberoLog([{ instruction: drawer, episodes: "STTF" }]));
    expect(letters(log)).toBe("seef");
    expect(log.notes.find(({ code }) => code === "stale_success_line")?.detail).toContain("2 of 2");
  });

  test("says how the log counts errors, and that they are the last ones", () => {
    const log = read(liberoLog([{ instruction: drawer, episodes: "SFEEE" }]));
    const detail = log.notes.find(({ code }) => code === "harness_errors_counted")?.detail;
    expect(detail).toContain("3 of 5 episodes ended in an exception; the last 3 in a row");
    expect(detail).toContain("1 of 5 succeeded, or 1 of 2 without them");
  });

  test("notes a suite that has more tasks, and one that is not named", () => {
    expect(codes(read(liberoLog([{ instruction: drawer, episodes: "S" }])))).toEqual([
      "suite_not_complete",
    ]);
    const ten = Array.from({ length: 10 }, () => ({ instruction: drawer, episodes: "S" }));
    expect(codes(read(liberoLog(ten)))).toEqual([]);
    const unnamed = read(liberoLog(ten, { suite: null }));
    expect(unnamed.suite).toBeNull();
    expect(codes(unnamed)).toEqual(["suite_not_named"]);
  });
});

describe("a run that was stopped", () => {
  const marks = [
    ["before its totals", whole.slice(0, whole.indexOf("INFO:root:Total success")), "ssssfe"],
    ["between its totals", whole.slice(0, whole.indexOf("INFO:root:Total episodes")), "ssssfe"],
    ["after an exception", whole.slice(0, whole.indexOf("keepalive")), "ssssfe"],
    ["before a counter", whole.slice(0, whole.lastIndexOf("# successes: 4")), "ssssfe"],
    ["inside a task", whole.slice(0, whole.indexOf("# successes: 4 (80")), "ssssp"],
    ["inside a line", whole.slice(0, whole.indexOf("100.0%)\n") + 3), "p"],
  ] as const;
  test.each(marks)("%s is refused, and read as an interim look", (_, log, expected) => {
    expect(refusal(log).code).toBe("WF_RUN_UNFINISHED");
    const look = read(log, "openpi", true);
    expect(letters(look)).toBe(expected);
    expect(look.finished).toBe(false);
    expect(codes(look)).toContain("run_unfinished");
  });
});

describe("refused", () => {
  const cases: [name: string, log: string, code: string, what: string][] = [
    ["two runs", whole + whole, "WF_RUNS_MIXED", "run.log:45"],
    [
      "two runs, the first of them stopped",
      liberoLog(twoTasks, { withoutTotals: true }) + whole,
      "WF_RUNS_MIXED",
      "Task suite",
    ],
    [
      "a run that goes on after its Total success rate",
      whole.replace("INFO:root:Total episodes: 6", "Task: another\n$&"),
      "WF_RUNS_MIXED",
      "run.log:44",
    ],
    [
      "totals twice",
      `${whole}INFO:root:Total episodes: 6\n`,
      "WF_RUNS_MIXED",
      "run.log:45: the log goes on after the totals",
    ],
    [
      "the last episode alone",
      whole.slice(whole.lastIndexOf("Task: put")),
      "WF_EPISODES_INCONSISTENT",
      "the log begins with episode 3",
    ],
    [
      "an episode number twice",
      whole.replace("Starting episode 3...", "Starting episode 2..."),
      "WF_EPISODES_INCONSISTENT",
      "episode 2 starts after 2 of its task",
    ],
    [
      "two runs without their first lines",
      liberoLog(twoTasks, { withoutTotals: true, suite: null }) +
        liberoLog(twoTasks, { suite: null }),
      "WF_RUNS_MIXED",
      "starts again at 1",
    ],
    [
      "a success that the counter does not have",
      whole.replace("Success: False", "Success: True"),
      "WF_EPISODES_INCONSISTENT",
      "Success is True and # successes grew by 0",
    ],
    [
      "a counter that the success does not have",
      whole.replace("Success: True", "Success: False"),
      "WF_EPISODES_INCONSISTENT",
      "Success is False and # successes grew by 1",
    ],
    [
      "a success after an exception",
      whole.replace("INFO:root:Success: True", "ERROR:root:Caught exception: x\n$&"),
      "WF_EPISODES_INCONSISTENT",
      "is counted as a success",
    ],
    [
      "a counter that jumps",
      whole.replace("# successes: 2", "# successes: 3"),
      "WF_EPISODES_INCONSISTENT",
      "from 1 to 3",
    ],
    [
      "a count of episodes that jumps",
      whole.replace("so far: 3", "so far: 4"),
      "WF_AGGREGATE_MISMATCH",
      "# episodes completed so far is 4",
    ],
    ["another percentage", whole.replace("(80.0%)", "(80.1%)"), "WF_AGGREGATE_MISMATCH", "80.1"],
    [
      "a ratio for a percentage",
      whole.replace("(80.0%)", "(0.8%)"),
      "WF_AGGREGATE_MISMATCH",
      "a ratio instead of a percentage",
    ],
    [
      "a task's rate without its error",
      whole.replace("task success rate: 0.3333333333333333", "task success rate: 0.5"),
      "WF_AGGREGATE_MISMATCH",
      "errors excluded",
    ],
    [
      "a percentage for a ratio",
      whole.replace("Current total success rate: 1.0", "Current total success rate: 100.0"),
      "WF_AGGREGATE_MISMATCH",
      "a percentage instead of a ratio",
    ],
    [
      "another final rate",
      whole.replace(/(Total success rate: )0.*/, "$10.7"),
      "WF_AGGREGATE_MISMATCH",
      "Total success rate is 0.7",
    ],
    [
      "another number of episodes",
      whole.replace("Total episodes: 6", "Total episodes: 7"),
      "WF_AGGREGATE_MISMATCH",
      "Total episodes is 7",
    ],
    [
      "a log without its first half",
      whole.slice(whole.indexOf("\nTask: put") + 1),
      "WF_EPISODES_INCONSISTENT",
      "what was logged before is not in the file",
    ],
    [
      "a task without its rates",
      whole.replace(/INFO:root:Current t.*\n/g, ""),
      "WF_EPISODES_INCONSISTENT",
      "another task begins",
    ],
    [
      "a fraction of a success",
      whole.replace("# successes: 4 (80.0%)", "# successes: 3.5 (70.0%)"),
      "WF_EPISODES_INCONSISTENT",
      "run.log:33",
    ],
    [
      "an address in a task",
      whole.replaceAll(stove, "ask ann@lab.example"),
      "WF_PRIVATE_TEXT",
      "an e-mail address",
    ],
    ["no episode", "Task suite: libero_goal\n", "WF_NO_EPISODES", "run.log"],
  ];
  test.each(cases)("%s", (_, log, code, what) => {
    const error = refusal(log);
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(what);
    expect(error.message).toContain("run.log");
    expect(error.hint).toBeTruthy();
  });

  test.each(whole.split("\n").flatMap((line, i) => (line === "" ? [] : [[line, i] as const])))(
    "a log without the line %s (%i)",
    (line, i) => {
      // Without its suite the log is whole; logging's prefix alone carries nothing.
      if (line === "INFO:root:" || i === 0) return;
      const without = whole.split("\n").filter((_, k) => k !== i);
      // The exception is the only line that nothing else gives away.
      if (line.startsWith("ERROR")) expect(letters(read(without.join("\n")))).toBe("ssssff");
      else expect(refusal(without.join("\n"))).toBeInstanceOf(WorldFluxError);
    },
  );
});

describe("a log of GR00T N1.5", () => {
  const style = { prefix: "", videos: true, withoutTotals: true };
  const log = liberoLog(twoTasks, style);

  test("is finished after the rates of its last task, and names its videos", () => {
    const { finished, videos, ...rest } = read(log, "gr00t");
    expect(finished).toBe(true);
    expect(letters({ finished, videos, ...rest })).toBe("ssssfe");
    expect(videos).toHaveLength(6);
    expect(videos[4]).toEqual({
      episode: 4,
      kind: "video",
      path: "rollouts/2026_01_02/2026_01_02-03_04_05--episode=5--success=False--task=put_the_bowl_on_the_stove.mp4",
    });
  });

  test("is unfinished inside a task and between the rates", () => {
    const inside = log.slice(0, log.lastIndexOf("Current task"));
    expect(refusal(inside, "gr00t").code).toBe("WF_RUN_UNFINISHED");
    const between = log.slice(0, log.lastIndexOf("Current total"));
    expect(refusal(between, "gr00t").code).toBe("WF_RUN_UNFINISHED");
    expect(letters(read(between, "gr00t", true))).toBe("ssssfe");
  });

  test("is refused when a video is of another episode", () => {
    const error = refusal(log.replace("--episode=2--", "--episode=3--"), "gr00t");
    expect(error).toMatchObject({ code: "WF_EPISODES_INCONSISTENT" });
    expect(error.message).toContain("episode 3");
  });
});
