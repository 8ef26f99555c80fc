import { WorldFluxError } from "@worldflux/schema";
import { expect, test } from "vitest";
import { detectBy, onlyFile } from "./detection.ts";
import { memoryInput } from "./memory-input.ts";

test("what a recogniser says is passed on", () => {
  const detection = { shape: "E1", why: "it has episodes" };
  expect(detectBy(() => detection)).toEqual(detection);
});

test("what it throws at users is the reason", () => {
  const refuse = () => {
    throw new WorldFluxError("WF_SHAPE_UNKNOWN", "run.json has no episodes");
  };
  expect(detectBy(refuse)).toEqual({ shape: null, why: "run.json has no episodes" });
});

test("a bug stays a bug", () => {
  const bug = () => {
    throw new TypeError("x is not a function");
  };
  expect(() => detectBy(bug)).toThrow(TypeError);
});

test("the only file, also of a folder", () => {
  expect(onlyFile(memoryInput({ "a/run.json": "{}" }, "a"), "run.json").path).toBe("a/run.json");
});

test.each([
  [{}, "outputs holds 0 files, and one is read at a time"],
  [{ a: "", b: "" }, "outputs holds 2 files, and one is read at a time"],
])("none, or several: %j", (files, message) => {
  expect(() => onlyFile(memoryInput(files, "outputs"), "run.json")).toThrow(
    expect.objectContaining({
      code: "WF_INPUT_FOLDER",
      message,
      hint: "name the run.json itself",
    }),
  );
});
