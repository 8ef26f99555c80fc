// Time of sequential updates against a plain counting loop in the same run:
//   npm run build -w @worldflux/stats && node packages/stats/bench/sequential.mjs [episodes]
import * as stats from "../dist/index.js";

const episodes = Number(process.argv[2] ?? 1e6);
const outcomes = makeOutcomes(episodes, 0.8);

const runs = {
  "plain loop": () => {
    let successes = 0;
    for (const outcome of outcomes) successes += outcome === 1 ? 1 : 0;
    return successes;
  },
  "e-process, H0: p <= 0.8": () => mixture("greater", 0.8),
  "e-process, H0: p >= 0.8": () => mixture("less", 0.8),
  "e-process, H0: p <= 0.7 (grows)": () => mixture("greater", 0.7),
  "e-process, H0: p <= 0.9 (vanishes)": () => mixture("greater", 0.9),
  "e-process, H0: p = 0.8": () => mixture("different", 0.8),
  "beta-mixture interval, every episode": () => {
    let successes = 0;
    let sum = 0;
    outcomes.forEach((outcome, at) => {
      successes += outcome;
      const options = { alpha: 0.05 };
      sum += stats.betaMixtureConfidenceSequence(successes, at + 1, options).lower;
    });
    return sum;
  },
  "hedged interval, every episode": () =>
    stats.hedgedInterval(stats.extendHedged(stats.startHedged({ alpha: 0.05 }), outcomes)).lower,
};

function mixture(alternative, rate) {
  const start = stats.startBetaMixture({ rate, alternative, alpha: 0.05 });
  return stats.betaMixtureSummary(stats.extendBetaMixture(start, outcomes)).supLogE;
}

// A fixed linear congruential generator, so that every run sees the same outcomes.
function makeOutcomes(count, rate) {
  let seed = 1;
  return Array.from({ length: count }, () => {
    seed = (1664525 * seed + 1013904223) % 4294967296;
    return seed / 4294967296 < rate ? 1 : 0;
  });
}

function best(run) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    run();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

const plain = best(runs["plain loop"]);
for (const [name, run] of Object.entries(runs)) {
  const time = best(run);
  const perSecond = Math.round(episodes / time / 10) / 100;
  console.log(
    `${name.padEnd(40)} ${time.toFixed(1).padStart(9)} ms ${perSecond} M/s, ${(time / plain).toFixed(1)} x the plain loop`,
  );
}
