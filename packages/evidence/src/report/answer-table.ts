import type { Evidence, Verdict } from "@worldflux/schema";
import { range } from "../wording.ts";
import { axisAround } from "./axis.ts";
import { html, type Markup, type Part } from "./html.ts";
import { type Measured, type RowScale, rowPlot, scaleHead, scaleSymbol } from "./interval-plot.ts";
import { verdictWord } from "./parts.ts";
import { scrollBox } from "./scroll-box.ts";
import { verdictTone } from "./tone.ts";

/** One answer, on the scale that the table shares. */
export interface AnswerRow extends Measured {
  readonly name: Markup;
  readonly numbers: string;
  readonly verdict: Verdict;
  readonly strict_verdict: Verdict;
}

/** Rows of answers on one scale: name, numbers, picture, interval, verdict with and without margin. */
export function answerTable(
  { result }: Evidence,
  id: string,
  name: string,
  heads: readonly [string, string],
  rows: readonly AnswerRow[],
): Markup {
  const rates = rows.flatMap(({ interval: { lower, upper }, estimate }) => [
    ...(lower === 0 && upper === 1 ? [] : [lower, upper]), // that says nothing, and needs no room
    ...(estimate === null ? [] : [estimate]),
  ]);
  const scale: RowScale = {
    axis: axisAround([result.threshold, result.baseline, ...rates], 3),
    asked: result,
    id,
  };
  const margin = result.margin > 0;
  const cell = (label: string, kind: string, content: Part) =>
    html`<td role="cell" class="${kind}" data-label="${label}">${content}</td>`;
  const verdicts: readonly (readonly [string, (row: AnswerRow) => Verdict])[] = margin
    ? [
        ["with margin", (row) => row.verdict],
        ["without", (row) => row.strict_verdict],
      ]
    : [["verdict", (row) => row.verdict]];
  const body = rows.map(
    (row) =>
      html`<tr role="row"><th role="rowheader" scope="row">${row.name}</th>${cell("", "plot", rowPlot(scale, row, verdictTone(row.verdict)))}${cell(heads[1], "n", row.numbers)}${cell("interval", "n", range(row.interval))}${verdicts.map(([label, of]) => cell(label, "", verdictWord(of(row))))}</tr>`,
  );
  const head = (kind: string, content: Part) =>
    html`<th role="columnheader" scope="col" class="${kind}">${content}</th>`;
  // The roles keep it a table where a narrow screen shows its rows as blocks.
  const table = html`<table role="table" class="answers"><caption class="unseen">${name}</caption>
<thead role="rowgroup"><tr role="row">${head("", heads[0])}${head("plot", html`<span class="unseen">rate and interval, as a picture</span>${scaleHead(scale)}`)}${head("n", heads[1])}${head("n", "interval")}${verdicts.map(([label]) => head("", label))}</tr></thead>
<tbody role="rowgroup">${body}</tbody></table>`;
  return html`<svg class="defs" aria-hidden="true" focusable="false">${scaleSymbol(scale)}</svg>${scrollBox(name, table)}`;
}
