/** A scale for success rates, drawn from left (0) to right (1). */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** From 0 to 100 %. */
export const fullAxis: Axis = { from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1] };

/**
 * An axis around some rates: round ends, a little room on both sides, about so many steps. Never
 * beyond 0 to 1.
 */
export function axisAround(rates: readonly number[], steps = 6): Axis {
  const low = rates.reduce((a, b) => Math.min(a, b), 1);
  const high = rates.reduce((a, b) => Math.max(a, b), 0);
  const room = Math.max(0.12 * (high - low), 0.002);
  const span = Math.min(1, high + room) - Math.max(0, low - room);
  const step = niceStep(span / steps);
  const first = Math.max(0, Math.floor((low - room) / step + 1e-9));
  const last = Math.min(Math.round(1 / step), Math.ceil((high + room) / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => tidy((first + i) * step));
  return { from: ticks[0] ?? 0, to: ticks.at(-1) ?? 1, ticks };
}

/** Whole numbers from 0 to `last` for a horizontal axis, the last one included. */
export function countTicks(last: number): number[] {
  const step = Math.max(1, niceStep(last / 5));
  const ticks = Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => tidy(i * step));
  const end = ticks.at(-1) ?? 0;
  if (last - end < step * 0.6 && end > 0) ticks.pop();
  return last > 0 ? [...ticks, last] : ticks;
}

/** The steps of which 1 is a whole multiple, so that an axis can end at 100 %. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const nice = [1, 2, 5, 10].find((m) => m * power >= least * (1 - 1e-9)) ?? 10;
  return tidy(nice * power);
}

/** Without the digits that a double adds. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Where a rate lies on the axis, from 0 to 1; rates beyond it lie at its ends. */
export function place({ from, to }: Axis, rate: number): number {
  return Math.min(1, Math.max(0, (rate - from) / (to - from)));
}

/** A share of the width as an SVG length: 0.5 is `50%`. */
export function across(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}

/** A tick as `75 %`, with the digits that its axis needs. */
export function tickLabel(tick: number): string {
  return `${Number((tick * 100).toFixed(6))} %`;
}
