/** Text as people read it, and where each character of it stood. */
export interface CleanText {
  readonly text: string;
  /** Offset in the original of each UTF-16 unit of `text`, and of its end. */
  readonly offsets: Uint32Array;
}

/** Longest HTML tag that is taken for one. */
const TAG = 300;

/**
 * Takes away what readers do not see or do not read: HTML tags and comments, fenced code, addresses,
 * emphasis, invisible characters. Odd spaces, digits and percent signs become the usual ones. One pass.
 */
export function cleanText(original: string): CleanText {
  const kept: string[] = [];
  const offsets = new Uint32Array(original.length + 1);
  let units = 0;
  const keep = (character: string, at: number) => {
    kept.push(character);
    offsets[units++] = at;
  };
  let at = 0;
  let lineStart = true;
  while (at < original.length) {
    const end = hiddenUntil(original, at, lineStart);
    if (end > at) {
      // What is taken away still ends a word, and its line breaks still count.
      keep(original.slice(at, end).includes("\n") ? "\n" : " ", at);
      lineStart = original[end - 1] === "\n";
      at = end;
      continue;
    }
    const [character, length] = characterAt(original, at);
    const visible = usual(character);
    if (visible !== "") keep(visible, at);
    lineStart = character === "\n";
    at += length;
  }
  offsets[units] = original.length;
  return { text: kept.join(""), offsets: offsets.subarray(0, units + 1) };
}

/** Where something ends that is not read and begins here; `at` itself where nothing does. */
function hiddenUntil(text: string, at: number, lineStart: boolean): number {
  if (lineStart) {
    const fence = /^ {0,3}(```|~~~)/.exec(text.slice(at, at + 6))?.[1];
    if (fence !== undefined) return fenceEnd(text, at, fence);
  }
  const first = text[at];
  if (first === "<") {
    if (text.startsWith("<!--", at)) return past(text, "-->", at);
    if (!/[a-z/]/i.test(text.charAt(at + 1))) return at;
    const close = text.slice(at, at + TAG).indexOf(">");
    return close > 0 && !text.slice(at + 1, at + close).includes("<") ? at + close + 1 : at;
  }
  if (first === "h" && /^https?:\/\//.test(text.slice(at, at + 8))) {
    let end = at;
    while (end < text.length && !/[\s<>()[\]"'|]/.test(text.charAt(end))) end++;
    return end;
  }
  return at;
}

function fenceEnd(text: string, at: number, fence: string): number {
  const close = text.indexOf(`\n${fence}`, at);
  return close < 0 ? text.length : past(text, "\n", close + 1);
}

function past(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found < 0 ? text.length : found + end.length;
}

/** HTML names of characters that stand in or beside numbers. */
const named: Readonly<Record<string, string>> = {
  nbsp: " ",
  ensp: " ",
  emsp: " ",
  thinsp: " ",
  hairsp: " ",
  numsp: " ",
  percnt: "%",
  period: ".",
  comma: ",",
  sol: "/",
  colon: ":",
  equals: "=",
  minus: "-",
  hyphen: "-",
  ndash: "–",
  plusmn: "±",
  lt: "<",
  gt: ">",
  le: "≤",
  ge: "≥",
  amp: "&",
  shy: "",
};

/** The character that begins here, and how long it is written: `&#37;` is a percent sign. */
function characterAt(text: string, at: number): [string, number] {
  const character = text.charAt(at);
  if (character !== "&") return [character, 1];
  const match = /^&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/i.exec(text.slice(at, at + 12));
  if (match === null) return [character, 1];
  const [{ length }, decimal, hex, name = ""] = match;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const known = Object.hasOwn(named, name) ? named[name] : undefined;
  // One unit at most, and never the end of a line.
  const meant = code > 0 && code < 0x10000 ? String.fromCharCode(code) : known;
  return meant === undefined ? [character, 1] : [meant.replace(/[\n\r]/, " "), length];
}

/** The usual form of a character; empty for one that is not seen. */
function usual(character: string): string {
  if (/[\w ,.;:()\n]/.test(character)) return character; // most of any text
  if (/[*`$\\\p{Cf}]/u.test(character)) return "";
  if (/[\u00a0\u2000-\u200a\u202f\u3000\t\r]/.test(character)) return " ";
  if (/[\u2010\u2011\u2212]/.test(character)) return "-";
  if (/[\uff10-\uff19]/.test(character)) {
    return String.fromCharCode(character.charCodeAt(0) - 0xfee0);
  }
  if (character === "\uff05" || character === "\u066a") return "%";
  return character;
}
