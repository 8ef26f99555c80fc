import type { Result, SequentialResult } from "@worldflux/schema";
import { declared, percent, range } from "../wording.ts";
import { type Axis, across, axisAround, countTicks, place, tickLabel } from "./axis.ts";
import { html, type Markup } from "./html.ts";
import type { SequencePoint } from "./running-sequence.ts";
import { isLower } from "./tone.ts";
import { count } from "./waterfall-plot.ts";

/** Where the plot begins and ends in the picture, in pixels from above. */
const TOP = 24;
const BOTTOM = 284;
/** Units of the drawing inside, which is stretched to the width of the page. */
const UNITS = 1000;

/**
 * The running confidence sequence against the threshold. The band is drawn in steps and holds its
 * last width until the next point, so thinning never makes it narrower than it was.
 */
export function sequencePlot(
  points: readonly SequencePoint[],
  result: Result,
  sequential: SequentialResult,
): Markup {
  const last = points.at(-1);
  if (last === undefined) return html``;
  const decidedAt = sequential.decided_at ?? null;
  const end = Math.max(last.episodes, sequential.episodes ?? 0);
  const broken = last.episodes < end;
  const axis = axisOf(points, last, result);
  const x = (episodes: number) => (episodes / end) * UNITS;
  const y = (rate: number) => (1 - place(axis, rate)) * UNITS;
  const height = (rate: number) => TOP + ((BOTTOM - TOP) * y(rate)) / UNITS;
  const line = (kind: string, rate: number) => {
    const at = fixed(height(rate));
    return html`<line class="${kind}" x1="0" x2="100%" y1="${at}" y2="${at}"/>`;
  };
  const threshold = y(result.threshold);
  const [from, to] = isLower(result.operator) ? [0, threshold] : [threshold, UNITS];
  const baseline = result.margin > 0 ? line("baseline", result.baseline) : undefined;
  const found = broken
    ? `After ${last.episodes} of ${end} episodes the band becomes empty`
    : `After ${end} episodes the band reaches from ${range(last)}`;
  const description = `${found}; the threshold is ${declared(result.threshold)}.${decidedAt === null ? "" : ` Decided after ${decidedAt} episodes.`}`;
  return html`<svg class="sequence" role="img" aria-labelledby="sequence-title sequence-text" height="${BOTTOM + 48}">
<title id="sequence-title">Running confidence sequence against the threshold</title><desc id="sequence-text">${description}</desc>
<svg x="0" y="${TOP}" width="100%" height="${BOTTOM - TOP}" viewBox="0 0 ${UNITS} ${UNITS}" preserveAspectRatio="none"><rect class="side" x="0" width="${UNITS}" y="${fixed(from)}" height="${fixed(to - from)}"/><path class="band" d="${bandPath(points, x, y)}"/></svg>
${axis.ticks.map((tick) => line("grid", tick))}${baseline}${line("threshold", result.threshold)}
<svg x="0" y="${TOP}" width="100%" height="${BOTTOM - TOP}" viewBox="0 0 ${UNITS} ${UNITS}" preserveAspectRatio="none"><path class="edge" d="${edgePath(points, x, y, "upper")}"/><path class="edge" d="${edgePath(points, x, y, "lower")}"/><path class="rate" d="${ratePath(points, x, y)}"/></svg>
${axis.ticks.map((tick) => html`<text class="tick" x="-8" y="${fixed(height(tick) + 4)}" text-anchor="end">${tickLabel(tick)}</text>`)}
<text class="name halo" x="100%" y="${fixed(height(result.threshold) + (roomBelow(last, result.threshold) ? 15 : -6))}" text-anchor="end">threshold ${declared(result.threshold)}</text>
${decidedAt === null || decidedAt > end ? undefined : mark(decidedAt / end, 14, `decided after ${decidedAt}`)}
${broken ? mark(last.episodes / end, BOTTOM - 10, "no rate fits from here on") : undefined}
<line class="floor" x1="0" x2="100%" y1="${BOTTOM}" y2="${BOTTOM}"/>
${episodeTicks(end)}
</svg>`;
}

