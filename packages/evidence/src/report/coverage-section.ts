import type { AuditInput, Coverage, Evidence } from "@worldflux/schema";
import { html, type Markup, named, outside } from "./html.ts";
import { capped } from "./parts.ts";
import { scrollBox } from "./scroll-box.ts";
import { count } from "./waterfall-plot.ts";

const statuses: readonly (readonly [Coverage["status"], string, string])[] = [
  ["attested", "attested", "anybody can recompute it from the package"],
  ["asserted", "asserted", "the author says so"],
  ["not_covered", "not covered", "this package says nothing about it"],
];

/** What a reader may conclude and what not. */
export function coverageSection({ coverage }: Evidence, input: AuditInput): Markup {
  const rows = statuses.map(([status, title, meaning]) => {
    const of = coverage.filter((row) => row.status === status);
    const items = capped(
      of,
      ({ statement }) => html`<li>${outside(statement, 400)}</li>`,
      (text) => html`<li>${text}</li>`,
    );
    return html`<tr><th scope="row"><span class="status">${title}</span><span class="dim">${meaning}</span></th><td><ul>${items}</ul></td></tr>`;
  });
  return html`<table class="coverage"><caption class="unseen">What is attested, asserted and not covered</caption><tbody>${rows}</tbody></table>${assertedFacts(input)}`;
}

function assertedFacts({ asserted }: AuditInput): Markup | undefined {
  const entries = Object.entries(asserted);
  if (entries.length === 0) return undefined;
  const rows = capped(
    entries,
    ([name, value]) =>
      html`<tr><th scope="row">${named(name)}</th><td>${outside(String(value), 200)}</td></tr>`,
    (text) => html`<tr><td colspan="2">${text}</td></tr>`,
    { where: "audit_input.json" },
  );
  return html`<details><summary>What the result file says about its own run (${count(entries.length)})</summary>${scrollBox("What the result file says about its own run", html`<table><thead><tr><th scope="col">field</th><th scope="col">value</th></tr></thead><tbody>${rows}</tbody></table>`)}</details>`;
}
