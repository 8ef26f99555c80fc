import { expect, test } from "vitest";
import { errorClass } from "./error-class.ts";

test.each([
  ['Traceback (most recent call last):\n  File "a.py", line 1\nKeyError: "x"\n', "KeyError"],
  ["Traceback\nOSError: [Errno 28] No space left on device", "OSError"],
  ["Traceback\na.b_c.SimFailure: solver\nsecond line of the message\n", "SimFailure"],
  ["ValueError: first\n\nDuring handling of it:\n\nTypeError: second\r\n", "TypeError"],
  ["Traceback\nKeyboardInterrupt", "KeyboardInterrupt"],
  ["SIGSEGV in the simulator", "exception"],
  ["lost RuntimeError: in the middle of a line", "exception"],
  ["RuntimeErrors: not a class", "exception"],
])("%j is of class %s", (message, name) => {
  expect(errorClass(message)).toBe(name);
});

test("a message of many megabytes costs nothing", () => {
  const started = performance.now();
  expect(errorClass("a.".repeat(5_000_000))).toBe("exception");
  expect(errorClass("A".repeat(5_000_000))).toBe("exception");
  expect(performance.now() - started).toBeLessThan(10_000); // quadratic: minutes
});
