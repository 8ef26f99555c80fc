import { expect, test } from "vitest";
import { errorClass } from "./error-class.ts";

test.each([
  ["keepalive ping timeout; no close frame received", "timeout"],
  ["timed out during handshake", "timeout"],
  ["received 1011 (internal error); then sent 1011 (internal error)", "connection_closed"],
  ["no close frame received or sent", "connection_closed"],
  ["[Errno 111] Connection refused by host-17", "connection_closed"],
  ["We want to replan every 5 steps, but policy only predicts 3 steps.", "exception"],
  ["", "exception"],
])("%s is %s", (text, expected) => {
  expect(errorClass(text)).toBe(expected);
});
