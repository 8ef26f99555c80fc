import {
  CountingRule,
  documentDigest,
  type Evidence,
  type EvidenceDiff,
  type LabelCode,
} from "@worldflux/schema";
import { diffAxes, factsOf } from "./axes.ts";
import { compareRuns } from "./compare-runs.ts";
import { documentDiffs } from "./documents.ts";
import { pairingOf } from "./pairing.ts";
import { reasonsAgainst } from "./reasons.ts";
import { type DiffInput, type Side, sideOf } from "./side.ts";
import { startsByCell } from "./starts.ts";
import { taskDiffs } from "./tasks.ts";

/**
 * Two packages side by side: documents, whether the runs are comparable, numbers, and what the two
 * rates say about each other. A pure function. The packages are not verified here.
 *
 * @throws WorldFluxError WF_PACKAGE_INVALID when the documents of a side do not belong together,
 * WF_DOCUMENT_INVALID when its counts contradict themselves
 */
export function diffEvidence(leftInput: DiffInput, rightInput: DiffInput): EvidenceDiff {
  const left = sideOf(leftInput, "left");
  const right = sideOf(rightInput, "right");
  const [leftFacts, rightFacts] = [factsOf(left), factsOf(right)];
  const axes = diffAxes(leftFacts, rightFacts);
  const byCell = [leftFacts, rightFacts].every((of) => startsByCell(of.initial_states));
  const pairing = pairingOf(left, right, axes, { byCell });
  const reasons = reasonsAgainst(left, right, axes);
  const comparison = compareRuns(left, right, { axes, pairing, reasons });
  return {
    schema_version: "worldflux.evidence_diff.v0_draft",
    left: identity(left),
    right: identity(right),
    documents: documentDiffs(left, right),
    axes,
    denominators: { left: left.evidence.denominators, right: right.evidence.denominators },
    verdicts: { left: verdictOf(left.evidence), right: verdictOf(right.evidence) },
    rates: ratesByRule(left.evidence, right.evidence),
    tasks: taskDiffs(left, right, comparison, pairing),
    labels: labelsOf(left.evidence, right.evidence),
    comparison,
  };
}

function identity({ evidence, claim }: Side): EvidenceDiff["left"] {
  return {
    claim_id: evidence.claim.id,
    claim_text: claim?.claim_text ?? null,
    policy: claim?.subject.id ?? null,
    evidence: documentDigest(evidence),
  };
}

function verdictOf({ result, population, grade }: Evidence): EvidenceDiff["verdicts"]["left"] {
  const { verdict, strict_verdict, operator, baseline, margin, threshold } = result;
  const { successes, episodes, estimate, interval } = result;
  return {
    ...{ verdict, strict_verdict, operator, baseline, margin, threshold },
    ...{ successes, episodes, estimate, interval },
    population: population.declared,
    grade,
  };
}

function ratesByRule(left: Evidence, right: Evidence): EvidenceDiff["rates"] {
  return CountingRule.options.flatMap((rule) => {
    const [a, b] = [left, right].map(({ rules }) => rules.find((of) => of.rule === rule));
    if (a === undefined || b === undefined) return [];
    const shown = ({ successes, episodes, estimate, verdict }: typeof a) => {
      return { successes, episodes, estimate, verdict };
    };
    const difference = a.estimate === null || b.estimate === null ? null : a.estimate - b.estimate;
    return [{ rule, left: shown(a), right: shown(b), difference }];
  });
}

function labelsOf(left: Evidence, right: Evidence): EvidenceDiff["labels"] {
  const codes = ({ labels }: Evidence) => new Set<LabelCode>(labels.map(({ code }) => code));
  const [a, b] = [codes(left), codes(right)];
  return {
    both: [...a].filter((code) => b.has(code)),
    left: [...a].filter((code) => !b.has(code)),
    right: [...b].filter((code) => !a.has(code)),
  };
}
