import { memoryInput } from "@worldflux/adapter-kit";
import type { WorldFluxError } from "@worldflux/schema";
import { expect, test } from "vitest";
import { fixtures } from "../fixtures/conformance.ts";
import { cosmosPredict } from "./index.ts";

function refusal(name: string): WorldFluxError {
  const files = fixtures.find((fixture) => fixture.name === name)?.files ?? {};
  try {
    cosmosPredict.read(memoryInput(files), { interim: false });
  } catch (error) {
    return error as WorldFluxError;
  }
  throw new Error("the file was read");
}

test.each([
  ["a video", "is a video"],
  ["a prompt", "a prompt for inference"],
  ["a LIBERO log", "Cosmos Policy on LIBERO"],
  ["a RoboCasa log", "Cosmos Policy on RoboCasa"],
  ["an ALOHA log", "successes are fractions"],
  ["an ALOHA log, totals alone", "successes are fractions"],
  ["some other log", "a policy evaluation"],
  ["video quality", "says nothing about whether a policy succeeded"],
  ["a guardrail log", "guardrail"],
  ["anything else", "cosmos-predict has no evaluator"],
  ["a folder of videos", "out/a.mp4 is a video"],
])("%s is refused in its own words, with the way out", (name, words) => {
  const { message, hint } = refusal(name);
  expect(message).toContain(words);
  expect(hint).toContain("docs/adapters/bridge.md");
});

test("the audit input of another evaluator names its adapter", () => {
  const { message, hint } = refusal("audit input of another");
  expect(message).toContain('adapter "lerobot"');
  expect(hint).toContain("audit-input");
});

test("an audit input keeps where it came from", async () => {
  const files = fixtures.find(({ name }) => name === "audit input of the bridge")?.files ?? {};
  const { asserted } = await cosmosPredict.read(memoryInput(files), { interim: false });
  expect(asserted).toMatchObject({ "source.adapter": "bridge", "source.shape": "jsonl" });
});
