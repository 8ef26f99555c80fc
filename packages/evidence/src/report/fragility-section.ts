import type { Evidence } from "@worldflux/schema";
import { statedRateRows } from "../rows.ts";
import {
  declared,
  fragilitySentence,
  neededSentence,
  percent,
  predictionSentence,
  verdictTitle,
} from "../wording.ts";
import { html, type Markup } from "./html.ts";
import { sentence } from "./parts.ts";
import { count } from "./waterfall-plot.ts";

/** How little would have to be different, and how much more would settle it. */
export function fragilitySection(evidence: Evidence): Markup {
  const { exact_test: exact, size_at_threshold: size, threshold, margin } = evidence.result;
  const predicted = predictionSentence(evidence);
  return html`<div class="cards">${turned(evidence)}${needed(evidence)}${card(
    exact.p_value === 0 ? "< 1e-300" : exact.p_value.toPrecision(2),
    "exact binomial p-value",
    `One-sided, of the claim being false at the threshold. The exact test at the same error says ${verdictTitle[exact.verdict].toLowerCase()}${margin > 0 ? " with the margin" : ""}.`,
  )}${card(
    percent(size.actual),
    "chance of false support",
    `If the true rate were exactly the threshold of ${declared(threshold)}, the declared interval would support the claim this often; nominal is ${percent(size.nominal)}.`,
  )}</div>${predicted === undefined ? undefined : html`<h3>With predicted episodes</h3><p>${sentence(predicted)}</p>`}${statedRates(evidence)}`;
}

function turned(evidence: Evidence): Markup {
  const { fragility } = evidence;
  const what = fragilitySentence(evidence);
  if (fragility === null || what === undefined) {
    return card("–", "fragility", "Not asked: the headline is not a test of independent episodes.");
  }
  const index = fragility.index === null ? "none" : count(fragility.index);
  return card(index, "outcomes that would turn the verdict", sentence(what));
}

function needed(evidence: Evidence): Markup {
  const { still_needed, result } = evidence;
  const name = "episodes still needed";
  if (still_needed === null) return card("–", name, "Not asked for this kind of test.");
  const what = neededSentence(evidence);
  if (what === undefined) {
    const only = result.verdict === result.strict_verdict ? "" : ", with the margin only";
    return card("0", name, `The question is decided${only}.`);
  }
  const { at_observed_rate: atRate } = still_needed;
  return card(atRate === null ? "–" : count(atRate.episodes), name, sentence(what));
}

function card(figure: string, name: string, text: string): Markup {
  return html`<div class="card"><p class="figure">${figure}</p><h3>${name}</h3><p>${text}</p></div>`;
}

function statedRates(evidence: Evidence): Markup | undefined {
  const rows = statedRateRows(evidence);
  if (rows.length === 0) return undefined;
  return html`<h3>Percentages in the claim’s text</h3><p>Whether each can be a count out of these episodes.</p><table><thead><tr><th scope="col">stated</th><th scope="col">as a count</th></tr></thead><tbody>${rows.map(([stated, possible]) => html`<tr><th scope="row">${stated}</th><td>${possible}</td></tr>`)}</tbody></table>`;
}
