import { expect, test } from "vitest";
import { errorClassOf } from "./error-class.ts";

test.each([
  ["ConnectionClosedError: received 1011", "ConnectionClosedError"],
  ["websockets.exceptions.ConnectionClosed: sent 1000", "ConnectionClosed"],
  ["ValueError", "ValueError"],
  ["RuntimeError('CUDA error at /home/me/x.py')", "RuntimeError"],
  ['Traceback (most recent call last):\n  File "/home/me/run.py", line 3\nKeyError: 0', "KeyError"],
  ["request timed out after 30 s on gpu-node-7", "timeout"],
  ["Timeout", "timeout"],
  ["connection refused by 10.0.0.3:8000", "connection_closed"],
  ["gpu-node-7.lan went away", "exception"],
  ["/home/me/Error", "exception"],
  ["SecretTokenErrorhf_abcdefghijklmnop", "exception"],
  [{ type: "TimeoutError", message: "/home/me" }, "TimeoutError"],
  [{ message: "/home/me" }, "exception"],
  [true, "exception"],
])("%j is %s", (cell, expected) => {
  expect(errorClassOf(cell, "x")).toBe(expected);
});

test("long texts cost no time", () => {
  const started = performance.now();
  for (const text of ["a.", "A", "Aa1", " ", "Traceback\n", "time"]) {
    errorClassOf(text.repeat(200_000), "x");
  }
  expect(performance.now() - started).toBeLessThan(10_000); // quadratic: minutes
});

test.each(["none", "N/A", "NA", "null", "FALSE", " "])("%j is no error", (cell) => {
  expect(errorClassOf(cell, "x")).toBeUndefined();
});

test.each(["-", "ok", "failed", "Success", "no error"])("%j may mean either", (cell) => {
  expect(() => errorClassOf(cell, "x")).toThrow("expected the text of an error");
});
