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

function plannedInWords(can: Decidability): string {
  const { planned, needed, detectable, direction, taken_for_tasks: names } = can;
  const each = `${names.slice(0, 3).join(", ")}${names.length > 3 ? " and others are" : names.length > 1 ? " are" : " is"}`;
  const condition = names.length === 0 ? "" : `, if ${printable(each)} one task each`;
  const episodes = `${planned} episodes${condition}`;
  if (needed === null) return `${episodes}: too few, not even a perfect result supports it`;
  const bound = direction === "above" ? "from" : "up to";
  const seen =
    detectable === null
      ? ""
      : `; they show a true rate of ${percent(detectable)} with a chance of 80 %`;
  return `${episodes}: supported ${bound} ${needed} successes${seen}`;
}
