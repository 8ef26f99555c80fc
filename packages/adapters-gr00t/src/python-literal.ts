/** A value as Python prints it. Tuples and sets are lists; `array([1.])` is its list. */
export type PythonValue =
  | boolean
  | null
  | number
  | string
  | typeof elided
  | readonly PythonValue[]
  | ReadonlyMap<PythonValue, PythonValue>;

/** The `...` in place of what numpy left out of a long array. */
export const elided: unique symbol = Symbol("elided");

/** Says what is wrong at an offset of the text, by throwing. */
export type Refuse = (what: string, offset: number) => never;

/** Deepest nesting and most values of one literal; honest results nest four deep. */
const maxDepth = 16;
const maxValues = 2 ** 20;

/**
 * Reads one printed value: names and calls from a closed list, nothing is evaluated. Takes time and
 * memory in proportion to the literal.
 *
 * @returns the value and the offset behind it
 */
export function readPythonLiteral(
  text: string,
  start: number,
  refuse: Refuse,
): { value: PythonValue; end: number } {
  let at = start;
  let values = 0;

  const value = read(0);
  return { value, end: at };

  function read(depth: number): PythonValue {
    skipSpace();
    if (depth > maxDepth) refuse(`nests deeper than ${maxDepth}`, at);
    if (++values > maxValues) refuse(`holds more than ${maxValues} values`, at);
    const character = text[at];
    if (character === undefined) refuse(cutOff, at);
    if (character === "(") return readItems(")", depth);
    if (character === "[") return readItems("]", depth);
    if (character === "{") return readBraces(depth);
    const string = match(quoted);
    if (string !== undefined) return unescaped(string.slice(1, -1));
    const number = match(numeric);
    if (number !== undefined) return Number(number);
    if (match(ellipsis) !== undefined) return elided;
    if (/['"]/.test(character) && text.indexOf("\n", at) === -1) refuse(cutOff, at);
    const name = match(identifier);
    if (name === undefined) return refuse("is not printed Python", at);
    const named = names.get(name);
    if (named !== undefined) return named;
    if (at === text.length) refuse(cutOff, at);
    if (!callable.test(name)) refuse("holds a name that is no value", at - name.length);
    return readCall(depth);
  }

  function readItems(close: string, depth: number): PythonValue[] {
    const items: PythonValue[] = [];
    at++;
    while (!take(close)) {
      items.push(read(depth + 1));
      separate(close);
    }
    return items;
  }

  /** A dict, or a set: what stands behind the first value tells. */
  function readBraces(depth: number): PythonValue {
    const dict = new Map<PythonValue, PythonValue>();
    const set: PythonValue[] = [];
    at++;
    while (!take("}")) {
      const key = read(depth + 1);
      if (!take(":")) {
        set.push(key);
      } else {
        if (dict.has(key)) refuse("has a key twice", at);
        dict.set(key, read(depth + 1));
      }
      separate("}");
    }
    if (set.length > 0 && dict.size > 0) refuse("mixes a dict with a set", at);
    return set.length > 0 ? set : dict;
  }

  /** `np.float64(1.0)`, `array([1., 2.], dtype=float32)`: the first argument is the value. */
  function readCall(depth: number): PythonValue {
    skipSpace();
    if (!take("(")) refuse("holds a name that is no value", at);
    const argument = read(depth + 1);
    separate(")");
    while (!take(")")) {
      if (match(keyword) === undefined) refuse("has a call that is not numpy's", at);
      separate(")");
    }
    return argument;
  }

  function separate(close: string): void {
    if (take(",")) return;
    if (text[at] === undefined) refuse(cutOff, at);
    if (text[at] !== close) refuse("is not printed Python", at);
  }

  function take(character: string): boolean {
    skipSpace();
    if (text[at] !== character) return false;
    at++;
    return true;
  }

  function skipSpace(): void {
    while (spaces.has(text.charCodeAt(at))) at++;
  }

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  }
}

/** What `refuse` is told when the text ends inside the literal. */
export const cutOff = "ends in the middle";

const spaces = new Set([0x20, 0x09, 0x0a, 0x0d]);

// Each repetition is bounded and can match in one way only.
const quoted = /'(?:[^'\\\r\n]|\\[^\r\n]){0,4096}'|"(?:[^"\\\r\n]|\\[^\r\n]){0,4096}"/y;
const numeric = /[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,4})?(?![\w.])/y;
const ellipsis = /\.\.\./y;
const identifier = /-?[A-Za-z_][\w.]{0,63}/y;
const keyword = /dtype\s?=\s?[\w.'<>|]{1,40}/y;
const callable = /^(?:np\.|numpy\.)?(?:array|bool_?|str_|u?int\d{0,2}|float\d{0,3})$/;

const names: ReadonlyMap<string, PythonValue> = new Map<string, PythonValue>([
  ["True", true],
  ["False", false],
  ["np.True_", true],
  ["np.False_", false],
  ["None", null],
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function unescaped(body: string): string {
  return body.replace(
    /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|(.))/g,
    (whole, x?: string, u?: string, long?: string, character?: string) => {
      const code = x ?? u ?? long;
      if (code === undefined) return escapes[character ?? ""] ?? character ?? whole;
      const point = Number.parseInt(code, 16);
      return point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point);
    },
  );
}
