import type { Evidence } from "@worldflux/schema";
import { populationMeaning } from "../wording.ts";
import { answerTable } from "./answer-table.ts";
import { html, type Markup } from "./html.ts";
import { count } from "./waterfall-plot.ts";

/** The same episodes, read as samples of different things. */
export function populationSection(evidence: Evidence): Markup {
  const { population, result } = evidence;
  const rows = population.answers.map((answer) => {
    const worth = Math.round(answer.effective_episodes);
    const unit = answer.clusters === 1 ? "unit" : "units";
    const units = answer.clusters > 0 ? `${count(answer.clusters)} ${unit}, ` : "";
    return {
      ...answer,
      name: html`${populationMeaning[answer.population]}${answer.population === population.declared ? html` <span class="dim">(declared)</span>` : undefined}`,
      numbers: `${units}worth ${count(worth)}`,
    };
  });
  const differ = rows.filter((row) => row.verdict !== result.verdict).length;
  const icc =
    population.icc === null
      ? ""
      : ` Outcomes of one task correlate by ${population.icc.toFixed(2).replace("-", "−")}; 0 would be none.`;
  const lede = `Nothing in a file says what its episodes stand for. ${population.declared === null ? "The claim does not say it either, so here is what each reading gives." : "The claim declares it; here is what other readings would give."}${icc} ${differ === 0 ? "All agree on the verdict." : `${differ} of ${rows.length} give another verdict.`}`;
  return html`<p>${lede}</p>${answerTable(evidence, "scale-populations", "What the episodes are a sample of", ["a sample of", "worth, in episodes"], rows)}`;
}
