import { printable } from "@worldflux/schema";

/** A piece of a page. Only `html` makes one, so a value that was read can never pass for markup. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template: texts are escaped, markup is not, lists are joined. */
export type Part = string | number | Markup | undefined | readonly Part[];

/** Builds markup. Every text that is put in becomes inert: it cannot open or close anything. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const rest = parts.map((part, i) => render(part) + (literals[i + 1] ?? ""));
  return new Markup((literals[0] ?? "") + rest.join(""));
}

/** The content of a `<style>` element; no template may put text from outside into it. */
export function rawStyle(css: string): Markup {
  return new Markup(css);
}

function render(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Markup) return part.toString();
  if (Array.isArray(part)) return part.map(render).join("");
  return escaped(String(part));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  const kept = printable(text).replace(/(\d) %/g, "$1\u00a0%"); // a number and its sign stay together
  return kept.replace(/[&<>"']/g, (c) => entities[c] ?? "");
}

/** A text cut to a number of characters, whole ones, with an ellipsis where something is gone. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}

/** Cut in the middle: names that share their beginning often differ at the end. */
function clipMiddle(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const tail = Math.floor(most / 3);
  return `${characters.slice(0, most - tail - 1).join("")}…${characters.slice(-tail).join("")}`;
}

/** The name of a task or a suite, as `outside` shows text, cut in the middle. */
export function named(name: string, most = 96): Markup {
  return html`<bdi>${clipMiddle(printable(name), most)}</bdi>`;
}

/**
 * Text from outside, such as a note: cut to a length, and with a reading direction of its own,
 * so that Arabic or Hebrew in it does not turn the numbers beside it around.
 */
export function outside(text: string, most = 96): Markup {
  return html`<bdi>${clip(printable(text), most)}</bdi>`;
}