/** Room for threshold, claimed rate and the band of all but the first episodes, which is wide. */
function axisOf(points: readonly SequencePoint[], last: SequencePoint, result: Result): Axis {
  const settled = points.filter(({ episodes }) => episodes >= last.episodes / 6);
  return axisAround([
    result.threshold,
    result.baseline,
    ...settled.flatMap(({ episodes, successes, lower, upper }) => [
      lower,
      upper,
      successes / episodes,
    ]),
  ]);
}

/** Whether the threshold's name has more room below its line than above, where the run ends. */
function roomBelow(last: SequencePoint, threshold: number): boolean {
  const curves = [last.lower, last.upper, last.successes / last.episodes];
  const above = curves.map((rate) => rate - threshold).filter((gap) => gap >= 0);
  const below = curves.map((rate) => threshold - rate).filter((gap) => gap > 0);
  return Math.min(1, ...below) > Math.min(1, ...above);
}

type Scale = (value: number) => number;

function edgePath(
  points: readonly SequencePoint[],
  x: Scale,
  y: Scale,
  side: "lower" | "upper",
): string {
  let path = `M0 ${fixed(y(side === "lower" ? 0 : 1))}`;
  for (const point of points) path += `H${fixed(x(point.episodes))}V${fixed(y(point[side]))}`;
  return path;
}

function bandPath(points: readonly SequencePoint[], x: Scale, y: Scale): string {
  let back = "";
  points.forEach((point, i) => {
    const before = points[i - 1];
    back = `V${fixed(y(point.lower))}H${fixed(x(point.episodes))}V${fixed(y(before?.lower ?? 0))}${back}`;
  });
  return `${edgePath(points, x, y, "upper")}${back}H0Z`;
}

function ratePath(points: readonly SequencePoint[], x: Scale, y: Scale): string {
  return points
    .map(
      ({ episodes, successes }, i) =>
        `${i === 0 ? "M" : "L"}${fixed(x(episodes))} ${fixed(y(successes / episodes))}`,
    )
    .join("");
}

/** An upright line with a name, where something happened. */
function mark(share: number, y: number, name: string): Markup {
  const at = across(share);
  const anchor = share < 0.25 ? "start" : share > 0.75 ? "end" : "middle";
  return html`<line class="decided" x1="${at}" x2="${at}" y1="${TOP - 4}" y2="${BOTTOM}"/><text class="value halo" x="${at}" y="${y}" text-anchor="${anchor}">${name}</text>`;
}

function episodeTicks(last: number): Markup[] {
  const ticks = countTicks(last);
  return [
    ...ticks.map((tick, i) => {
      const anchor = i === 0 ? "start" : i === ticks.length - 1 ? "end" : "middle";
      return html`<text class="tick${i % 2 === 0 || i === ticks.length - 1 ? "" : " wide"}" x="${across(tick / last)}" y="${BOTTOM + 18}" text-anchor="${anchor}">${count(tick)}</text>`;
    }),
    html`<text class="tick" x="100%" y="${BOTTOM + 38}" text-anchor="end">episodes</text>`,
  ];
}

/** The picture's numbers for those who do not see it: the first, some between, the last. */
export function sequenceTable(points: readonly SequencePoint[]): Markup {
  const most = 16;
  const step = Math.max(1, (points.length - 1) / (most - 1));
  const shown = Array.from({ length: Math.min(most, points.length) }, (_, i) => {
    return points[Math.round(i * step)];
  });
  const rows = shown.flatMap((point) =>
    point === undefined
      ? []
      : [
          html`<tr><th scope="row" class="n">${count(point.episodes)}</th><td class="n">${count(point.successes)}</td><td class="n">${percent(point.successes / point.episodes)}</td><td class="n">${range(point)}</td></tr>`,
        ],
  );
  return html`<table><caption>Running confidence sequence, at some of its looks</caption><thead><tr><th scope="col" class="n">episodes</th><th scope="col" class="n">successes</th><th scope="col" class="n">rate so far</th><th scope="col" class="n">band</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function fixed(value: number): string {
  return String(Number(value.toFixed(1)));
}
