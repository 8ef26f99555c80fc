import { expect, test } from "vitest";
import { preAuthenticationEncoding } from "./dsse.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const encoding = (type: string, payload: string) =>
  new TextDecoder().decode(preAuthenticationEncoding(type, utf8(payload)));

// The vector of DSSE's protocol.md.
test("is the encoding of the specification's example", () => {
  expect(encoding("http://example.com/HelloWorld", "hello world")).toBe(
    "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
  );
});

test("counts bytes, so that no two pairs have one encoding", () => {
  expect(encoding("é", "世")).toBe("DSSEv1 2 é 3 世");
  expect(encoding("", "")).toBe("DSSEv1 0  0 ");
  expect(encoding("a 1 b", "")).not.toBe(encoding("a", "b 0 "));
});
