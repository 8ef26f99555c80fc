import * as fc from "fast-check";
import { expect, test } from "vitest";
import { clip, html, named, outside } from "./html.ts";

test("texts are escaped, markup and lists of it are kept", () => {
  const items = ["<b>", '"&'].map((text) => html`<li title="${text}">${text}</li>`);
  expect(String(html`<ul>${items}${undefined}${3}</ul>`)).toBe(
    '<ul><li title="&lt;b&gt;">&lt;b&gt;</li><li title="&quot;&amp;">&quot;&amp;</li>3</ul>',
  );
});

test("an object that looks like markup is none", () => {
  const forged = JSON.parse('{"markup":"<b>","text":"<b>"}');
  expect(String(html`${forged}`)).toBe("[object Object]");
});

test("no text closes what it stands in, whatever it holds", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const page = String(html`<p title="${text}">${outside(text)}${named(text)}</p>`);
      expect(page.match(/[<>]/g)).toHaveLength(12);
      expect(page.match(/["']/g)).toHaveLength(2);
      expect(page).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)|\p{Cc}|\p{Cf}/u);
    }),
  );
});

test("marks that turn the reading direction go, and names keep their own direction", () => {
  expect(String(outside("a\u202eb\u2066c שלום"))).toBe("<bdi>a b c שלום</bdi>");
});

test("a number and its sign stay on one line", () => {
  expect(String(html`80 % of 5 %`)).toBe("80 % of 5 %");
  expect(String(html`${"80 % of 5 %"}`)).toBe("80\u00a0% of 5\u00a0%");
});

test("cuts whole characters, names in the middle", () => {
  expect(clip("abcdef", 4)).toBe("abc…");
  expect(clip("😀😀😀😀", 3)).toBe("😀😀…");
  expect(clip("😀😀😀", 3)).toBe("😀😀😀");
  expect(String(named(`${"a".repeat(100)}_7`, 9))).toBe("<bdi>aaaaa…a_7</bdi>");
});
