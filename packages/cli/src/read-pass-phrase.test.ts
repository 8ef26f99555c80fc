import { PassThrough } from "node:stream";
import { afterEach, expect, test } from "vitest";
import { readPassPhrase, type Terminal } from "./read-pass-phrase.ts";

const variable = "WORLDFLUX_KEY_PASSPHRASE";
const before = process.env[variable];
afterEach(() => {
  if (before === undefined) delete process.env[variable];
  else process.env[variable] = before;
});

/** A terminal that types what it is given, and remembers what it showed. */
function terminal(chunks: readonly string[], isTTY = true) {
  delete process.env[variable];
  const raw: boolean[] = [];
  const shown: string[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY,
    setRawMode: (on: boolean) => void raw.push(on),
  });
  const output = { isTTY, write: (text: string) => shown.push(text) > 0 };
  for (const chunk of chunks) input.write(chunk);
  // Only what is used of the two streams.
  return { raw, shown, input, asked: { input, output } as unknown as Terminal };
}

test("the environment answers without a question", async () => {
  const { shown, asked } = terminal([]);
  process.env[variable] = "from the environment";
  expect(await readPassPhrase(["? "], asked)).toBe("from the environment");
  expect(shown).toEqual([]);
});

test.each<[string, string[], string]>([
  ["letter by letter", [..."abc", "\r"], "abc"],
  ["at once, with a line feed", ["abc\n"], "abc"],
  ["with corrections", ["ax", "\u007f", "bx\b", "c\r"], "abc"],
  ["begun again", ["wrong\u0015", "abc\r"], "abc"],
  ["with an arrow key", ["ab", "\u001b[D", "c\r"], "abc"],
  ["in any script", ["пароль世🤖x\u007f\r"], "пароль世🤖"],
])("typed %s", async (_, chunks, phrase) => {
  const { raw, shown, asked } = terminal(chunks);
  expect(await readPassPhrase(["phrase: "], asked)).toBe(phrase);
  expect(shown).toEqual(["phrase: ", "\n"]); // no echo, not even of the length
  expect(raw).toEqual([true, false]);
});

test("a new phrase is asked for twice, and both have to agree", async () => {
  expect(await readPassPhrase(["one: ", "two: "], terminal(["abc\r", "abc\r"]).asked)).toBe("abc");
  expect(await readPassPhrase(["one: ", "two: "], terminal(["abc\r\nabc\r\n"]).asked)).toBe("abc");
  const differing = readPassPhrase(["one: ", "two: "], terminal(["abc\r", "abd\r"]).asked);
  await expect(differing).rejects.toMatchObject({
    code: "WF_PASS_PHRASE",
    message: "the two pass phrases differ",
  });
});

test.each<[string, string[], boolean]>([
  ["Ctrl-C", ["abc\u0003"], true],
  ["Ctrl-D", ["\u0004"], true],
  ["an empty line", ["\r"], true],
  ["no terminal", ["abc\r"], false],
])("%s gives none", async (_, chunks, isTTY) => {
  const { raw, asked } = terminal(chunks, isTTY);
  await expect(readPassPhrase(["? "], asked)).rejects.toMatchObject({ code: "WF_PASS_PHRASE" });
  expect(raw.at(-1) ?? false).toBe(false);
});

test("an input that ends gives none", async () => {
  const { input, asked } = terminal(["abc"]);
  input.end();
  await expect(readPassPhrase(["? "], asked)).rejects.toMatchObject({ code: "WF_PASS_PHRASE" });
});
