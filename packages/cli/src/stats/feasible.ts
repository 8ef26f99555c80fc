import type { Outcome } from "../output.ts";
import { lines, usage, withStats } from "./numbers.ts";

/** Arguments of `stats feasible`. */
export interface StatsFeasibleArgs {
  readonly percentage: string;
  readonly of: string;
}

/** `stats feasible 43.9% --of 500`: can a whole number of successes give this percentage? */
export async function statsFeasible(args: StatsFeasibleArgs): Promise<Outcome> {
  const percent = /^(\d{1,3}(?:\.\d{1,6})?)%$/.exec(args.percentage.trim())?.[1];
  if (percent === undefined) {
    throw usage(
      `${JSON.stringify(args.percentage)} is not a percentage`,
      "write it as it was printed, such as 43.9% (the digits matter)",
    );
  }
  if (!/^\d{1,10}$/.test(args.of)) throw usage(`--of ${args.of} is not a number`, "write --of 500");
  const episodes = Number(args.of);
  return withStats((stats) => {
    const found = stats.rateFeasibility({ percent, episodes });
    const { half_up, half_even, truncated } = found.successes;
    const counts = half_up ?? half_even;
    const near = [found.nearest.below, found.nearest.above].filter((n) => n !== null);
    return {
      text: lines([
        [
          "feasible",
          counts === null
            ? `no: no whole number of ${episodes} rounds to ${percent} %`
            : `yes: ${counts.from === counts.to ? counts.from : `${counts.from} to ${counts.to}`} of ${episodes}`,
        ],
        ...(counts === null && truncated !== null
          ? [["if cut off", `${truncated.from} of ${episodes}, without rounding`] as const]
          : []),
        ["nearest others", near.length === 0 ? "none" : near.join(" and ")],
      ]),
      json: { percent, episodes, ...found },
    };
  });
}
