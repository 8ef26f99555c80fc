import type { Evidence } from "@worldflux/schema";
import { otherVerdicts } from "../count.ts";
import { conformanceRows } from "../rows.ts";
import { fraction, ruleMeaning } from "../wording.ts";
import { answerTable } from "./answer-table.ts";
import { html, type Markup, named, outside } from "./html.ts";
import { capped } from "./parts.ts";
import { scrollBox } from "./scroll-box.ts";
import { count, waterfallTable } from "./waterfall-plot.ts";

/** Where every episode went, and the verdict under every rule of counting. */
export function countingSection(evidence: Evidence): Markup {
  const { rules, denominator_policy: policy } = evidence;
  const rows = rules.map((rule) => ({
    name: html`${ruleMeaning[rule.rule]}${rule.rule === policy.rule ? html` <span class="dim">(the headline)</span>` : undefined}`,
    numbers: fraction(rule),
    ...rule,
  }));
  const flips = otherVerdicts(rules, policy).length;
  const lede =
    flips === 0
      ? "The verdict is the same under every rule."
      : `The verdict changes under ${flips} of ${rules.length} rules.`;
  return html`${waterfallTable(evidence)}
<h3>The verdict under every counting rule</h3><p>${lede}</p>
${answerTable(evidence, "scale-rules", "The verdict under every counting rule", ["if", "episodes"], rows)}
${differences(evidence)}`;
}

function differences(evidence: Evidence): Markup {
  const rows = conformanceRows(evidence);
  if (rows.length === 0) return html`<p>The record holds what the plan asks for, cell by cell.</p>`;
  const body = capped(
    rows,
    ([task, what]) =>
      html`<tr><th scope="row">${named(task)}</th><td>${outside(what, 200)}</td></tr>`,
    (text) => html`<tr><td colspan="2">${text}</td></tr>`,
  );
  return html`<details><summary>Differences from the protocol, task by task (${count(rows.length)})</summary>${scrollBox("Differences from the protocol", html`<table><thead><tr><th scope="col">task</th><th scope="col">difference</th></tr></thead><tbody>${body}</tbody></table>`)}</details>`;
}
