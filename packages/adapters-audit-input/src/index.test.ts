import { memoryInput } from "@worldflux/adapter-kit";
import { AuditInput, type EpisodeRecord, outcomeLetters, WorldFluxError } from "@worldflux/schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tabulateEpisodes } from "../../evidence/src/tabulate.ts";
import { auditInput as build, task } from "../fixtures/build.ts";
import { auditInput, detectAuditInput, readAuditInput } from "./index.ts";

function read(document: unknown, interim = true) {
  const input = memoryInput({ "audit_input.json": JSON.stringify(document) });
  const reading = readAuditInput(input, { interim });
  return { ...reading, episodes: [...reading.episodes] };
}

function refusal(document: unknown): WorldFluxError {
  try {
    read(document);
  } catch (error) {
    if (error instanceof WorldFluxError) return error;
    throw error;
  }
  throw new Error("the file was read");
}

test("order, index, seed and attempt of each episode come back", () => {
  const { episodes } = read(
    build([
      task("SF", { index: [0, 3], seed: [7, null], attempt: [0, 2] }),
      task("E", { task: "4" }),
    ]),
  );
  const of = { suite: "libero_goal", task: "3" };
  expect(episodes).toEqual([
    { ...of, index: 0, seed: 7, attempt: 0, outcome: "success" },
    { ...of, index: 3, seed: null, attempt: 2, outcome: "failure" },
    { ...of, task: "4", index: 0, seed: 100, attempt: 0, outcome: "error" },
  ]);
});

test("what the first adapter said is kept, and where it came from is asserted", () => {
  const document = build([task("SF")]);
  const reading = read(document);
  expect(reading.evaluator).toEqual({ name: "lerobot-eval", version: null });
  expect(reading.metric_contract).toEqual(document.metric_contract);
  expect(reading.not_recorded).toEqual(["checkpoint", "time"]);
  expect(reading.episode_order).toBe("recorded");
  expect(reading.notes.map(({ code }) => code)).toEqual(["wrapped", "normalized_before"]);
  expect(reading.asserted).toEqual({
    "run_config.seed": 3,
    "source.adapter": "lerobot",
    "source.shape": "L3",
    "source.files": 1,
    "source.files.0": `eval_info sha256:${"ab".repeat(32)}`,
  });
});

test("an audit input of an audit input still names the first source", () => {
  const first = read(build([task("SF")]));
  const source = {
    ...{ adapter: "audit-input", shape: first.shape, evaluator: first.evaluator },
    files: [{ role: "audit_input", sha256: `sha256:${"cd".repeat(32)}`, size_bytes: 9 }],
  };
  const second = read(
    build([task("SF")], { source, notes: first.notes, asserted: first.asserted }),
  );
  expect(second).toEqual(first);
});

test("with several tasks, nothing says in which order they were interleaved", () => {
  const tasks = [task("S"), task("F", { task: "4" })];
  expect(read(build(tasks)).episode_order).toBe("within_task");
  expect(read(build(tasks, { episode_order: "unknown" })).episode_order).toBe("unknown");
});

test("a count that the letters do not give is refused, with the rule that fits", () => {
  const document = build([task("SFMM")]);
  document.counts.recorded = 4;
  const { code, message } = refusal(document);
  expect(code).toBe("WF_AGGREGATE_MISMATCH");
  expect(message).toBe(
    "audit_input.json: counts.recorded is 4, but the episodes in the file give 2: that would fit missing episodes counted as recorded",
  );
  const other = build([task("SF")]);
  other.counts.error = 1;
  expect(refusal(other).message).toContain("counts.error is 1");
});

test("a wrong value is named by its place", () => {
  const document = build([task("SF")]);
  document.tasks[0].index[1] = -1;
  const { code, message } = refusal(document);
  expect(code).toBe("WF_EPISODES_INCONSISTENT");
  expect(message).toContain("/tasks/0/index/1");
});

test("detection gives its reason both ways", () => {
  const detect = (text: string) => detectAuditInput(memoryInput({ "some.json": text }));
  expect(detect(JSON.stringify(build([task("S")]))).shape).toBe("audit_input");
  expect(detect(JSON.stringify({ inner: build([task("S")]), schema_version: 1 })).why).toContain(
    "some.json",
  );
  expect(detect("{}")).toEqual({ shape: null, why: expect.stringContaining("some.json") });
  expect(auditInput.name).toBe("audit-input");
});

const record: fc.Arbitrary<EpisodeRecord> = fc.record({
  suite: fc.constantFrom(null, "goal", "spatial"),
  task: fc.constantFrom(null, "0", "1"),
  index: fc.nat(5),
  seed: fc.option(fc.integer()),
  attempt: fc.nat(2),
  outcome: fc.constantFrom(...(Object.keys(outcomeLetters) as EpisodeRecord["outcome"][])),
});

test("whatever is normalized comes back, task by task", () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 1 }), (episodes) => {
      const { tasks, counts } = tabulateEpisodes(episodes);
      const document = AuditInput.parse({ ...build([]), tasks, counts });
      const back = read(document).episodes;
      const again = tabulateEpisodes(back);
      expect({ tasks: again.tasks, counts: again.counts }).toEqual({ tasks, counts });
      const key = ({ suite, task }: EpisodeRecord) => JSON.stringify([suite, task]);
      for (const of of new Set(episodes.map(key))) {
        const only = (list: EpisodeRecord[]) => list.filter((episode) => key(episode) === of);
        expect(only(back)).toEqual(only(episodes));
      }
    }),
  );
});
