import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex } from "./hex.ts";
import { sha as browser } from "./sha-browser.ts";
import { sha as node } from "./sha-node.ts";

const abc = new TextEncoder().encode("abc");

describe.each([
  ["node", node],
  ["browser", browser],
])("%s", (_, sha) => {
  test("the examples of FIPS 180-4", () => {
    const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(sha.sha256Hex("abc")).toBe(sha256);
    expect(toHex(sha.sha256(abc))).toBe(sha256);
    expect(toHex(sha.sha1(abc))).toBe("a9993e364706816aba3e25717850c26c9cd0d89d");
    const running = sha.running();
    for (const byte of abc) running.update(Uint8Array.of(byte));
    expect(running.hex()).toBe(sha256);
  });
});

test("both give the same for any bytes, any text and any pieces", () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(bytes, bytes, fc.string({ unit: "binary" }), (one, two, text) => {
      expect(browser.sha256Hex(one)).toBe(node.sha256Hex(one));
      expect(browser.sha256(one)).toEqual(node.sha256(one));
      expect(browser.sha1(one)).toEqual(node.sha1(one));
      // Half a surrogate pair is hashed as U+FFFD by both.
      for (const each of [text, `${text}\ud800`]) {
        expect(browser.sha256Hex(each)).toBe(node.sha256Hex(each));
      }
      const [ours, theirs] = [browser.running(), node.running()];
      for (const piece of [one, two]) {
        ours.update(piece);
        theirs.update(piece);
      }
      expect(ours.hex()).toBe(theirs.hex());
    }),
  );
});
