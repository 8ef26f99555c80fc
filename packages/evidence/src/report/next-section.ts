import { axisCatalog, type Evidence, recommendationCatalog } from "@worldflux/schema";
import { gradeMeaning } from "../wording.ts";
import { html, type Markup, outside } from "./html.ts";
import { capped } from "./parts.ts";

/** What to do with the evidence, what would test it harder, and the next better grade. */
export function nextSection(evidence: Evidence): Markup {
  const { grade_missing: missing } = evidence;
  const tests = evidence.next_tests.map((axis) => html`<li>${axisCatalog[axis]}</li>`);
  const item = (what: string) => html`<li>${outside(what, 240)}</li>`;
  return html`<p><strong>What to do with this evidence:</strong> ${recommendationCatalog[evidence.recommendation]}</p>
<h3>What would test the claim harder</h3><ul>${tests}</ul>
<h3>Grade ${evidence.grade}: ${gradeMeaning[evidence.grade]}</h3><p>A grade says how much was fixed and shown before the numbers, not how good the policy is. ${missing.length === 0 ? "There is no better one." : "The next better one asks for:"}</p>${missing.length === 0 ? undefined : html`<ul>${capped(missing, item, (text) => html`<li>${text}</li>`)}</ul>`}`;
}
