import { binomialUpperTail } from "../special/binomial.ts";
import { normalUpperQuantile, normalUpperTail } from "../special/normal.ts";
import { type Detectable, smallestReaching } from "./detectable.ts";
import { binomialMasses } from "./nuisance.ts";

/** Most pairs for which McNemar's power is summed exactly. */
const EXACT_PAIRS = 2000;

/**
 * The smallest |p_a - p_b| that McNemar's exact two-sided test at alpha shows, in the right
 * direction, with probability `power`. The share of pairs with different outcomes is held at
 * `discordance`, or at the difference itself where that is larger.
 *
 * Exact up to 2000 pairs, beyond by the large-sample formula of Miettinen (1968), Biometrics 24,
 * 339-352. Arguments are trusted.
 */
export function pairedDetectableDifference(
  size: number,
  {
    discordance,
    alpha,
    power,
  }: { readonly discordance: number; readonly alpha: number; readonly power: number },
): Detectable {
  const method = size <= EXACT_PAIRS ? "exact" : "normal";
  if (size === 0) return { difference: null, power, method };
  const powerAt = method === "exact" ? exactPower(size, alpha / 2) : normalPower(size, alpha / 2);
  const difference = smallestReaching(power, (shift) =>
    powerAt(Math.max(discordance, shift), shift),
  );
  return { difference, power, method };
}

type Power = (discordance: number, difference: number) => number;

function exactPower(size: number, level: number): Power {
  const critical = criticalCounts(size, level);
  return (discordance, difference) => {
    const share = Math.min(1, (1 + difference / discordance) / 2);
    let total = 0;
    binomialMasses(size, discordance).forEach((mass, discordant) => {
      // What is left out sums to less than 1e-12.
      if (mass < 1e-16) return;
      total += mass * binomialUpperTail(critical[discordant] ?? 0, discordant, share);
    });
    return total;
  };
}

/** Per number of discordant pairs m, the smallest count c with P(X >= c | m, 1/2) <= level. */
function criticalCounts(size: number, level: number): number[] {
  const critical: number[] = [];
  let count = 0;
  for (let discordant = 0; discordant <= size; discordant++) {
    while (binomialUpperTail(count, discordant, 0.5) > level) count++;
    critical.push(count);
  }
  return critical;
}

function normalPower(size: number, level: number): Power {
  const z = normalUpperQuantile(level);
  return (discordance, difference) => {
    const needed = z * Math.sqrt(discordance) - difference * Math.sqrt(size);
    const spread = Math.sqrt(discordance - difference * difference);
    if (spread === 0) return needed <= 0 ? 1 : 0;
    return normalUpperTail(needed / spread);
  };
}
