import type { AuditInput, Claim, Evidence, Protocol } from "@worldflux/schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyCase } from "../../test/any-evidence.ts";
import {
  claimOf,
  episodesOf,
  inputOf,
  packageOf,
  protocolOf,
  readingOf,
} from "../../test/fixtures.ts";
import { deriveEvidence } from "../derive.ts";
import { normalizeReading } from "../normalize.ts";
import { renderReport } from "./render-report.ts";

interface Documents {
  readonly claim: Claim;
  readonly protocol: Protocol;
  readonly evidence: Evidence;
  readonly input: AuditInput;
}

function documentsOf(
  tasks: Record<string, string>,
  more: Partial<Claim> = {},
  perTask = 10,
): Documents {
  const claim = { ...claimOf(), ...more };
  const suites = [...new Set(Object.keys(tasks).map((name) => name.split("/")[0] ?? ""))];
  const protocol = protocolOf(claim, suites, { episodes_per_task: perTask });
  const input = inputOf(tasks);
  return { claim, protocol, input, evidence: deriveEvidence(claim, protocol, input) };
}

const render = ({ claim, protocol, evidence, input }: Documents) =>
  renderReport(claim, protocol, evidence, input);

/** The text of a page as people read it. */
const textOf = (page: string) =>
  page
    .replace(/<style>[^<]*<\/style>/, "")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("\u00a0", " ")
    .replace(/\s+/g, " ");

/** The tags of a page alone. */
const tagsOf = (page: string) => page.replace(/<style>[^<]*<\/style>/, "").match(/<[^>]*>/g);

const spread = Object.fromEntries(
  Array.from({ length: 10 }, (_, i) => [
    `libero_spatial/${i}`,
    i > 7 ? "SSSSFFFFFF" : "SSSSSSSSSS",
  ]),
);

test("equal input gives equal bytes", () => {
  fc.assert(
    fc.property(anyCase, (documents) => {
      const page = render(documents);
      expect(render(structuredClone(documents))).toBe(page);
      expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/);
    }),
    { numRuns: 60 },
  );
});

