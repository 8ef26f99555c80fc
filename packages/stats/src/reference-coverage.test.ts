import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { referenceMethods, referencePresent } from "../test/reference-table.ts";

// Every method of the table agrees with a function of this package, in a test that quotes the
// method's name, or stands here with the reason why there is no such function.
const notOffered: Readonly<Record<string, string>> = {
  "ci.jeffreys_equal_tailed":
    "the Jeffreys interval has the ends of Brown, Cai & DasGupta (2001), 0 and 1, without which it excludes the observed rate of 0 or 1",
  "cs.asymptotic":
    "holds only as n grows, leaves [0, 1], and the beta mixture is valid at every n for the same data",
  "diff.wald":
    "covers far less than 1 - alpha at small n and has no width at 0 or 1; Newcombe and Miettinen-Nurminen serve instead",
  "special.norm_logcdf":
    "no method here needs a normal tail too small for a double; log tails are those of the beta distribution",
};

const own = "reference-coverage.test.ts";

function testSources(): string {
  const root = new URL("./", import.meta.url);
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.ts") && path !== own)
    .map((path) => readFileSync(new URL(path.replaceAll("\\", "/"), root), "utf8"))
    .join("\n");
}

test.skipIf(!referencePresent)("each method is swept by a test, or is not offered", () => {
  const sources = testSources();
  const swept = referenceMethods.filter((method) => sources.includes(`"${method}"`));
  const named = Object.keys(notOffered);
  expect(referenceMethods.length).toBeGreaterThan(90);
  expect([...swept, ...named].sort()).toEqual([...referenceMethods]);
});
