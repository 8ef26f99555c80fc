import type { Decidability } from "@worldflux/evidence";
import { printable } from "@worldflux/schema";
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
        ? can.threshold === (above ? 1 : 0)
          ? "no number of episodes can support it"
          : "more than a million episodes"
        : `${counted(can.smallest)}, ${perfect(can.smallest, above)}`,
    ],
    [
      "to plan for",
      `${episodes === null ? "hundreds of thousands of episodes or more" : counted(episodes)}, for a chance of 80 % to show it if the true rate is ${percent(rate)} (${why})`,
    ],
    ["planned", plannedInWords(can)],
  ];
  // What nothing can support is not to be planned for.
  const shown = rows.filter(([name]) => name !== "to plan for" || can.smallest !== null);
  return `${lines(shown)}\n(for independent episodes, and one look at the end)`;
}

function counted(episodes: number): string {
  return `${episodes} ${episodes === 1 ? "episode" : "episodes"}`;
}

function perfect(episodes: number, above: boolean): string {
  if (episodes === 1) return above ? "a success" : "no success";
  return above ? "all of them successes" : "none of them a success";
}

function plannedInWords(can: Decidability): string {
  const { planned, enough, needed, detectable, direction, taken_for_tasks: names } = can;
  const each = `${names.slice(0, 3).join(", ")}${names.length > 3 ? " and others are" : names.length > 1 ? " are" : " is"}`;
  const condition = names.length === 0 ? "" : `, if ${printable(each)} one task each`;
  if (planned === null) return "no protocol";
  const episodes = `${counted(planned)}${condition}`;
  if (enough === false) return `${episodes}: too few, not even a perfect result supports it`;
  if (needed === null) return `${episodes}: more than a million; what they show is not computed`;
  const bound = direction === "above" ? "from" : "up to";
  const seen =
    detectable === null
      ? ""
      : `; they show a true rate of ${percent(detectable)} with a chance of 80 %`;
  return `${episodes}: supported ${bound} ${needed} ${needed === 1 ? "success" : "successes"}${seen}`;
}