test("loads nothing and runs nothing", () => {
  const page = render(documentsOf(spread));
  expect(page).toMatch(
    /^<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">/,
  );
  expect(page).toContain(`content="default-src &#39;none&#39;; style-src &#39;sha256-`);
  expect(page).not.toMatch(
    /<(script|link|img|iframe|object|embed|form|base)\b|\ssrc=|\son[a-z]+=/i,
  );
  expect(page).not.toMatch(/\sstyle=|@import|url\(|https?:/);
  expect(page.match(/href="(?!#)/)).toBeNull();
});

test("every target of a link, a label and a picture's background is on the page once", () => {
  const page = render(documentsOf(spread));
  const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id ?? "");
  expect(new Set(ids).size).toBe(ids.length);
  const used = [...page.matchAll(/(?:href="#|aria-labelledby=")([^"]*)"/g)];
  expect(used.length).toBeGreaterThan(20);
  expect(
    used.flatMap(([, names]) => (names ?? "").split(" ")).filter((n) => !ids.includes(n)),
  ).toEqual([]);
});

describe("the verdict", () => {
  test("never reads as strict where only the margin rule holds", () => {
    // 87 of 100 against 80 %: Wilson's lower limit is 79.02 %, above 75 % and below 80 %.
    const tasks = { "libero_spatial/0": "S".repeat(87) + "F".repeat(13) };
    const page = textOf(render(documentsOf(tasks, {}, 100)));
    expect(page).toContain("Supported only with the margin");
    expect(page).toContain("with the margin, against 75 % supported");
    expect(page).toContain("without it, against 80 % inconclusive");
    expect(page).not.toMatch(/episodes say Supported (?!only)/);
  });

  test("whatever the evidence, a heading that differs without the margin says so", () => {
    fc.assert(
      fc.property(anyCase, (documents) => {
        const { verdict, strict_verdict: strict, margin } = documents.evidence.result;
        const page = render(documents);
        const [, heading = ""] = /<p class="big">([^<]*)</.exec(page) ?? [];
        expect(heading.includes("margin")).toBe(verdict !== strict);
        expect(page.includes(`<title>${heading}`)).toBe(true);
        expect(page.includes('class="readings"')).toBe(margin > 0);
      }),
      { numRuns: 60 },
    );
  });

  test("with both rules it is said once", () => {
    const page = textOf(render(documentsOf({ "a/b": "S".repeat(100) }, {}, 100)));
    expect(page).toMatch(/What the recorded episodes say Supported The whole interval/);
  });

  test("without a margin there is one reading", () => {
    const claim = claimOf({ margin: 0 });
    const input = inputOf({ "a/b": "F".repeat(30) });
    const protocol = protocolOf(claim, ["a/b"], { episodes_per_task: 30 });
    const evidence = deriveEvidence(claim, protocol, input);
    const page = textOf(render({ claim, protocol, input, evidence }));
    expect(page).toContain("Refuted");
    expect(page).not.toContain("against 80 %");
  });

  test("a refused sequential result says why", () => {
    const documents = documentsOf(spread);
    const input = { ...documents.input, episode_order: "unknown" as const };
    const evidence = deriveEvidence(documents.claim, documents.protocol, input);
    const page = render({ ...documents, input, evidence });
    expect(textOf(page)).toContain("No sequential result. The file does not show in which order");
    expect(page).not.toContain('class="sequence"');
  });
});

test("what the page shows of a package is what is in it", () => {
  const claim = claimOf();
  const protocol = protocolOf(claim, ["libero_spatial"]);
  const reading = readingOf(
    Object.entries(spread).flatMap(([name, letters]) => episodesOf(name, letters)),
  );
  const { evidence, members } = packageOf(claim, protocol, reading);
  const json = (name: string) => JSON.parse(new TextDecoder().decode(members.get(name)));
  const page = renderReport(
    claim,
    protocol,
    evidence,
    json("audit_input.json"),
    json("audit_provenance.json"),
  );
  const text = textOf(page);
  for (const shown of [
    "88/100 = 88.0 %",
    "80.19 % to 93.00 %", // Wilson at 95 %, by hand from the closed form
    "evd_01HXY7K9ABCDEFGHJKMNPQRSTV",
    "2026-01-02 03:04:05 UTC",
    "@worldflux/cli 0.0.0",
    evidence.claim.sha256.slice(7),
    "This page is not evidence.",
    "worldflux audit verify evidence_pkg/",
  ]) {
    expect(text).toContain(shown);
  }
  expect(evidence.labels.filter(({ code }) => !text.includes(code))).toEqual([]);
});

describe("text from outside", () => {
  const plain = "PLAIN";
  const names = Array.from({ length: 10 }, (_, i) => `libero_spatial/${plain}${i}`);
  const reading = {
    ...readingOf(names.flatMap((name) => episodesOf(name, "SSSFSSSSFE"))),
    notes: [{ code: "odd_thing", detail: `${plain} note` }],
    asserted: { [`${plain} key`]: `${plain} value` },
    evaluator: { name: plain, version: plain },
    metric_contract: {
      name: "success_rate" as const,
      success: "any_step" as const,
      description: plain,
    },
  };
  const claim: Claim = {
    ...claimOf(),
    claim_text: plain,
    subject: { type: "x", id: plain },
    applicability: { benchmark: plain },
    source: { type: "x", title: plain, url: plain },
  };
  const protocol = protocolOf(claim, names);
  const { auditInput: input } = normalizeReading("lerobot", reading, []);
  const documents = { claim, protocol, input, evidence: deriveEvidence(claim, protocol, input) };
  const page = render(documents);
  const tags = tagsOf(page);

  /** The same documents with another text wherever `plain` stands. */
  function withText(text: string): Documents {
    const swap = (value: unknown): unknown => {
      if (typeof value === "string") return value.replaceAll(plain, () => text);
      if (Array.isArray(value)) return value.map(swap);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [swap(k), swap(v)]));
    };
    return swap(documents) as Documents;
  }

  const hostile = fc.constantFrom(
    ...[
      "<script>alert(1)</script>",
      "</style>",
      "</title>",
      "<!--",
      "-->",
      "]]>",
      "<img src=x onerror=x>",
    ],
    ...['"', "'", "`", "&", "&lt;", "\\", "javascript:", "\n", "\u0000", "\u2028", "\u202e"],
    ...["\u2067", "\u200f", "\ufeff", "שלום", "مرحبا", "😀", "a\u0301", "<", ">", "="],
  );

  test("stands on the page more than ten times, and changes no tag", () => {
    expect(page.split(plain).length).toBeGreaterThan(10);
    const text = fc.array(hostile, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (text) => {
        const attacked = render(withText(text));
        expect(tagsOf(attacked)).toEqual(tags);
        expect(attacked.replaceAll("\n", "")).not.toMatch(/\p{Cc}|\p{Cf}|\u2028/u);
      }),
      { numRuns: 150 },
    );
  });
});

describe("many tasks", () => {
  const many = (n: number, name: (i: number) => string) =>
    documentsOf(
      Object.fromEntries(
        Array.from({ length: n }, (_, i) => [name(i), i % 17 === 0 ? "SFFFFFFFFF" : "SSSSSSSSSE"]),
      ),
      {},
      12,
    );
  const rows = (page: string) => page.match(/<use href="#scale-tasks"/g)?.length ?? 0;

  test("500 with the longest names of the worst characters stay under 1 MB", () => {
    const page = render(many(500, (i) => `suite_${i % 4}/${'"'.repeat(500)}${i}`));
    expect(new TextEncoder().encode(page).length).toBeLessThan(1_000_000);
    expect(rows(page)).toBe(12 + 488 + 4); // the lowest, the folded ones, a row of spikes a suite
  });

  test("10,000 are cut at 500 rows, and the page says so", () => {
    const page = render(many(10_000, (i) => `suite/${i}`));
    expect(new TextEncoder().encode(page).length).toBeLessThan(1_000_000);
    expect(rows(page)).toBe(12 + 488 + 1);
    expect(textOf(page)).toContain("9 512 more are listed in evidence.json");
  });

  test("a suite for every task is one group", () => {
    const page = render(many(60, (i) => `suite_${i}/0`));
    expect(rows(page)).toBe(12 + 60 + 1);
  });

  test("up to 40 stand open, by suite", () => {
    const page = render(many(40, (i) => `suite_${i % 4}/${i}`));
    expect(rows(page)).toBe(40 + 4);
    expect(page).not.toContain('class="spikes"');
  });
});
