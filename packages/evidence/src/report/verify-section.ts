import { documentDigest, type Evidence } from "@worldflux/schema";
import { html, type Markup, type Part } from "./html.ts";

/** What to type, and what a page like this is worth by itself. */
export function verifySection(evidence: Evidence): Markup {
  const digest = documentDigest(evidence).replace("sha256:", "");
  const step = (text: Part, command: string, after?: Part) =>
    html`<li><p>${text}</p><pre tabindex="0"><code>${command}</code></pre>${after === undefined ? undefined : html`<p>${after}</p>`}</li>`;
  return html`<p><strong>This page is not evidence.</strong> It is a view of an evidence package, and anybody can edit an HTML file. What counts is the package, and the signature on it. Ask for the folder, called <code>evidence_pkg</code> here, and type:</p>
<ol class="steps">
${step("Recompute denominator, interval, test and verdict from the recorded outcomes, offline:", "worldflux audit verify evidence_pkg/", "It exits with 0 if every number follows from the package’s own episodes and with 4 if one does not. It also says whether a signature was checked.")}
${step("Check that this page shows that package:", "tr -d '\\n' < evidence_pkg/evidence.json | shasum -a 256", html`It prints <code class="digest">${digest}</code>`)}
${step("Or make this page again; the bytes are the same:", "worldflux evidence report evidence_pkg/ --output report.html")}
</ol>`;
}
