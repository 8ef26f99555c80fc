import type { EvidenceLock } from "@worldflux/schema";
import { lockedBeforehand } from "../lock.ts";
import { lockColumns, lockLimits, lockNames, lockRows, orderSentence } from "../wording.ts";
import { html, type Markup, outside } from "./html.ts";
import { sentence } from "./parts.ts";
import { scrollBox } from "./scroll-box.ts";

/** What the section is called: beforehand only where the locks say so for every side. */
export function lockTitle(lock: EvidenceLock): string {
  return lockedBeforehand(lock) ? "Locked beforehand" : "Locked";
}

/** Who locked claim and protocol, when, and what that does not show. */
export function lockSection(lock: EvidenceLock): Markup {
  const cell = (text: string) => html`<td>${outside(text, 120)}</td>`;
  const rows = lockRows(lock).map(
    ([who = "", ...rest]) => html`<tr><th scope="row">${who}</th>${rest.map(cell)}</tr>`,
  );
  const title = "Signatures over claim and protocol";
  const heads = lockColumns(lock).map((head) => html`<th scope="col">${head}</th>`);
  const table = html`<table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table>`;
  const names = lockNames(lock);
  return html`<p>${contract(lock)} ${sentence(orderSentence(lock))} This is what the locks say; the check <code>lock</code> of <code>worldflux audit verify</code> says whether they are genuine.</p>${scrollBox(title, table)}${names === undefined ? undefined : html`<p>${names}</p>`}<p>${lockLimits}</p>`;
}

/** Two sides under one text are an acceptance contract; one side alone is none. */
function contract(lock: EvidenceLock): string {
  const roles = new Set(lock.locks.map(({ role }) => role));
  const when = lockedBeforehand(lock) ? " beforehand" : "";
  if (roles.size > 1) {
    return `Author and counterparty signed the same claim and protocol${when}: what is to be measured, and when it is enough.`;
  }
  return roles.has("author")
    ? `The author signed claim and protocol${when}. No counterparty did.`
    : `A counterparty signed claim and protocol${when}. The author did not.`;
}
