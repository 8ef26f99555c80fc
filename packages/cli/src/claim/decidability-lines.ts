import type { Decidability } from "@worldflux/evidence";
import { lines, percent } from "../stats/numbers.ts";

/** How many episodes the claim needs, and what the planned ones can show, in a few lines. */
export function decidabilityLines(can: Decidability): string {
  const above = can.direction === "above";
  const { rate, by, episodes } = can.expected;
  const why = { given: "as you expect", claimed: "as claimed", halfway: "halfway to the end" }[by];
  const rows: [string, string][] = [
    ["threshold", `${above ? "above" : "below"} ${percent(can.threshold)} counts as support`],
    [
      "at the least",
      can.smallest === null
        ? "no number of episodes can support it"
        : `${can.smallest} episodes, ${above ? "all of them successes" : "none of them a success"}`,
    ],
    [
      "to plan for",
      `${episodes === null ? "more than a million" : episodes} episodes, for a chance of 80 % to show it if the true rate is ${percent(rate)} (${why})`,
    ],
    ["planned", plannedInWords(can)],
  ];
  return `${lines(rows)}\n(for independent episodes, and one look at the end)`;
}

function plannedInWords({ planned, needed, detectable, direction }: Decidability): string {
  if (planned === null) return "unknown: the task list names a suite whose size is not known here";
  if (needed === null) return `${planned} episodes, too few: not even a perfect result supports it`;
  const bound = direction === "above" ? "from" : "up to";
  const seen =
    detectable === null
      ? ""
      : `; they show a true rate of ${percent(detectable)} with a chance of 80 %`;
  return `${planned} episodes, supported ${bound} ${needed} successes${seen}`;
}
