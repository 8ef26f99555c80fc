import { readFileSync } from "node:fs";
import { Claim, documentDigest, Protocol } from "@worldflux/schema";
import { expect, test } from "vitest";
import { lintClaim } from "../lint/lint-documents.ts";
import { draftDocuments } from "./draft-documents.ts";

const template = (name: string) => {
  const read = (file: string) =>
    JSON.parse(
      readFileSync(new URL(`../../../cli/templates/${name}/${file}`, import.meta.url), "utf8"),
    );
  return {
    claim: Claim.parse(read("claim.json")),
    protocol: Protocol.parse(read("protocol.json")),
  };
};

const identity = {
  claimId: "clm_01HXY7K8ABCDEFGHJKMNPQRSTV",
  protocolId: "prt_01HXY7K9ABCDEFGHJKMNPQRSTV",
  createdAt: "2026-01-01T00:00:00Z",
};

test("without answers the template's own words and numbers stand, bound together", () => {
  const { claim, protocol } = draftDocuments(template("openpi-libero"), {}, identity);
  expect(claim.claim_text).toBe(
    "pi05_libero reaches at least 80 % success on libero_spatial, libero_object, libero_goal, libero_10.",
  );
  expect(protocol).toMatchObject({ claim_id: claim.id, claim_hash: documentDigest(claim) });
});

test("answers reach both documents, and the sentence says them", () => {
  const answers = {
    subject: "acme/fold",
    operator: "<=" as const,
    rate: 0.1,
    margin: 0.02,
    tasks: ["libero_goal"],
    episodes: 20,
    seeds: [0, 1],
    maxSteps: 300,
    denominator: "errors_excluded" as const,
  };
  const { claim, protocol } = draftDocuments(template("lerobot-libero"), answers, identity);
  expect(claim).toMatchObject({
    slug: "fold-libero-success-rate",
    claim_text: "acme/fold reaches at most 10 % success on libero_goal.",
    subject: { type: "hf_model", id: "acme/fold", checkpoint_uri: "hf://acme/fold" },
    decision_rule: {
      margin: 0.02,
      null_hypothesis: "success_rate above baseline plus margin",
    },
  });
  expect(protocol).toMatchObject({
    execution: {
      episodes_per_task: 20,
      seeds: [0, 1],
      seed_policy: "fixed_list",
      max_steps_per_episode: 300,
      denominator_policy: "errors_excluded",
    },
    model_runtime: { checkpoint_uri: "hf://acme/fold" },
  });
});

test("another benchmark takes no simulator and no robot along", () => {
  const { claim, protocol } = draftDocuments(
    template("lerobot-libero"),
    { benchmark: "Meta-World", tasks: ["easy"], subject: "our policy" },
    identity,
  );
  expect(claim.applicability).toEqual({ benchmark: "Meta-World" });
  expect(claim.subject).toEqual({ type: "policy", id: "our policy" });
  expect(protocol.benchmark).toEqual({ name: "Meta-World", task_list: ["easy"] });
  expect(protocol.model_runtime).toEqual({});
});

test("a subject of letters that no slug has still makes one", () => {
  const { claim } = draftDocuments(
    template("custom"),
    { subject: "政策", benchmark: "厨房" },
    identity,
  );
  expect(claim.slug).toBe("success-rate");
});

test("an answer that the documents do not allow is refused by name", () => {
  const answers = { subject: "a\nb" };
  expect(() => draftDocuments(template("custom"), answers, identity)).toThrow("/subject/id");
});

test.each(["openpi-libero", "lerobot-libero", "vla-eval", "lbm-eval"])(
  "%s with a subject has no finding but notes",
  (name) => {
    const { claim, protocol } = draftDocuments(
      template(name),
      { subject: "acme/policy" },
      identity,
    );
    const found = lintClaim(claim, protocol).filter(({ severity }) => severity !== "note");
    expect(found).toEqual([]);
  },
);
