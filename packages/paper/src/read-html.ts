import { WorldFluxError } from "@worldflux/schema";
import { Parser } from "htmlparser2";

/** What a page says about its paper. Texts are as they stand there: whoever shows them cleans them. */
export interface HtmlPage {
  /** By lower-case name, the contents of `<meta name>` and `<meta property>`. */
  readonly meta: ReadonlyMap<string, readonly string[]>;
  readonly title: string;
  readonly abstract: string;
  /** All else that a reader sees, a paragraph for each block. */
  readonly text: string;
}

/** Deepest nesting: the parser looks through all open elements for an end tag that fits none. */
const DEEPEST = 400;
const MOST_META = 500;

const hidden = new Set([
  "script",
  "style",
  "noscript",
  "template",
  "svg",
  "head",
  "nav",
  // LaTeXML writes each formula twice; this is the source of what is shown.
  "annotation",
  "annotation-xml",
]);
const inline = new Set(
  "a abbr b bdi cite code data em font i kbd mark math mi mn mo mrow ms mstyle msub msup mtext q s semantics small span strong sub sup time tt u var wbr".split(
    " ",
  ),
);

/**
 * Reads an HTML page: metadata, title, abstract and the text, in one pass and without building a tree.
 *
 * @throws WorldFluxError WF_PAGE_UNREADABLE for one that nests deeper than any page does
 */
export function readHtml(html: string): HtmlPage {
  const meta = new Map<string, string[]>();
  const open: { name: string; hides: boolean; abstract: boolean }[] = [];
  const collected = { title: [] as string[], abstract: [] as string[], text: [] as string[] };
  let hiding = 0;
  let inAbstract = 0;
  let inTitle = false;
  let metas = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (open.length >= DEEPEST) throw tooDeep();
        if (name === "meta" && metas++ < MOST_META) keepMeta(meta, attributes);
        const hides = hidden.has(name);
        const abstract = /(?:^|\s)(?:ltx_)?abstract(?:\s|$)/.test(
          `${attributes["class"] ?? ""} ${attributes["id"] ?? ""}`,
        );
        open.push({ name, hides, abstract });
        if (hides) hiding++;
        if (abstract) inAbstract++;
        if (name === "title") inTitle = true;
        if (!inline.has(name)) separate();
      },
      ontext(text) {
        if (inTitle) collected.title.push(text);
        if (hiding > 0) return;
        const flowing = text.replace(/\s+/g, " "); // a break of the file is none of the page
        (inAbstract > 0 ? collected.abstract : collected.text).push(flowing);
      },
      onclosetag(name) {
        const last = open.pop();
        if (last?.hides) hiding--;
        if (last?.abstract) inAbstract--;
        if (name === "title") inTitle = false;
        if (!inline.has(name)) separate();
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  function separate() {
    collected.text.push("\n");
    if (inAbstract > 0) collected.abstract.push(" ");
  }
  parser.write(html);
  parser.end();
  return {
    meta,
    title: squeezed(collected.title.join("")),
    abstract: squeezed(collected.abstract.join("")).replace(/^Abstract(?:\s?[:.]\s*|\s)/i, ""),
    text: lines(collected.text.join("")),
  };
}

function keepMeta(meta: Map<string, string[]>, attributes: Record<string, string>): void {
  const name = (attributes["name"] ?? attributes["property"] ?? "").toLowerCase();
  const content = attributes["content"];
  if (name === "" || name.length > 64 || content === undefined) return;
  const values = meta.get(name);
  if (values === undefined) meta.set(name, [content]);
  else values.push(content);
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Blocks, with a blank line between them. */
function lines(text: string): string {
  return text
    .split("\n")
    .map(squeezed)
    .filter((line) => line !== "")
    .join("\n\n");
}

function tooDeep(): WorldFluxError {
  return new WorldFluxError(
    "WF_PAGE_UNREADABLE",
    `the page nests more than ${DEEPEST} elements in each other, which no paper does`,
    { hint: "save the text of the paper and give it with --from-file paper.txt" },
  );
}
