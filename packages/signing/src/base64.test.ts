import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64, isBase64, toBase64 } from "./base64.ts";

test("is Buffer's base64, there and back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
      const text = toBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64"));
      expect(fromBase64(text)).toEqual(bytes);
      expect(isBase64(text, 300)).toBe(true);
    }),
  );
});

test("two texts of the same bytes are not both base64", () => {
  const text = fc.string({ unit: fc.constantFrom(..."AQgw+/=-_ \n"), maxLength: 12 });
  fc.assert(
    fc.property(text, (candidate) => {
      const bytes = Buffer.from(candidate, "base64");
      expect(isBase64(candidate, 100)).toBe(
        bytes.length > 0 && bytes.toString("base64") === candidate,
      );
    }),
    { numRuns: 3000 },
  );
});

test("the limit is one of bytes", () => {
  expect(isBase64("AAAA", 3)).toBe(true);
  expect(isBase64("AAAA", 2)).toBe(true); // the limit is looked at in steps of three
  expect(isBase64("AAAAAAAA", 3)).toBe(false);
});

test("of the letters that can come last, those with bits left over spell nothing", () => {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ \n"];
  for (const last of letters) {
    for (const text of [`AA${last}=`, `A${last}==`, `AAA${last}`, `${last}===`, `AAAAA${last}`]) {
      const again = Buffer.from(text, "base64").toString("base64");
      expect(isBase64(text, 100), JSON.stringify(text)).toBe(again !== "" && again === text);
    }
  }
  for (const text of ["", "=", "====", "AAAA====", "AA==AAAA", "AAAA\n"]) {
    expect(isBase64(text, 100), text).toBe(false);
  }
});
