import { Claim, findUnfilled, Protocol, privateReason } from "@worldflux/schema";
import { expect, test } from "vitest";
import { candidateRates } from "./candidates.ts";
import { readSaved } from "./paper-page.ts";
import { parsePaperReference } from "./paper-reference.ts";
import { scaffold } from "./scaffold.ts";

const paper = parsePaperReference("arXiv:2401.01234v2");
const now = Date.UTC(2026, 0, 1);

test("a scaffold holds no number that nobody wrote, and no schema takes it", () => {
  const { claim, protocol } = scaffold({ paper, now });
  expect(claim).toMatchObject({
    slug: "arxiv-2401-01234",
    source: {
      type: "arxiv",
      id: "2401.01234",
      version: "v2",
      url: "https://arxiv.org/abs/2401.01234v2",
      citation: "arXiv:2401.01234v2",
    },
  });
  const numbers = JSON.stringify({ claim, protocol }).match(/:-?\d+(?:\.\d+)?(?=[,}\]])/g);
  expect(numbers).toBeNull();
  expect(Claim.safeParse(claim).success).toBe(false);
  expect(Protocol.safeParse(protocol).success).toBe(false);
  expect(findUnfilled(claim).map(({ pointer }) => pointer)).toEqual(
    expect.arrayContaining(["/expected_metrics/0/value", "/decision_rule/margin", "/source/title"]),
  );
  expect(privateReason(JSON.stringify(claim))).toBeUndefined();
});

test("a chosen rate is written in, as asserted by its sentence", () => {
  const bytes = new TextEncoder().encode("It reaches a success rate of 43.9 % over 500 episodes.");
  const page = readSaved(bytes, "paper.txt");
  const [rate] = candidateRates(page);
  if (rate === undefined) throw new Error("no rate");
  const { claim } = scaffold({ paper, page, chosen: { rate, bytes }, now });
  expect(claim).toMatchObject({
    expected_metrics: [{ value: 0.439 }],
    source: {
      section: "text",
      asserted: {
        printed: "43.9 %",
        sentence: "It reaches a success rate of 43.9 % over 500 episodes.",
        episodes_stated: 500,
        count_exists: false,
        read_from: expect.stringMatching(/^sha256:/),
      },
    },
  });
});

test("a sentence that must not be published is left out", () => {
  const bytes = new TextEncoder().encode("Mail me@lab.org: the success rate is 80 %.");
  const page = readSaved(bytes, "paper.txt");
  const [rate] = candidateRates(page);
  if (rate === undefined) throw new Error("no rate");
  const text = JSON.stringify(scaffold({ paper, page, chosen: { rate, bytes }, now }).claim);
  expect(text).not.toContain("lab.org");
  expect(text).toContain("an e-mail address");
});
