import { type Evidence, type LabelKind, labelCatalog } from "@worldflux/schema";
import { labelsOfKind } from "../advice.ts";
import { labelGroups } from "../rows.ts";
import { capital } from "../wording.ts";
import { html, type Markup, outside } from "./html.ts";
import { capped } from "./parts.ts";

const kinds: readonly (readonly [LabelKind, string])[] = [
  ["caution", "What weakens it"],
  ["missing", "What is missing"],
  ["note", "Worth knowing"],
];

/** Most things that a label is said to be about. */
const MOST_DETAILS = 12;

/** Every label in plain words. */
export function labelSection({ labels }: Evidence): Markup {
  const parts = kinds.flatMap(([kind, title]) => {
    const groups = labelGroups(labelsOfKind(labels, kind));
    if (groups.length === 0) return [];
    const items = groups.map(
      ({ code, details }) =>
        html`<div><dt>${capital(code.replaceAll("_", " "))}</dt><dd>${labelCatalog[code].explanation}${about(details)}<code>${code}</code></dd></div>`,
    );
    return [
      html`<h3>${title} <span class="dim">${groups.length}</span></h3><dl class="labels">${items}</dl>`,
    ];
  });
  return parts.length === 0 ? html`<p>Nothing was found.</p>` : html`${parts}`;
}

function about(details: readonly string[]): Markup | undefined {
  if (details.length === 0) return undefined;
  const items = capped(
    details,
    (detail) => html`<li>${outside(detail, 240)}</li>`,
    (text) => html`<li>${text}</li>`,
    { most: MOST_DETAILS },
  );
  return html`<ul class="about">${items}</ul>`;
}
