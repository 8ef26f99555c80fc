import {
  type Claim,
  type LintCode,
  type LintFinding,
  lintCatalog,
  type Protocol,
} from "@worldflux/schema";

import type { ExpandedTasks } from "../benchmark-tasks/expand-tasks.ts";

/** The documents that a rule looks at; null where one was not given, or is not valid. */
interface LintedDocuments {
  readonly claim: Claim | null;
  readonly protocol: Protocol | null;
  /** The protocol's task list; names that are not known are taken for one task each. */
  readonly tasks: ExpandedTasks | null;
}

/** Looks at documents that are valid, and finds what is wrong with them. */
export type LintRule = (documents: LintedDocuments) => LintFinding[];

/** Where something is: a document and a JSON pointer into it, such as `claim.json/claim_text`. */
export type Place = `claim.json${string}` | `protocol.json${string}`;

/** A finding; its severity is that of its code. */
export function finding(code: LintCode, place: Place, message: string, fix: string): LintFinding {
  const slash = place.indexOf("/");
  const end = slash === -1 ? place.length : slash;
  return {
    code,
    severity: lintCatalog[code].severity,
    file: place.startsWith("claim") ? "claim.json" : "protocol.json",
    pointer: place.slice(end, end + 1024),
    message,
    fix,
  };
}

/** A rule's finding where a condition holds. The text is made only then. */
export function when(condition: boolean, make: () => LintFinding): LintFinding[] {
  return condition ? [make()] : [];
}

/** 0.8 as `0.8 (80 %)`, the two ways to write it. */
export function rateInWords(rate: number): string {
  return `${rate} (${percent(rate)})`;
}

/** 0.8 as `80 %`. */
export function percent(rate: number): string {
  return `${Number((rate * 100).toFixed(4))} %`;
}

/** The claim's sentence without its subject: a model may be called SafeVLA-0.5. */
export function claimWords({ claim_text, subject }: Claim): string {
  return claim_text.replaceAll(subject.id, "the policy");
}
