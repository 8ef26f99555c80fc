import { preview, WorldFluxError } from "@worldflux/schema";
import { parseArxivId } from "./arxiv-id.ts";
import { parseDoi } from "./doi.ts";
import { trimCopied } from "./trim-copied.ts";

/** Which paper is meant, in one spelling. */
export interface PaperReference {
  readonly type: "arxiv" | "doi" | "openreview";
  /** `2401.01234`, `10.1177/0278364919887447`, or the forum of OpenReview. */
  readonly id: string;
  /** For arXiv, the version that is named. */
  readonly version: number | null;
  /** Where a reader finds it. */
  readonly url: string;
  /** `arXiv:2401.01234v2`, `doi:10.1177/...`, `OpenReview:...`. */
  readonly citation: string;
}

/** Longest address that is looked at, in characters. */
const LONGEST = 2048;

/** Sites that show arXiv's papers under arXiv's identifiers, and the path in front of them. */
const arxivSites: Readonly<Record<string, RegExp>> = {
  "arxiv.org": /^\/(?:abs|pdf|html|format|ps|src|e-print)\//i,
  "www.arxiv.org": /^\/(?:abs|pdf|html|format|ps|src|e-print)\//i,
  "export.arxiv.org": /^\/(?:abs|pdf|html|format|ps|src|e-print)\//i,
  "ar5iv.org": /^\/(?:abs|html)\//i,
  "ar5iv.labs.arxiv.org": /^\/(?:abs|html)\//i,
  "alphaxiv.org": /^\/(?:abs|pdf|overview)\//i,
  "www.alphaxiv.org": /^\/(?:abs|pdf|overview)\//i,
  "huggingface.co": /^\/papers\//i,
};

/**
 * Reads the address or the id of a paper: arXiv (abs, pdf, html, old and new ids, versions, and the
 * sites that use its ids), DOI (also inside a publisher's address) and OpenReview. Query strings and
 * what a copy from a text drags along are dropped. Looks at the text alone; no network.
 *
 * @throws WorldFluxError WF_PAPER_UNKNOWN for anything else
 */
export function parsePaperReference(text: string): PaperReference {
  const trimmed = trimCopied(text.slice(0, LONGEST + 1));
  const found = trimmed.length > LONGEST ? undefined : read(trimmed);
  if (found !== undefined) return found;
  throw new WorldFluxError(
    "WF_PAPER_UNKNOWN",
    `${preview(text.slice(0, 200), 80)} is no paper of arXiv, OpenReview or with a DOI`,
    {
      hint: "give an address such as https://arxiv.org/abs/2401.01234; for anything else use `worldflux claim create --template custom`",
    },
  );
}

function read(text: string): PaperReference | undefined {
  const prefixed = /^arxiv\s?:\s?(.{1,64})$/i.exec(text)?.[1];
  const id = arxiv(prefixed ?? text);
  if (id !== undefined) return id;
  const doi = parseDoi(text.replace(/^doi\s?:\s?/i, ""));
  if (doi !== undefined) return fromDoi(doi);
  const url = webAddress(text);
  if (url === undefined) return undefined;
  const site = Object.hasOwn(arxivSites, url.hostname) ? arxivSites[url.hostname] : undefined;
  if (site !== undefined) {
    const rest = decoded(url.pathname);
    return site.test(rest) ? arxiv(rest.replace(site, "")) : undefined;
  }
  if (/^(?:www\.|api2?\.)?openreview\.net$/.test(url.hostname)) return openReview(url);
  return fromDoi(doiInPath(url));
}

function arxiv(text: string): PaperReference | undefined {
  const cut = text.replace(/\.pdf$/i, "").replace(/\/+$/, "");
  // Listings and readers put more behind the id: /html/2401.01234v1/S3 or /abs/2401.01234/figures.
  const [first = "", second = ""] = cut.split("/");
  const found = parseArxivId(first) ?? parseArxivId(`${first}/${second}`);
  if (found === undefined) return undefined;
  const name = found.version === null ? found.id : `${found.id}v${found.version}`;
  return {
    type: "arxiv",
    ...found,
    url: `https://arxiv.org/abs/${name}`,
    citation: `arXiv:${name}`,
  };
}

function fromDoi(doi: string | undefined): PaperReference | undefined {
  if (doi === undefined) return undefined;
  const inArxiv = /^10\.48550\/arxiv\.(.{1,64})$/.exec(doi)?.[1];
  if (inArxiv !== undefined) return arxiv(inArxiv);
  const path = doi.split("/").map(encodeURIComponent).join("/");
  return {
    type: "doi",
    id: doi,
    version: null,
    url: `https://doi.org/${path}`,
    citation: `doi:${doi}`,
  };
}

/** The DOI in a publisher's address, such as https://dl.acm.org/doi/abs/10.1145/3386569.3392422. */
function doiInPath({ pathname }: URL): string | undefined {
  const path = decoded(pathname);
  const at = path.indexOf("/10.");
  if (at < 0) return undefined;
  const end = /\/(?:full|pdf|abstract|html|epdf|meta)\/?$/i;
  return parseDoi(path.slice(at + 1).replace(end, ""));
}

function openReview({ pathname, searchParams }: URL): PaperReference | undefined {
  if (!/^\/(?:forum|pdf|references\/pdf|attachment)\/?$/.test(pathname)) return undefined;
  const id = searchParams.get("id") ?? "";
  if (!/^[A-Za-z0-9_-]{6,24}$/.test(id)) return undefined;
  return {
    type: "openreview",
    id,
    version: null,
    url: `https://openreview.net/forum?id=${id}`,
    citation: `OpenReview:${id}`,
  };
}

/** An address of the web without a password; one without a scheme is one too. */
function webAddress(text: string): URL | undefined {
  const full = /^https?:\/\//i.test(text)
    ? text
    : /^[a-z0-9.-]{4,64}\//i.test(text)
      ? `https://${text}`
      : "";
  if (!URL.canParse(full)) return undefined;
  const url = new URL(full);
  return url.username === "" && url.password === "" ? url : undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
