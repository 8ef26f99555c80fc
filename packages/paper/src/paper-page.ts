import { decodeUtf8, parseJson, printable, WorldFluxError } from "@worldflux/schema";
import type { PaperReference } from "./paper-reference.ts";
import { type HtmlPage, readHtml } from "./read-html.ts";

/** What was read about a paper: bounded, and clean of control and direction characters. */
export interface PaperPage {
  readonly title: string | null;
  readonly authors: readonly string[];
  readonly year: number | null;
  readonly abstract: string | null;
  /** The paper itself, where more than the abstract was given. */
  readonly text: string | null;
}

/** How `--fetch` reads a paper: from where, and who may answer. */
export interface PageSource {
  readonly url: string;
  readonly hosts: readonly string[];
  readonly types: readonly string[];
}

const HTML = ["text/html", "application/xhtml+xml"];
const CSL = ["application/vnd.citationstyles.csl+json", "application/json"];

/** Longest texts that are kept, in characters. */
const LONGEST = { title: 400, author: 80, abstract: 8000, text: 2_000_000 };

/**
 * Where a paper's title and abstract are read: the abstract page of arXiv or OpenReview. A DOI is
 * asked of doi.org for its metadata, which the registration agency answers: no publisher's site is
 * contacted.
 */
export function pageSource(paper: PaperReference): PageSource {
  switch (paper.type) {
    case "arxiv":
      return { url: paper.url, hosts: ["arxiv.org", "export.arxiv.org"], types: HTML };
    case "openreview":
      return { url: paper.url, hosts: ["openreview.net"], types: HTML };
    case "doi":
      return {
        url: paper.url,
        hosts: [
          "doi.org",
          "api.crossref.org",
          "data.crosscite.org",
          "data.crossref.org",
          "data.datacite.org",
          "data.medra.org",
        ],
        types: CSL,
      };
  }
}

/**
 * Reads a fetched page by its media type.
 *
 * @throws WorldFluxError WF_PAGE_UNREADABLE, or as `parseJson` and `decodeUtf8`
 */
export function readFetched(bytes: Uint8Array, type: string, source: string): PaperPage {
  const text = decodeUtf8(bytes, source);
  if (HTML.includes(type)) {
    const page = fromHtml(readHtml(text));
    if (page.title === null && page.abstract === null) throw unreadable(source);
    return { ...page, text: null };
  }
  return fromCsl(parseJson(text, { source }).value, source);
}

/** Reads a saved page or text: the title and abstract of a page, and all of its text. */
export function readSaved(bytes: Uint8Array, name: string): PaperPage {
  if (startsWith(bytes, "%PDF-")) {
    throw new WorldFluxError("WF_PAGE_UNREADABLE", `${name} is a PDF`, {
      hint: "save its text (`pdftotext paper.pdf`) or the HTML page, and give that",
    });
  }
  const text = decodeUtf8(bytes, name);
  if (/^\s*(?:<!doctype html|<html|<\?xml|<head|<!--)/i.test(text.slice(0, 200))) {
    return fromHtml(readHtml(text));
  }
  return { title: null, authors: [], year: null, abstract: null, text: cut(text, LONGEST.text) };
}

function fromHtml({ meta, title, abstract, text }: HtmlPage): PaperPage {
  const first = (...names: string[]) =>
    names.flatMap((name) => meta.get(name) ?? []).find((value) => value.trim() !== "");
  const date = first(
    "citation_date",
    "citation_publication_date",
    "citation_online_date",
    "dc.date",
  );
  const headline = title.replace(/^\[[\w./-]{4,20}\]\s/, ""); // arXiv: [2401.01234] Title
  return {
    title: line(first("citation_title", "dc.title", "og:title") ?? headline, LONGEST.title),
    authors: authorsOf(meta.get("citation_author") ?? meta.get("dc.creator") ?? []),
    year: yearOf(date),
    abstract: line(first("citation_abstract") ?? abstract, LONGEST.abstract),
    text: cut(text, LONGEST.text),
  };
}

/** CSL JSON, as doi.org's agencies answer. Anything may be in it. */
function fromCsl(value: unknown, source: string): PaperPage {
  const at = (of: unknown, key: string | number): unknown =>
    typeof of === "object" && of !== null && Object.hasOwn(of, key)
      ? (of as Record<string | number, unknown>)[key] // an object, by the line above
      : undefined;
  const text = (of: unknown) => (typeof of === "string" ? of : undefined);
  const title = at(value, "title");
  const found = text(title) ?? text(at(title, 0));
  if (found === undefined) throw unreadable(source);
  const authors = at(value, "author");
  const names = (Array.isArray(authors) ? authors.slice(0, 100) : []).map((author) =>
    [at(author, "given"), at(author, "family"), at(author, "literal")]
      .flatMap((n) => text(n) ?? [])
      .join(" "),
  );
  const year = Number(at(at(at(at(value, "issued"), "date-parts"), 0), 0));
  const abstract = text(at(value, "abstract"));
  return {
    title: line(readHtml(found).text, LONGEST.title),
    authors: authorsOf(names),
    year: yearOf(Number.isFinite(year) ? String(year) : undefined),
    // Crossref's are JATS: <jats:p>...</jats:p>.
    abstract: abstract === undefined ? null : line(readHtml(abstract).text, LONGEST.abstract),
    text: null,
  };
}

function authorsOf(names: readonly string[]): string[] {
  return names.slice(0, 100).flatMap((name) => line(name, LONGEST.author) ?? []);
}

function yearOf(date: string | undefined): number | null {
  const year = Number(/\b(?:19|20)\d{2}\b/.exec((date ?? "").slice(0, 40))?.[0]);
  return Number.isInteger(year) ? year : null;
}

/** One line of what is visible, cut to a length; null for nothing. */
function line(text: string, longest: number): string | null {
  const clean = printable(text.slice(0, longest * 4))
    .replace(/\s+/g, " ")
    .trim();
  return clean === "" ? null : cut(clean, longest);
}

/** The first characters, none of them cut in two. */
function cut(text: string, longest: number): string {
  return text.length <= longest ? text : text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "");
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((character, i) => bytes[i] === character.charCodeAt(0));
}

function unreadable(source: string): WorldFluxError {
  return new WorldFluxError("WF_PAGE_UNREADABLE", `${source}: no title and no abstract found`, {
    hint: "open the page in a browser, save it, and give it with --from-file",
  });
}
