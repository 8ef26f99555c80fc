import type { Evidence } from "@worldflux/schema";
import { level, sequentialSentence, verdictTitle } from "../wording.ts";
import { html, type Markup } from "./html.ts";
import { sentence } from "./parts.ts";
import type { SequencePoint } from "./running-sequence.ts";
import { scrollBox } from "./scroll-box.ts";
import { sequencePlot, sequenceTable } from "./sequence-plot.ts";

/** The test that holds whenever the run was stopped, as a picture, or why there is none. */
export function sequentialSection(evidence: Evidence, points: readonly SequencePoint[]): Markup {
  const { sequential, result } = evidence;
  if (sequential.refused !== null) {
    return html`<p class="refused"><strong>No sequential result.</strong> ${sentence(sequential.detail ?? sequential.refused)}</p><p>So nothing here protects the verdict from somebody who watched the numbers and stopped when they pleased.</p>`;
  }
  const decides = sequential.decides
    ? "This test decides the headline."
    : "The headline assumes one look, after a number of episodes fixed beforehand; this stands beside it.";
  const band = level(sequential.interval?.level ?? result.interval.level);
  const bounded =
    sequential.mode === "bounded"
      ? "The verdict is that of a bounded test, and may come before the band crosses the threshold."
      : "The verdict is that of one-sided tests at half the band’s error each, and may come before or after the band crosses the threshold.";
  const broken =
    sequential.violated === true
      ? html`<p class="refused"><strong>No single rate explains this run.</strong> The band became empty, or the rate was shown to lie on both sides of the threshold: it changed while the run went on. Trust neither band nor verdict.</p>`
      : undefined;
  const strict = sequential.strict_verdict;
  const strictly =
    strict === undefined || strict === sequential.verdict
      ? ""
      : `; without the margin: ${verdictTitle[strict].toLowerCase()}`;
  const rounds = sequential.blocked_by_task === true;
  return html`<p>If the rate stayed the same throughout, the band holds it at every moment of the run with ${band} confidence, even if somebody watched and stopped when the numbers pleased. ${decides}</p>
<p>At any stopping time: <strong>${sequentialSentence(evidence)}</strong>${strictly}.</p>${broken}${points.length === 0 ? undefined : picture(evidence, points, `${rounds ? "Each step is a round of one episode of every task. " : ""}${bounded}`)}`;
}

function picture(
  { sequential, result }: Evidence,
  points: readonly SequencePoint[],
  note: string,
): Markup {
  return html`<figure>${sequencePlot(points, result, sequential)}
<figcaption><span class="key band"></span> band <span class="key rate"></span> rate so far. ${note}</figcaption></figure>
<details><summary>The picture in numbers</summary>${scrollBox("The picture in numbers", sequenceTable(points))}</details>`;
}
