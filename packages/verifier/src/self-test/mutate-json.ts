import type { MutationClass } from "./mutation.ts";

/** Other bytes for a JSON document, most of which say the same to some reader. */
export interface Spelling {
  readonly class: MutationClass;
  readonly change: string;
  readonly bytes: Uint8Array;
}

const utf8 = new TextEncoder();

/** Spellings that two readers may take for two things, or for one. `text` is canonical JSON and a line feed. */
export function otherSpellings(text: string): Spelling[] {
  const body = text.trimEnd();
  const number = (token: string) => body.replace(/(?<=[:[,])-?\d+(?:\.\d+)?(?=[,}\]])/, token);
  const firstKey = /^\{("(?:[^"\\]|\\.)*"):/.exec(body)?.[1];
  const again = (value: string) =>
    firstKey === undefined ? body : `${body.slice(0, -1)},${firstKey}:${value}}`;
  const inString = (put: string) => body.replace(/:"(?=[^"])/, `:"${put}`);
  const texts: [change: string, text: string][] = [
    ["byte order mark", `\ufeff${text}`],
    ["carriage return", `${body}\r\n`],
    ["no line feed", body],
    ["two line feeds", `${text}\n`],
    ["white space", `${body.replace(":", ": ")}\n`],
    ["trailing data", `${body}{}\n`],
    ["trailing comma", `${body.slice(0, -1)},${body.slice(-1)}\n`],
    ["comment", `/* */${text}`],
    ["key twice", `${again("1")}\n`],
    ["key twice, once escaped", `${again("1").replace(/,"(.)([^,]*)$/, escaped)}\n`],
    ["__proto__", `${body.slice(0, -1)},"__proto__":{}}\n`],
    ["depth 100", `${body.slice(0, -1)},"zz":${"[".repeat(100)}${"]".repeat(100)}}\n`],
    ["1e400", `${number("1e400")}\n`],
    ["-0", `${number("-0")}\n`],
    ["2^53+1", `${number("9007199254740993")}\n`],
    ["NaN", `${number("NaN")}\n`],
    ["leading zero", `${number("01")}\n`],
    ["exponent", `${number("1e0")}\n`],
    ["1.0", `${number("1.0")}\n`],
    ["lone surrogate", `${inString("\\ud800")}\n`],
    ["escaped letter", `${inString("\\u0041")}\n`],
    ["null character", `${inString("\\u0000")}\n`],
    ["emptied", ""],
    ["null", "null\n"],
    ["list", "[]\n"],
    ["object", "{}\n"],
    ["truncated", text.slice(0, Math.ceil(text.length / 2))],
  ];
  const spellings = texts
    .filter(([, other]) => other !== text)
    .map(([change, other]) => ({ class: "json", change, bytes: utf8.encode(other) }) as const);
  const bytes = utf8.encode(text);
  const invalid = Uint8Array.from([...bytes.slice(0, 2), 0xff, ...bytes.slice(2)]);
  return [...spellings, { class: "json", change: "not UTF-8", bytes: invalid }];
}

function escaped(_: string, letter: string, rest: string): string {
  const code = letter.charCodeAt(0).toString(16).padStart(4, "0");
  return `,"\\u${code}${rest}`;
}
