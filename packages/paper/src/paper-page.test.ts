import { expect, test } from "vitest";
import { candidateRates } from "./candidates.ts";
import { readFetched, readSaved } from "./paper-page.ts";
import { readHtml } from "./read-html.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** In the shape of an abstract page of arXiv. */
const abstractPage = `<!DOCTYPE html><html lang="en"><head><title>[2401.01234] A Policy &amp; Its Rates</title>
<meta name="citation_title" content="A Policy &amp; Its Rates" />
<meta name="citation_author" content="Doe, Jane" /><meta name="citation_author" content="Roe, Rick" />
<meta name="citation_date" content="2024/01/02" /></head>
<body><nav>success rate 1 %</nav><h1 class="title mathjax"><span class="descriptor">Title:</span>A Policy</h1>
<blockquote class="abstract mathjax"><span class="descriptor">Abstract:</span>It reaches a success rate of
43.9% over 500 episodes.</blockquote><script>var success = "99 % success rate";</script></body></html>`;

test("title, authors, year and abstract of a page of arXiv", () => {
  expect(readFetched(bytes(abstractPage), "text/html", "arxiv.org")).toEqual({
    title: "A Policy & Its Rates",
    authors: ["Doe, Jane", "Roe, Rick"],
    year: 2024,
    abstract: "It reaches a success rate of 43.9% over 500 episodes.",
    text: null,
  });
});

test("the metadata that doi.org's agencies answer with", () => {
  const csl = {
    title: "Rates <i>of</i> Policies",
    author: [{ given: "Jane", family: "Doe" }, { literal: "A Lab" }, 7],
    issued: { "date-parts": [[2023, 5]] },
    abstract: "<jats:title>Abstract</jats:title><jats:p>It succeeds in 41 of 50 trials.</jats:p>",
  };
  const type = "application/vnd.citationstyles.csl+json";
  const page = readFetched(bytes(JSON.stringify(csl)), type, "doi.org");
  expect(page).toMatchObject({
    title: "Rates of Policies",
    authors: ["Jane Doe", "A Lab"],
    year: 2023,
  });
  expect(candidateRates(page).map(({ printed, place }) => [printed, place])).toEqual([
    ["41/50", "abstract"],
  ]);
});

test("a formula of LaTeXML is read once", () => {
  const html = `<p>success rate <math><semantics><mn>86.5</mn><mo>%</mo><annotation>86.5\\%</annotation></semantics></math></p>`;
  expect(readHtml(html).text).toBe("success rate 86.5%");
});

test("text of a page cannot move a cursor or turn the direction, and is bounded", () => {
  const html = `<html><head><title>A\u202eB\u001b[31m${"x".repeat(5000)}</title></head></html>`;
  const { title } = readSaved(bytes(html), "paper.html");
  expect(title).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(title?.length).toBeLessThanOrEqual(400);
});

test.each([
  ["a page that nests without end", "<html>".concat("<div>".repeat(10_000)), "WF_PAGE_UNREADABLE"],
  ["end tags that fit nothing", `<html>${"<b>".repeat(399)}${"</i>".repeat(100_000)}`, null],
  ["a million attributes", `<html><p ${"a=1 ".repeat(200_000)}>`, null],
  ["an entity without end", `<html>${"&".repeat(500_000)}`, null],
  ["an open comment", `<html>${"<!--".repeat(100_000)}`, null],
  ["a PDF", "%PDF-1.7\n", "WF_PAGE_UNREADABLE"],
  ["bytes that are no text", "\u0000", null],
])("%s", (_, text, code) => {
  const read = () => readSaved(bytes(text), "paper.html");
  if (code === null) expect(read()).toMatchObject({ authors: [] });
  else expect(read).toThrow(expect.objectContaining({ code }));
});

test("a fetched page without title and abstract is refused, not half used", () => {
  expect(() =>
    readFetched(bytes("<html><p>Are you a robot?</p></html>"), "text/html", "openreview.net"),
  ).toThrow(expect.objectContaining({ code: "WF_PAGE_UNREADABLE" }));
});
