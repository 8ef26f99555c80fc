import { type ErrorCode, WorldFluxError } from "./error.ts";

/** Limits and dialect of one read. */
export interface JsonOptions {
  /** Name of the text in error messages, such as `claim.json`. */
  readonly source: string;
  /**
   * `strict` (default) is for our own documents. `python` also takes what `json.dump` writes in
   * value position (`NaN`, `Infinity`, `-Infinity`, each read as null and listed in `bareNumbers`)
   * and integers too large to be exact.
   */
  readonly dialect?: "strict" | "python";
  /** Largest text in UTF-16 units; default 64 Mi. */
  readonly maxLength?: number;
  /** Deepest nesting; default 64. */
  readonly maxDepth?: number;
  /** Most objects and lists, each of which costs far more memory than text; no limit by default. */
  readonly maxContainers?: number;
  /** Line number of the first line, for texts cut out of a larger file; default 1. */
  readonly firstLine?: number;
}

/** A `NaN` or infinity that stood where JSON wants a value. */
export interface BareNumber {
  /** JSON pointer (RFC 6901) of the value. */
  readonly pointer: string;
  readonly token: "NaN" | "Infinity" | "-Infinity";
  /** Where the token starts, in UTF-16 units. */
  readonly offset: number;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const BARE = /NaN|-?Infinity/y;
const LITERAL = /true|false|null/y;
const checkFile = "check that this is the right file, as its program wrote it";
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Where an unfinished word or number may just have been cut off. */
const CUT_OFF =
  /^(?:t|tr|tru|f|fa|fal|fals|n|nu|nul|N|Na|-|-?I|-?In|-?Inf|-?Infi|-?Infin|-?Infini|-?Infinit|-?\d[\d.eE+-]*|\.|[eE][+-]?)$/;

/**
 * Checks that a text is JSON and nothing but JSON, by RFC 8259, and that no two readers can
 * disagree about it. Builds no values. See `parseJson` for what is refused.
 */
export function scanJson(text: string, options: JsonOptions): BareNumber[] {
  const { source, dialect = "strict", maxLength = 64 * 2 ** 20, maxDepth = 64 } = options;
  const { maxContainers = Number.POSITIVE_INFINITY } = options;
  let containers = 0;
  const python = dialect === "python";
  const bare: BareNumber[] = [];
  const path: (string | number)[] = [];
  let at = 0;

  if (text.length > maxLength) {
    throw new WorldFluxError(
      "WF_INPUT_TOO_LARGE",
      `${source} has ${text.length} characters; the limit is ${maxLength}`,
      { hint: checkFile },
    );
  }

  function fail(code: ErrorCode, what: string, hint = checkFile): never {
    const where = `${source}:${position(text, at, options.firstLine)}`;
    throw new WorldFluxError(code, `${where}: ${what}`, { hint });
  }

  /** A syntax error here, or a truncated file when the text just ends. */
  function unexpected(wanted: string): never {
    const rest = text.slice(at, at + 40);
    if (at >= text.length || (rest.length < 40 && CUT_OFF.test(rest))) {
      fail(
        "WF_JSON_TRUNCATED",
        `the JSON ends in the middle (expected ${wanted})`,
        "the program that wrote it stopped while writing: write the file again",
      );
    }
    const code = text.codePointAt(at) ?? 0;
    const shown = code > 0x20 && code < 0x7f ? `\`${text[at]}\`` : `U+${hex(code)}`;
    fail("WF_JSON_INVALID", `expected ${wanted}, found ${shown}`);
  }

  function space(): void {
    for (;;) {
      const c = text.charCodeAt(at);
      if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return;
      at++;
    }
  }

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  }

  /** Steps over a string and returns its raw form, without quotes. */
  function string(wanted: string): string {
    if (text.charCodeAt(at) !== 0x22) unexpected(wanted);
    const start = ++at;
    let escaped = false;
    for (;;) {
      if (at >= text.length) unexpected("the end of a string");
      const c = text.charCodeAt(at);
      if (c === 0x22) break;
      if (c < 0x20) fail("WF_JSON_INVALID", `control character U+${hex(c)} in a string`);
      if (c === 0x5c) {
        escaped = true;
        escapeSequence();
      } else at++;
    }
    const raw = text.slice(start, at++);
    const value: string = escaped ? JSON.parse(`"${raw}"`) : raw;
    if (LONE_SURROGATE.test(value)) {
      fail("WF_JSON_INVALID", "a string holds half of a surrogate pair, which is not a character");
    }
    return value;
  }

