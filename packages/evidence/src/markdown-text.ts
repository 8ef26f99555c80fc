import { printable } from "@worldflux/schema";

/** Text from outside cannot become markup: names and claims are data, not Markdown or HTML. */
export function markdownText(value: string): string {
  return printable(value)
    .replace(/[\\`*_[\]<>|#&~$@]/g, (c) => `\\${c}`)
    .replace(/:(?=\/\/)/g, "\\:")
    .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}\\.`);
}
