import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Digest, digester, sha256 } from "./digest.ts";

// The first two are the examples of FIPS 180-2.
test.each([
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  ],
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
])("%j", (text, hex) => {
  expect(sha256(text)).toBe(`sha256:${hex}`);
  const hash = digester();
  hash.update(new TextEncoder().encode(text));
  expect(hash.digest()).toBe(`sha256:${hex}`);
});

test("in pieces or at once, the digest is the same", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (pieces) => {
      const hash = digester();
      for (const piece of pieces) hash.update(piece);
      const digest = hash.digest();
      expect(digest).toBe(sha256(Uint8Array.from(pieces.flatMap((piece) => [...piece]))));
      expect(Digest.safeParse(digest).success).toBe(true);
    }),
  );
});
