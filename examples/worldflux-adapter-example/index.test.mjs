import { test } from "node:test";
import { adapterConformance } from "@worldflux/adapter-kit/conformance";
import { adapter } from "./index.mjs";

/** A file with one trial a letter: success, failure, crash. */
function saved(letters, changes = {}) {
  const words = { S: "success", F: "failure", C: "crashed" };
  const trials = [...letters].map((letter, i) => ({
    task: "stack_blocks",
    trial: i,
    result: words[letter],
  }));
  const success_rate = trials.filter(({ result }) => result === "success").length / trials.length;
  return { "trials.json": JSON.stringify({ success_rate, trials, ...changes }) };
}

const trial = { task: "stack_blocks", trial: 0, result: "success" };
const refused = (refused) => ({ refused });

const fixtures = [
  {
    name: "five trials",
    files: saved("SFSCS"),
    expected: { shape: "E1", outcomes: { success: 3, failure: 1, error: 1 } },
  },
  {
    name: "a rate that does not follow",
    files: saved("SF", { success_rate: 0.9 }),
    expected: refused("WF_AGGREGATE_MISMATCH"),
  },
  {
    name: "a result that nobody knows",
    files: saved("S?"),
    expected: refused("WF_EPISODES_INCONSISTENT"),
  },
  {
    name: "a trial without a number",
    files: saved("", { success_rate: 1, trials: [{ ...trial, trial: "first" }] }),
    expected: refused("WF_EPISODES_INCONSISTENT"),
  },
  {
    name: "a task that names a person",
    files: saved("", { success_rate: 1, trials: [{ ...trial, task: "/home/jo/stack" }] }),
    expected: refused("WF_PRIVATE_TEXT"),
  },
  { name: "no trials", files: saved(""), expected: refused("WF_SHAPE_UNKNOWN") },
  {
    name: "another program's file",
    files: { "results.json": '{"episodes": []}' },
    expected: refused("WF_SHAPE_UNKNOWN"),
  },
  {
    name: "two files",
    files: { ...saved("S"), "more.json": "{}" },
    expected: refused("WF_INPUT_FOLDER"),
  },
];

for (const { name, run } of adapterConformance(adapter, fixtures)) test(name, run);