  function escapeSequence(): void {
    const next = text[at + 1];
    if (next !== undefined && '"\\/bfnrt'.includes(next)) at += 2;
    else if (next === "u" && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) at += 6;
    else {
      if (at + 6 > text.length) at = text.length;
      unexpected("an escape such as \\n or \\u00e9");
    }
  }

  function number(): void {
    const token = match(NUMBER);
    if (token === undefined) unexpected("a value");
    const integer = /^-?\d+$/.test(token);
    const value = Number(token);
    if (!Number.isFinite(value)) fail("WF_JSON_NUMBER", `${clip(token)} is too large for a number`);
    // A large float in its own shortest form, such as 123456789012345680000, is no integer lost.
    const kept = Number.isSafeInteger(value) || String(value) === token;
    if (!python && integer && !kept) {
      fail("WF_JSON_NUMBER", `the integer ${clip(token)} is over 2^53 and would be rounded`);
    }
    at += token.length;
  }

  function bareNumber(): boolean {
    const token = match(BARE);
    if (token === undefined) return false;
    if (!python) {
      fail("WF_JSON_NUMBER", `${token} is not JSON`, "write null, or leave the field out");
    }
    bare.push({ pointer: pointerOf(path), token: token as BareNumber["token"], offset: at });
    at += token.length;
    return true;
  }

  function value(depth: number): void {
    if (depth > maxDepth) {
      fail("WF_JSON_TOO_DEEP", `nested deeper than ${maxDepth} levels`);
    }
    space();
    const c = text[at];
    if ((c === "{" || c === "[") && ++containers > maxContainers) {
      fail("WF_INPUT_TOO_LARGE", `more than ${maxContainers} objects and lists`, checkFile);
    }
    if (c === "{") object(depth);
    else if (c === "[") array(depth);
    else if (c === '"') string("a string");
    else {
      const literal = match(LITERAL);
      if (literal !== undefined) at += literal.length;
      else if (!bareNumber()) number();
    }
    space();
  }

  function object(depth: number): void {
    const keys = new Set<string>();
    at++;
    space();
    if (text[at] === "}") {
      at++;
      return;
    }
    for (;;) {
      space();
      const keyAt = at;
      const key = string("a key in double quotes");
      if (keys.has(key) || key === "__proto__") {
        at = keyAt;
        if (key === "__proto__") fail("WF_JSON_INVALID", "the key __proto__ is refused");
        fail("WF_JSON_DUPLICATE_KEY", `the key ${JSON.stringify(clip(key))} stands here twice`);
      }
      keys.add(key);
      space();
      if (text[at] !== ":") unexpected("a colon");
      at++;
      path.push(key);
      value(depth + 1);
      path.pop();
      if (text[at] === "}") break;
      if (text[at] !== ",") unexpected("a comma or }");
      at++;
    }
    at++;
  }

  function array(depth: number): void {
    at++;
    space();
    if (text[at] === "]") {
      at++;
      return;
    }
    for (let i = 0; ; i++) {
      path.push(i);
      value(depth + 1);
      path.pop();
      if (text[at] === "]") break;
      if (text[at] !== ",") unexpected("a comma or ]");
      at++;
    }
    at++;
  }

  space();
  if (at >= text.length) {
    throw new WorldFluxError("WF_INPUT_EMPTY", `${source} is empty`, { hint: checkFile });
  }
  value(1);
  if (at < text.length) fail("WF_JSON_INVALID", "something follows after the end of the JSON");
  return bare;
}

function position(text: string, offset: number, firstLine = 1): string {
  const before = text.slice(0, offset);
  const line = before.split("\n").length - 1;
  return `${firstLine + line}:${offset - before.lastIndexOf("\n")}`;
}

function pointerOf(path: readonly (string | number)[]): string {
  return path.map((p) => `/${String(p).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, "0");
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
