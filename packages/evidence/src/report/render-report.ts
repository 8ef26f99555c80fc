import {
  type AuditInput,
  type AuditProvenance,
  type Claim,
  type Evidence,
  type Protocol,
  printable,
  sha256,
} from "@worldflux/schema";
import { declared, intervalName, verdictHeading, verdictSentence } from "../wording.ts";
import { countingSection } from "./counting-section.ts";
import { coverageSection } from "./coverage-section.ts";
import { fragilitySection } from "./fragility-section.ts";
import { clip, html, type Markup, outside, rawStyle } from "./html.ts";
import { headlinePlot } from "./interval-plot.ts";
import { labelSection } from "./label-section.ts";
import { lockSection, lockTitle } from "./lock-section.ts";
import { nextSection } from "./next-section.ts";
import { verdictWord } from "./parts.ts";
import { populationSection } from "./population-section.ts";
import { provenanceSection } from "./provenance-section.ts";
import { questionSection } from "./question-section.ts";
import { runningSequence } from "./running-sequence.ts";
import { sequentialSection } from "./sequential-section.ts";
import { style } from "./style.ts";
import { taskSection } from "./task-section.ts";
import { verdictTone } from "./tone.ts";
import { verifySection } from "./verify-section.ts";

/** Longest claim that stands whole in the heading. */
const HEADING = 240;

/**
 * Renders a package as one HTML page that needs no network and no script. A pure function: equal
 * input gives equal bytes. All text from the documents is inert. The documents must belong together
 * (the digests in `evidence` say so); nothing is verified here.
 */
export function renderReport(
  claim: Claim,
  protocol: Protocol,
  evidence: Evidence,
  auditInput: AuditInput,
  provenance?: AuditProvenance,
): string {
  const points = runningSequence(claim, protocol, evidence, auditInput);
  const sections: readonly (readonly [id: string, title: string, content: Markup])[] = [
    ["question", "The question", questionSection(claim, protocol, evidence, auditInput)],
    ...(evidence.lock === undefined
      ? []
      : [["lock", lockTitle(evidence.lock), lockSection(evidence.lock)] as const]),
    ["episodes", "Every episode", countingSection(evidence)],
    ["tasks", "Task by task", taskSection(evidence)],
    ["sample", "A sample of what", populationSection(evidence)],
    ["stopping", "If it was stopped early", sequentialSection(evidence, points)],
    ["fragility", "How much hangs on how little", fragilitySection(evidence)],
    ["cautions", "Cautions and gaps", labelSection(evidence)],
    ["next", "What next", nextSection(evidence)],
    ["coverage", "What this shows, and what not", coverageSection(evidence, auditInput)],
    ["provenance", "Where it comes from", provenanceSection(evidence, auditInput, provenance)],
    ["verify", "How to check it", verifySection(evidence)],
  ];
  const page = html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${verdictHeading(evidence.result)}: “${clip(printable(claim.claim_text), 120)}”</title>
<style>${rawStyle(style)}</style>
</head>
<body>
${masthead(claim, evidence, provenance)}
<nav aria-label="On this page"><ul>${sections.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main>
${sections.map(([id, title, content]) => html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2><div class="content">${content}</div></section>\n`)}</main>
<footer><p>Packaged imported evaluation output, limited to the recorded episodes and the protocol. A view of an evidence package; not evidence by itself. This file makes no request and runs no script.</p></footer>
</body>
</html>
`;
  return page.toString();
}

/** Nothing may load and nothing may run; the one style sheet is named by its hash. */
const policy = `default-src 'none'; style-src 'sha256-${base64(sha256(style))}'; base-uri 'none'; form-action 'none'`;

function base64(digest: string): string {
  const bytes = digest.replace("sha256:", "").match(/../g) ?? [];
  return btoa(bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join(""));
}

function masthead(claim: Claim, evidence: Evidence, provenance?: AuditProvenance): Markup {
  const { result } = evidence;
  const text = printable(claim.claim_text);
  const date = provenance?.created_at.slice(0, 10);
  return html`<header>
<p class="kicker"><span>Evidence report</span>${date === undefined ? undefined : html`<time datetime="${date}">${date}</time>`}</p>
<p class="role">The claim</p>
<h1>“${outside(text, HEADING)}”</h1>
${text.length > HEADING ? html`<details><summary>The whole claim</summary><p>${outside(text, 8192)}</p></details>` : undefined}
<div class="outcome ${result.verdict === result.strict_verdict ? verdictTone(result.verdict) : "mixed"}">
<p class="role">What the recorded episodes say</p>
<p class="big">${verdictHeading(result)}</p>
<p class="says">${verdictSentence(result)}</p>
${strictness(evidence)}
<figure>${headlinePlot(result)}<figcaption>${intervalName(result.interval)} of ${result.episodes} episodes. The shaded side is where the claim holds${result.margin > 0 ? " with its margin" : ""}.</figcaption></figure>
</div>
</header>`;
}

/** Both readings with equal weight, wherever there is a margin. */
function strictness({ result }: Evidence): Markup | undefined {
  if (result.margin === 0) return undefined;
  return html`<dl class="readings"><div><dt>with the margin, against ${declared(result.threshold)}</dt><dd>${verdictWord(result.verdict)}</dd></div><div><dt>without it, against ${declared(result.baseline)}</dt><dd>${verdictWord(result.strict_verdict)}</dd></div></dl>`;
}
