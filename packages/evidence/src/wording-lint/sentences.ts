import { comparableName } from "../benchmarks.ts";
import { cleanText } from "./clean-text.ts";

/** A sentence, heading, list item or table row. */
export interface Sentence {
  /** One line, as people read it. */
  readonly text: string;
  /** The same in the form in which names are compared (`comparableName`). */
  readonly form: string;
  /** Number of the paragraph, list or table that it stands in. */
  readonly paragraph: number;
  /** A row of a Markdown table. */
  readonly row: boolean;
  /** Where a character of `text` stands in the original: an offset in UTF-16 units. */
  readonly place: (index: number) => number;
}

/** A sentence that is longer is cut: every later step may look at a sentence more than once. */
const LONGEST = 2000;

/** Not the end of a sentence. */
const ABBREVIATION =
  /(?:\b(?:e\.g|i\.e|vs|cf|al|approx|ca|resp|Figs?|Tab|Eqs?|Secs?|No|Dr|Prof|St)|\b[A-Z])\.$/;

/** The sentences of a README, a page or an abstract, in order; a few passes over the text. */
export function sentencesOf(original: string): Sentence[] {
  const { text, offsets } = cleanText(original);
  const found: Sentence[] = [];
  let paragraph = 0;
  const add = (from: number, to: number, row: boolean) => {
    for (const [start, end] of pieces(text, from, to)) {
      const words = text.slice(start, end).replaceAll("\n", " ");
      if (!/[\p{L}\d]/u.test(words)) continue;
      found.push({
        text: words,
        form: comparableName(words),
        paragraph,
        row,
        place: (index) => offsets[start + Math.min(index, end - start)] ?? original.length,
      });
    }
  };
  let start = 0; // of the sentence
  let line = 0;
  while (line < text.length) {
    const newline = text.indexOf("\n", line);
    const lineEnd = newline < 0 ? text.length : newline;
    const head = text.slice(line, Math.min(lineEnd, line + 12)).trimStart();
    const blank = head === "" && text.slice(line, lineEnd).trim() === "";
    const row = head.startsWith("|");
    if (blank || row || /^(?:[-+•#>]|\d{1,3}[.)] )/.test(head)) {
      add(start, line, false);
      start = line;
    }
    if (blank) paragraph++;
    if (row || head.startsWith("#")) {
      add(line, lineEnd, row);
      start = lineEnd;
      if (!row) paragraph++;
    } else {
      start = ends(text, start, line, lineEnd, add);
    }
    line = lineEnd + 1;
  }
  add(start, text.length, false);
  return found;
}

/** Hands over every sentence that ends on this line; returns where the next one begins. */
function ends(
  text: string,
  start: number,
  line: number,
  lineEnd: number,
  add: (from: number, to: number, row: boolean) => void,
): number {
  let begin = start;
  for (let at = line; at < lineEnd; at++) {
    if (!".!?".includes(text.charAt(at))) continue;
    let end = at + 1;
    while (end < lineEnd && `"')]”’`.includes(text.charAt(end))) end++;
    if (end < lineEnd && text[end] !== " ") continue;
    const next = text
      .slice(end, end + 4)
      .trimStart()
      .charAt(0);
    if (next !== "" && /\p{Ll}/u.test(next)) continue;
    if (text[at] === "." && ABBREVIATION.test(text.slice(Math.max(0, at - 8), at + 1))) continue;
    add(begin, end, false);
    begin = end;
  }
  return begin;
}

/** Cuts what is too long at a space. */
function* pieces(text: string, from: number, to: number): Generator<[number, number]> {
  let start = from;
  while (start < to && /\s/.test(text.charAt(start))) start++;
  while (to - start > LONGEST) {
    const space = text.lastIndexOf(" ", start + LONGEST);
    const end = space > start + LONGEST / 2 ? space : start + LONGEST;
    yield [start, end];
    start = end;
  }
  if (to > start) yield [start, to];
}
