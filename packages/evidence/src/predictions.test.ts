import { type Predictions, sha256 } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { claimOf, episodesOf, packageOf, protocolOf, readingOf } from "../test/fixtures.ts";
import { deriveEvidence } from "./derive.ts";
import { normalizeReading } from "./normalize.ts";
import { countPredictions } from "./predictions.ts";

/** 40 of 50 succeed; the first error is no label. */
const letters = `${"S".repeat(40)}${"F".repeat(10)}E`;
const episodes = episodesOf("a/b", letters);
const declared = {
  labelled_random_subset: true,
  predictor_independence: true,
  no_shared_clusters: true,
};

/** The predictor is wrong about every tenth episode. */
function predictionsFor(assumptions: Predictions["assumptions"] = declared): Predictions {
  return {
    schema_version: "worldflux.predictions.v0_draft",
    predictor: { name: "critic" },
    assumptions,
    labelled: episodes.slice(0, 50).map(({ suite, task, index, outcome }, i) => ({
      suite,
      task,
      index,
      predicted: (outcome === "success") !== (i % 10 === 9),
    })),
    unlabelled: { successes: 700, episodes: 1000 },
  };
}

const derive = (document: Predictions) => {
  const claim = claimOf();
  const file = { document, sha256: sha256("x") };
  const { auditInput } = normalizeReading("lerobot", readingOf(episodes), [], file);
  const protocol = protocolOf(claim, ["a/b"], { episodes_per_task: 51 });
  return { auditInput, evidence: deriveEvidence(claim, protocol, auditInput) };
};

test("predictions are counted against outcomes", () => {
  // Wrong at 9, 19, 29, 39 (successes) and 49 (a failure).
  expect(derive(predictionsFor()).auditInput.predictions).toMatchObject({
    labelled: { n11: 36, n10: 4, n01: 1, n00: 9 },
    unlabelled: { successes: 700, episodes: 1000 },
  });
});

test("with every gate open it is PPI++, beside the labels alone, and not the headline", () => {
  const { evidence } = derive(predictionsFor());
  expect(evidence.ppi).toMatchObject({
    outcome: "ppi++",
    closed_gates: [],
    label_only: { successes: 40, episodes: 50 },
  });
  expect(evidence.result).toMatchObject({ successes: 40, episodes: 51 });
  const width = (of?: { lower: number; upper: number } | null) =>
    (of?.upper ?? 1) - (of?.lower ?? 0);
  expect(width(evidence.ppi?.interval)).toBeLessThan(width(evidence.ppi?.label_only.interval));
});

test("with a closed gate it is exact", () => {
  const few = { ...predictionsFor(), unlabelled: { successes: 20, episodes: 30 } };
  expect(derive(few).evidence.ppi).toMatchObject({
    outcome: "exact",
    closed_gates: ["unlabelled_episodes"],
  });
});

test.each([
  [{}, "labelled_random_subset_undeclared"],
  [{ ...declared, predictor_independence: false }, "predictor_independence_denied"],
])("without its assumptions it is refused", (assumptions, refused) => {
  const { ppi } = derive(predictionsFor(assumptions)).evidence;
  expect(ppi).toMatchObject({ outcome: "refused", interval: null });
  expect(ppi?.refused).toContain(refused);
});

describe("one prediction for every outcome", () => {
  const count = (change: (labelled: Predictions["labelled"]) => Predictions["labelled"]) => () => {
    const document = predictionsFor();
    return countPredictions(
      { ...document, labelled: change(document.labelled) },
      sha256("x"),
      episodes,
    );
  };

  type Labelled = Predictions["labelled"];
  const cases: [string, (labelled: Labelled) => Labelled, string][] = [
    ["one is missing", (all) => all.slice(1), "episode 0 of a/b"],
    ["one is there twice", (all) => [...all, ...all.slice(0, 1)], "/labelled/50"],
    ["one has no episode", (all) => [...all, { index: 77, predicted: true }], "77"],
    [
      "one is for an error",
      (all) => [...all, { suite: "a", task: "b", index: 50, predicted: true }],
      "50",
    ],
  ];
  test.each(cases)("%s", (_, change, words) => {
    expect(count(change)).toThrow(expect.objectContaining({ code: "WF_EPISODES_INCONSISTENT" }));
    expect(count(change)).toThrow(words);
  });
});

test("a package without predictions does not speak of them", () => {
  const claim = claimOf();
  const protocol = protocolOf(claim, ["a/b"]);
  const { evidence, members } = packageOf(claim, protocol, readingOf(episodes));
  expect(evidence.ppi).toBeNull();
  expect(new TextDecoder().decode(members.get("evidence.md"))).not.toContain("predicted episodes");
});
