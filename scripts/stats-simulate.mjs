// `npm run stats:simulate`: how often the methods are right, by simulation with a fixed seed, beside
// what is known exactly. A report to read, not a test: it takes about half a minute.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, run, setup } from "./setup.mjs";

setup();
run("pnpm", ["-r", "build"], { stdio: ["ignore", "ignore", "inherit"] });
const stats = await import(pathToFileURL(join(root, "packages/stats/dist/index.js")).href);

/** mulberry32, so that everybody gets the same report. */
let state = 1;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

const alpha = 0.05;

console.log("## Coverage of 95 % intervals, number of episodes fixed\n");
console.log("| rate | episodes | method | simulated | exact |");
console.log("| --- | --- | --- | --- | --- |");
for (const [rate, episodes] of [
  [0.02, 50],
  [0.5, 20],
  [0.95, 10],
  [0.95, 20],
  [0.95, 50],
]) {
  for (const method of ["wilson", "jeffreys", "clopper_pearson"]) {
    const covers = Array.from({ length: episodes + 1 }, (_, k) => {
      const { lower, upper } = stats.rateInterval(method, k, episodes, { alpha });
      return lower <= rate && rate <= upper;
    });
    const runs = 20_000;
    let covered = 0;
    for (let i = 0; i < runs; i++) {
      let successes = 0;
      for (let e = 0; e < episodes; e++) if (random() < rate) successes++;
      if (covers[successes]) covered++;
    }
    const exact = covers.reduce((sum, yes, k) => (yes ? sum + mass(k, episodes, rate) : sum), 0);
    row(rate, episodes, method, covered / runs, exact);
  }
}

console.log("\n## A rate of exactly 0.8, claimed to be above 0.8, looked at after every episode\n");
console.log(
  "Share of runs in which a one-sided rule at 5 % ever supports the claim, from episode 10 on.\n",
);
console.log("| episodes | Wilson bound | exact test | e-process |");
console.log("| --- | --- | --- | --- |");
const horizons = [100, 500];
const fired = { wilson: [0, 0], exact: [0, 0], e: [0, 0] };
const outside = [0, 0];
const runs = 2000;
for (let i = 0; i < runs; i++) {
  const first = { wilson: Infinity, exact: Infinity, e: Infinity };
  let left = Infinity;
  let successes = 0;
  for (let n = 1; n <= 500; n++) {
    if (random() < 0.8) successes++;
    if (n >= 10) {
      const bound = stats.rateBound("wilson", successes, n, { alpha, side: "lower" });
      if (bound > 0.8) first.wilson = Math.min(first.wilson, n);
      if (first.exact > n && bound > 0.78) {
        const { pValue } = stats.binomialTest({
          successes,
          episodes: n,
          rate: 0.8,
          alternative: "greater",
        });
        if (pValue <= alpha) first.exact = n;
      }
    }
    if (first.e > n && successes > 0.8 * n) {
      const logE = stats.betaMixtureLogE(successes, n, { rate: 0.8, alternative: "greater" });
      if (logE >= -Math.log(alpha)) first.e = n;
    }
    if (left > n) {
      const { lower, upper } = stats.betaMixtureConfidenceSequence(successes, n, { alpha });
      if (lower > 0.8 || upper < 0.8) left = n;
    }
  }
  horizons.forEach((horizon, h) => {
    for (const rule of Object.keys(fired)) if (first[rule] <= horizon) fired[rule][h]++;
    if (left <= horizon) outside[h]++;
  });
}
horizons.forEach((horizon, h) => {
  row(horizon, ...["wilson", "exact", "e"].map((rule) => fired[rule][h] / runs));
});
console.log(
  "\nKnown by exact enumeration: Wilson 0.22 and 0.32, exact test 0.16 and 0.27, e-process 0.027 and 0.038.",
);
console.log(
  `\nThe 95 % confidence sequence ever excluded the true rate in ${outside.map((n) => (n / runs).toFixed(3)).join(" and ")} of the runs; at most 0.05 is promised.`,
);

function row(...cells) {
  const shown = cells.map((c) =>
    typeof c === "number" && !Number.isInteger(c) ? c.toFixed(3) : c,
  );
  console.log(`| ${shown.join(" | ")} |`);
}

/** P(X = k), from the difference of two exact tails. */
function mass(k, n, rate) {
  const tail = (successes) =>
    successes > n
      ? 0
      : stats.binomialTest({ successes, episodes: n, rate, alternative: "greater" }).pValue;
  return tail(k) - tail(k + 1);
}
