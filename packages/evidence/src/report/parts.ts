import type { Verdict } from "@worldflux/schema";
import { verdictTitle } from "../wording.ts";
import { html, type Markup, named, type Part } from "./html.ts";
import { verdictTone } from "./tone.ts";
import { count } from "./waterfall-plot.ts";

/** Most lines of a list whose length the input decides. */
const MOST_LINES = 40;

/** A verdict as a word with its tone. */
export function verdictWord(verdict: Verdict): Markup {
  return html`<span class="verdict ${verdictTone(verdict)}">${verdictTitle[verdict].toLowerCase()}</span>`;
}

/** A name and its value. */
export type Fact = readonly [name: string, value: Part] | undefined;

/** A list of names and values; rows that are undefined are left out. */
export function facts(rows: readonly Fact[]): Markup {
  const shown = rows.filter((row) => row !== undefined);
  return html`<dl class="facts">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** At most so many lines, and a last one that says how many are left out and where they are. */
export function capped<T>(
  items: readonly T[],
  render: (item: T) => Markup,
  more: (text: string) => Markup,
  { most = MOST_LINES, where = "evidence.json" } = {},
): Part {
  const left = items.length - most;
  const rest = left > 0 ? more(`and ${count(left)} more in ${where}`) : undefined;
  return [items.slice(0, most).map(render), rest];
}

/** The first names of a list, and how many more there are. */
export function listed(names: readonly string[], most: number): Part {
  const shown = names.slice(0, most).map((name, i) => [i > 0 ? ", " : "", named(name, 64)]);
  return [shown, names.length > most ? ` and ${count(names.length - most)} more` : ""];
}

/** A moment as people write it, which no line breaks. */
export function moment(time: string): Markup {
  return html`<time datetime="${time}">${time.replace("T", " ").replace(/(?:\.0+)?Z$/, " UTC")}</time>`;
}

/** A phrase as a sentence. */
export function sentence(phrase: string): string {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`;
}
