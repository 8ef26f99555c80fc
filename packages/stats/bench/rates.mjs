// Intervals and tests per second, beside a plain loop and, where Python has SciPy, beside SciPy.
import { spawnSync } from "node:child_process";
import { binomialTest, compareRates, rateInterval } from "../dist/index.js";

const alpha = 0.05;
const n = 400;

function perSecond(calculate, calls) {
  for (let i = 0; i < Math.min(calls, 2000); i++) calculate(i % (n + 1));
  const start = performance.now();
  for (let i = 0; i < calls; i++) calculate(i % (n + 1));
  return (1000 * calls) / (performance.now() - start);
}

let sink = 0;
const base = perSecond((k) => {
  sink += k / n;
}, 5e6);
const cases = {
  "Wald by hand": [(k) => Math.sqrt((k / n) * (1 - k / n) * (1 / n)), 5e6],
  "Wilson interval": [(k) => rateInterval("wilson", k, n, { alpha }).lower, 1e6],
  "Clopper-Pearson interval": [(k) => rateInterval("clopper_pearson", k, n, { alpha }).lower, 2e4],
  "exact binomial test": [
    (k) => binomialTest({ successes: k, episodes: n, rate: 0.8, alternative: "greater" }).pValue,
    2e5,
  ],
  "comparison of 50 with 50, exact": [
    (k) =>
      compareRates({
        a: { successes: k % 51, episodes: 50 },
        b: { successes: 40, episodes: 50 },
        alpha,
      }).estimate,
    40,
  ],
};
for (const [name, [calculate, calls]] of Object.entries(cases)) {
  const rate = perSecond((k) => {
    sink += calculate(k) ?? 0;
  }, calls);
  report(name, rate);
}

const script = `
import time
try:
    from scipy.stats import binomtest
except ImportError:
    raise SystemExit("no SciPy")
def rate(f, calls):
    t = time.perf_counter()
    for i in range(calls): f(i % ${n + 1})
    return calls / (time.perf_counter() - t)
print("SciPy Wilson interval", rate(lambda k: binomtest(k, ${n}, .8).proportion_ci(.95, "wilson"), 300))
print("SciPy Clopper-Pearson interval", rate(lambda k: binomtest(k, ${n}, .8).proportion_ci(.95, "exact"), 300))
print("SciPy exact binomial test", rate(lambda k: binomtest(k, ${n}, .8, "greater").pvalue, 1000))
`;
const { status, stdout } = spawnSync("python3", ["-c", script], { encoding: "utf8" });
if (status === 0) {
  for (const line of stdout.trim().split("\n")) {
    const [, name, rate] = /^(.*) (\S+)$/.exec(line) ?? [];
    report(name, Number(rate));
  }
} else console.log("SciPy is not installed here, so there is no Python to compare with");
if (Number.isNaN(sink)) console.log("never");

function report(name, rate) {
  const shown = Math.round(rate).toLocaleString("en");
  console.log(
    `${name.padEnd(36)} ${shown.padStart(12)} /s, ${(base / rate).toFixed(0)} x a plain loop`,
  );
}
