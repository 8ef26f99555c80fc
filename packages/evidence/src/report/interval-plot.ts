import type { Result } from "@worldflux/schema";
import { declared, fraction, intervalName, range } from "../wording.ts";
import { type Axis, across, axisAround, place, tickLabel } from "./axis.ts";
import { html, type Markup } from "./html.ts";
import { intervalTone, isLower, type Tone, verdictTone } from "./tone.ts";

type Asked = Pick<Result, "operator" | "threshold" | "baseline" | "margin" | "claimed">;

/** What a plot in a table row shows. */
export interface Measured {
  readonly estimate: number | null;
  readonly interval: { readonly lower: number; readonly upper: number };
}

/** One scale for the rows of a table: its background is drawn once and used by every row. */
export interface RowScale {
  readonly axis: Axis;
  readonly asked: Asked;
  /** Id of the background's symbol. */
  readonly id: string;
}

/** The background that rows share: gridlines, the claim's side, threshold and baseline. */
export function scaleSymbol({ axis, asked, id }: RowScale): Markup {
  return html`<symbol id="${id}">${background(axis, asked, "100%")}</symbol>`;
}

function background(axis: Axis, asked: Asked, height: string): Markup {
  const threshold = place(axis, asked.threshold);
  const [from, to] = isLower(asked.operator) ? [threshold, 1] : [0, threshold];
  const line = (kind: string, rate: number) => {
    const x = across(place(axis, rate));
    return html`<line class="${kind}" x1="${x}" x2="${x}" y1="0" y2="${height}"/>`;
  };
  return html`<rect class="side" x="${across(from)}" width="${across(to - from)}" y="0" height="${height}"/>${axis.ticks.map((tick) => line("grid", tick))}${asked.margin > 0 ? line("baseline", asked.baseline) : undefined}${line("threshold", asked.threshold)}`;
}

/** The head of a plot column: tick labels, and the threshold by name. */
export function scaleHead({ axis, asked }: RowScale): Markup {
  const last = axis.ticks.length - 1;
  const ticks = axis.ticks.map((tick, i) => {
    if (i !== 0 && i !== last && i !== last / 2) return undefined;
    const edge = i === 0 ? "start" : i === last ? "end" : "middle";
    return html`<text class="tick" x="${across(place(axis, tick))}" y="32" text-anchor="${edge}">${tickLabel(tick)}</text>`;
  });
  return html`<svg class="scale" aria-hidden="true" focusable="false">${label(axis, asked.threshold, 13, `threshold ${declared(asked.threshold)}`, "name")}${ticks}</svg>`;
}

/** The background alone, with a mark at a rate that has no interval, such as a whole suite's. */
export function markPlot({ axis, id }: RowScale, rate: number | null): Markup {
  const x = rate === null ? "" : across(place(axis, rate));
  return html`<svg class="row" aria-hidden="true" focusable="false"><use href="#${id}"/>${rate === null ? undefined : html`<line class="spike" x1="${x}" x2="${x}" y1="25%" y2="75%"/>`}</svg>`;
}

/** Interval and estimate of one row; the numbers stand in the row's other cells. */
export function rowPlot(scale: RowScale, { estimate, interval }: Measured, tone?: Tone): Markup {
  const { axis, asked, id } = scale;
  const shown = tone ?? intervalTone(interval, asked);
  return html`<svg class="row" aria-hidden="true" focusable="false"><use href="#${id}"/>${bar(axis, interval, shown, 7, "50%")}${estimate === null ? undefined : dot(axis, estimate, shown, 4, "50%")}</svg>`;
}

function bar(
  axis: Axis,
  { lower, upper }: Measured["interval"],
  tone: Tone,
  thick: number,
  y: string,
) {
  const [from, to] = [place(axis, lower), place(axis, upper)];
  return html`<line class="bar ${tone}" x1="${across(from)}" x2="${across(to)}" y1="${y}" y2="${y}" stroke-width="${thick}"/>`;
}

function dot(axis: Axis, estimate: number, tone: Tone, r: number, y: string): Markup {
  return html`<circle class="dot ${tone}" cx="${across(place(axis, estimate))}" cy="${y}" r="${r}"/>`;
}

/** Text at a rate that stays inside the picture at every width. */
function label(axis: Axis, rate: number, y: number, text: string, kind: string): Markup {
  const at = place(axis, rate);
  const anchor = at < 0.3 ? "start" : at > 0.7 ? "end" : "middle";
  return html`<text class="${kind}" x="${across(at)}" y="${y}" text-anchor="${anchor}">${text}</text>`;
}

/** The headline as one picture: estimate and interval against threshold and claimed rate. */
export function headlinePlot(result: Result): Markup {
  const { interval, estimate, threshold, baseline, margin } = result;
  const axis = axisAround([
    interval.lower,
    interval.upper,
    threshold,
    baseline,
    ...(estimate === null ? [] : [estimate]),
  ]);
  const tone = verdictTone(result.verdict);
  const top = margin > 0 ? 46 : 26;
  const y = top + 34;
  const floor = top + 72;
  const middle = (place(axis, interval.lower) + place(axis, interval.upper)) / 2;
  const centre = axis.from + middle * (axis.to - axis.from);
  const description = `${fraction(result)}, ${intervalName(interval)} ${range(interval)}. Threshold ${declared(threshold)}${margin > 0 ? `, ${baselineName(result)} ${declared(baseline)}` : ""}.`;
  return html`<svg class="headline" role="img" aria-labelledby="headline-title headline-text" height="${floor + 30}">
<title id="headline-title">Measured rate, interval and threshold</title><desc id="headline-text">${description}</desc>
<svg y="${top - 8}" height="${floor - top + 8}" width="100%">${background(axis, result, "100%")}</svg>
${label(axis, threshold, 16, `threshold ${declared(threshold)}`, "name")}
${margin > 0 ? label(axis, baseline, 34, `${baselineName(result)} ${declared(baseline)}`, "tick") : undefined}
${bar(axis, interval, tone, 14, String(y))}${estimate === null ? undefined : dot(axis, estimate, tone, 7, String(y))}
${estimate === null ? undefined : label(axis, estimate, y - 14, fraction(result), "value halo")}
${label(axis, centre, y + 27, range(interval), "tick halo")}
<line class="floor" x1="0" x2="100%" y1="${floor}" y2="${floor}"/>
${axis.ticks.map((tick, i) => html`<text class="tick${i % 2 === 0 || axis.ticks.length <= 5 ? "" : " wide"}" x="${across(place(axis, tick))}" y="${floor + 20}" text-anchor="${i === 0 ? "start" : i === axis.ticks.length - 1 ? "end" : "middle"}">${tickLabel(tick)}</text>`)}
</svg>`;
}

function baselineName({ claimed, baseline }: Asked): string {
  return claimed === baseline ? "claimed" : "baseline";
}
