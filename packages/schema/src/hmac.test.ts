import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fromHex, toHex } from "./hex.ts";
import { hmacSha256 } from "./hmac.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

// RFC 4231, test cases 1, 2, 3 and 6.
test.each([
  [
    fromHex("0b".repeat(20)),
    bytes("Hi There"),
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
  ],
  [
    bytes("Jefe"),
    bytes("what do ya want for nothing?"),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  ],
  [
    fromHex("aa".repeat(20)),
    fromHex("dd".repeat(50)),
    "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
  ],
  [
    fromHex("aa".repeat(131)),
    bytes("Test Using Larger Than Block-Size Key - Hash Key First"),
    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
  ],
])("the published value of case %#", (key, message, expected) => {
  expect(toHex(hmacSha256(key, message))).toBe(expected);
});

test("hexadecimal goes both ways, and nothing else is taken", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (data) => {
      expect(toHex(data)).toBe(Buffer.from(data).toString("hex"));
      expect([...fromHex(toHex(data))]).toEqual([...data]);
    }),
  );
  for (const text of ["0", "0g", "AA", " 00", "0x00"]) expect(() => fromHex(text)).toThrow();
});
