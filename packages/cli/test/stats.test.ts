import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { workFolder, worldflux } from "./worldflux.ts";

const json = (line: string) => {
  const { status, stdout, stderr } = worldflux(workFolder(), `stats ${line} --json`);
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
};

describe("stats rate", () => {
  test("323/400 against 80 %, with and without a margin", () => {
    const found = json("rate 323/400 --at-least 0.8 --margin 0.05");
    expect(found).toMatchObject({ verdict: "supported", strictVerdict: "inconclusive" });
    expect(found.interval.lower).toBeCloseTo(0.76601, 5);
    expect(found.interval.upper).toBeCloseTo(0.84314, 5);
    expect(json("rate 323/400 --at-least 80%").verdict).toBe("inconclusive");
  });

  test("says how many episodes an open question needs", () => {
    const { stdout } = worldflux(workFolder(), "stats rate 323/400 --at-least 0.8");
    expect(stdout).toMatch(/episodes needed +\d+ more at this rate/);
  });

  test("is mirrored by --at-most", () => {
    expect(json("rate 77/400 --at-most 20% --margin 5%").verdict).toBe("supported");
  });
});

test("stats compare tells a winner only when there is one", () => {
  expect(json("compare 486/500 486/500").verdict).toBe("cannot_tell");
  expect(json("compare 300/400 352/400").verdict).toBe("b_better");
});

test("stats plan gives the published numbers for 0.9 against 0.8 at one-sided 5 %", () => {
  const { first, stable } = json("plan --claim 0.8 --true 0.9 --alpha 0.1");
  expect([first.episodes, stable.episodes]).toEqual([82, 94]);
});

test("stats feasible: no whole number of 500 reads 43.9 %", () => {
  expect(json("feasible 43.9% --of 500").feasible).toBe(false);
  expect(json("feasible 80.8% --of 400").feasible).toBe(true);
});

test("stats sequential decides at the first crossing, from letters or a file", () => {
  const cwd = workFolder();
  writeFileSync(join(cwd, "run.txt"), `${"S".repeat(40)}\n`);
  const { status, stdout } = worldflux(
    cwd,
    "stats sequential --from run.txt --at-least 0.8 --json",
  );
  expect(status).toBe(0);
  // All-success episodes needed at alpha 0.05 against 0.8 with a uniform prior: 20.
  expect(JSON.parse(stdout)).toMatchObject({
    verdict: "supported",
    support: { firstCrossing: 20 },
  });
  expect(json("sequential SFSF --at-least 0.8").verdict).toBe("inconclusive");
});

test.each([
  ["rate 5 --at-least 0.8", "write successes/episodes"],
  ["rate 5/4 --at-least 0.8", "successes"],
  ["rate 3/4 --at-least 80", "write 0.8 or 80%"],
  ["rate 3/4", "--at-least 0.8"],
  ["rate 3/4 --at-least 0.8 --at-most 0.9", "--at-least 0.8"],
  ["rate 3/4 --at-least 0.8 --alpha 0", "alpha"],
  ["compare 3/4", "Not enough"],
  ["plan --claim 0.8 --true 0.8", "equal"],
  ["feasible 43.9 --of 500", "such as 43.9%"],
  ["feasible 43.9% --of x", "--of 500"],
  ["sequential SSX --at-least 0.8", "is no outcome"],
  ["sequential --at-least 0.8", "name a file by --from"],
  ["sequential SS --at-least 0.8 --mode bounded", "maxEpisodes"],
])("`stats %s` is refused with what to write", (line, text) => {
  const { status, stdout, stderr } = worldflux(workFolder(), `stats ${line}`);
  expect(stderr).toContain(text);
  expect(stderr).toContain("WF_USAGE");
  expect(stdout).toBe("");
  expect(status).toBe(2);
});
