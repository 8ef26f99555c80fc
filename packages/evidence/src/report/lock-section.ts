import type { EvidenceLock } from "@worldflux/schema";
import { lockedBeforehand, untimed } from "../lock.ts";
import { firstStamp, lockLimits, lockNames } from "../lock-wording.ts";
import { html, type Markup, outside, type Part } from "./html.ts";
import { moment, sentence } from "./parts.ts";

/** What the section is called: beforehand only where the locks say so for every side. */
export function lockTitle(lock: EvidenceLock): string {
  return lockedBeforehand(lock) ? "Locked beforehand" : "Locked";
}

/** Who locked claim and protocol, when, and what that does not show. */
export function lockSection(lock: EvidenceLock): Markup {
  const cards = lock.locks.map((one) => card(one, lock));
  const names = lockNames(lock);
  return html`<p>${contract(lock)} ${order(lock)}</p>
<p>This is what the locks say; the check <code>lock</code> of <code>worldflux audit verify</code> says whether they are genuine.</p>
<div class="cards">${cards}</div>${names === undefined ? undefined : html`<p>${names}</p>`}
<p>${lockLimits}</p>`;
}

/** One signature over claim and protocol. */
function card(
  {
    member,
    role,
    signer,
    signed_with,
    stated_at,
    stamped_at,
    stamped_by,
    cosigns,
    statement,
  }: EvidenceLock["locks"][number],
  { locks }: EvidenceLock,
): Markup {
  const signed = locks.find((other) => other.statement === cosigns)?.member;
  const rows: readonly (readonly [name: string, value: Part])[] = [
    [
      "signed",
      stamped_at === null
        ? html`${moment(stated_at)} by the signer’s own clock, which proves nothing`
        : html`${moment(stamped_at)} by a ${stamped_by === "log" ? "log entry" : "time stamp"}`,
    ],
    [
      signed_with === undefined ? "with the key" : "under the name",
      html`<code>${outside(signer.replace("sha256:", ""), 120)}</code>`,
    ],
    ["stands in", outside(member, 120)],
    ["id of the lock", html`<code>${statement.replace("sha256:", "")}</code>`],
    ...(cosigns === null ? [] : [["co-signs", outside(signed ?? cosigns, 120)] as const]),
  ];
  return html`<div class="card"><h3>${sentence(role).slice(0, -1)}</h3><dl class="digests">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></div>`;
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

/** Whether the locks came before the run, as far as the documents say, and whose time is a mere word. */
function order(lock: EvidenceLock): Part {
  const { precedes, locked_at, recorded_times } = lock;
  const start = recorded_times?.started_at;
  const open = untimed(lock);
  const whose = open.map(({ role, member }) => `the ${role} (${member})`).join(" and ");
  const word =
    locked_at === null
      ? " The only times are those of the signers’ own clocks."
      : open.length > 0
        ? ` When ${whose} signed is only that side’s own word.`
        : "";
  if (start === undefined) {
    return [
      "The source does not record when the run started, so nothing shows which came first.",
      word,
    ];
  }
  if (precedes === null) return [html`The recorded start of the run is ${moment(start)}.`, word];
  const what = open.length > 0 ? `The ${firstStamp(lock)} is` : "The locks are";
  return [
    html`${what}${precedes ? "" : " not"} from before the recorded start of the run, ${moment(start)}.`,
    word,
  ];
}
