import type { DenominatorPolicy, Evidence } from "@worldflux/schema";
import { across } from "./axis.ts";
import { html, type Markup } from "./html.ts";
import { isLower } from "./tone.ts";

/** One step of the waterfall: so many episodes, from here to there on the bar. */
export interface Step {
  readonly name: string;
  readonly episodes: number;
  readonly from: number;
  readonly to: number;
  /** `total`: what is there. `out`: taken away. `hit` and `miss`: what the denominator is made of. */
  readonly kind: "total" | "out" | "hit" | "miss";
}

type Outcome = "success" | "failure" | "error" | "pending" | "not_applicable" | "missing";

/** What each rule leaves out of the denominator, in the order in which it is taken away. */
const leftOut: Readonly<Record<DenominatorPolicy, readonly Outcome[]>> = {
  errors_as_failures: ["missing", "pending", "not_applicable"],
  errors_excluded: ["missing", "pending", "not_applicable", "error"],
  missing_as_failures: ["not_applicable"],
};

const outcomeNames: Readonly<Record<Outcome, string>> = {
  success: "success",
  failure: "failure",
  error: "error",
  pending: "pending",
  not_applicable: "not applicable",
  missing: "missing",
};

/** From the file's records to those that the plan asks for. */
export function fileSteps({ denominators: d }: Evidence): Step[] {
  return descend("recorded", d.recorded, "asked for by the plan", [
    ["out of protocol", d.out_of_protocol],
    ["duplicated", d.duplicated],
  ]);
}

/** From the plan to the headline's denominator, and what that is made of. */
export function planSteps({ denominators: d, denominator_policy: { rule } }: Evidence): Step[] {
  const out = leftOut[rule];
  const down = descend(
    "planned",
    d.planned,
    "headline denominator",
    out.map((what) => [outcomeNames[what], d[what]]),
  );
  let at = 0;
  const parts = (["success", "failure", "error", "pending", "missing"] as const)
    .filter((what) => !out.includes(what))
    .map((what): Step => {
      const from = at;
      at += d[what];
      const counted = what === "success" || what === "failure" ? "" : ", counted as failure";
      const kind = what === "success" ? "hit" : "miss";
      return {
        name: `of these ${outcomeNames[what]}${counted}`,
        episodes: d[what],
        from,
        to: at,
        kind,
      };
    });
  return [...down, ...parts];
}

function descend(
  name: string,
  episodes: number,
  end: string,
  losses: readonly (readonly [name: string, episodes: number])[],
): Step[] {
  let at = episodes;
  const steps = losses.map(([what, lost]): Step => {
    const to = at;
    at = Math.max(0, at - lost);
    return { name: what, episodes: lost, from: at, to, kind: "out" };
  });
  return [
    { name, episodes, from: 0, to: episodes, kind: "total" },
    ...steps,
    { name: `= ${end}`, episodes: at, from: 0, to: at, kind: "total" },
  ];
}

/** The waterfall as a table whose last column is the picture. */
export function waterfallTable(evidence: Evidence): Markup {
  const file = fileSteps(evidence);
  const plan = planSteps(evidence);
  const most = Math.max(1, evidence.denominators.planned, evidence.denominators.recorded);
  const claim = isLower(evidence.result.operator) ? "for" : "against";
  const rows = (steps: readonly Step[]) => steps.map((step, i) => row(step, steps[i + 1]));
  const row = (step: Step, next: Step | undefined) => {
    const sign = { total: "", out: "− ", hit: "", miss: "" }[step.kind];
    const tone = step.kind === "hit" ? claim : step.kind;
    const quiet = step.episodes === 0 ? " none" : "";
    return html`<tr class="${step.kind}${quiet}"><th scope="row">${sign}${step.name}</th><td class="n">${count(step.episodes)}</td><td class="plot">${stepPlot(step, next, most, tone)}</td></tr>`;
  };
  return html`<table class="waterfall"><caption>Every planned and every recorded episode, and how they become the headline’s denominator.</caption>
<thead><tr><th scope="col">episodes</th><th scope="col" class="n">count</th><td></td></tr></thead>
<tbody>${rows(file)}</tbody>
<tbody>${rows(plan)}</tbody></table>`;
}

/** A bar between the running totals, and a hair line down to where the next one starts. */
function stepPlot(step: Step, next: Step | undefined, most: number, tone: string): Markup {
  const bar =
    step.to === step.from
      ? undefined
      : html`<rect class="step ${tone}" x="${across(step.from / most)}" width="${across((step.to - step.from) / most)}" y="50%" height="16"/>`;
  const level = step.kind === "out" ? step.from : step.to;
  const x = across(level / most);
  const more =
    next !== undefined && (next.episodes > 0 || step.kind === "total" || step.kind === "out");
  const joins = more && (next.to === level || next.from === level);
  return html`<svg class="row" aria-hidden="true" focusable="false">${joins ? html`<line class="join" x1="${x}" x2="${x}" y1="${step.to === step.from ? "0" : "50%"}" y2="100%"/>` : undefined}${bar}</svg>`;
}

/** A count with its thousands set apart by a narrow space that does not break. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}
