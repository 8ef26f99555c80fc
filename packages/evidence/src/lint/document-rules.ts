import {
  Claim,
  type DocumentProblem,
  documentProblems,
  findUnfilled,
  type LintFinding,
  Protocol,
  preview,
} from "@worldflux/schema";
import { finding, type Place, percent } from "./finding.ts";

/** Most problems of a document that are listed. */
const MOST = 20;

/** The places of a draft that its author has not filled in. */
export function placesToFill(file: LintFinding["file"], value: unknown): LintFinding[] {
  return findUnfilled(value)
    .slice(0, MOST)
    .map(({ pointer, what }) =>
      finding(
        "to_fill",
        `${file}${pointer}`,
        what === "" ? "to be filled in" : `to be filled in: ${preview(what, 200)}`,
        "write the value in place of the text, or delete the line if it says so",
      ),
    );
}

/** What keeps a claim from being read. */
export function claimProblems(value: unknown): LintFinding[] {
  return documentProblems(Claim, value, "claim.json")
    .slice(0, MOST)
    .map((problem) => percentForRatio(value, problem) ?? invalid("claim.json", problem));
}

/** What keeps a protocol from being read. */
export function protocolProblems(value: unknown): LintFinding[] {
  return documentProblems(Protocol, value, "protocol.json")
    .slice(0, MOST)
    .map((problem) => invalid("protocol.json", problem));
}

function invalid(
  file: "claim.json" | "protocol.json",
  { pointer, problem }: DocumentProblem,
): LintFinding {
  const document = file === "claim.json" ? "claim" : "protocol";
  const place: Place = pointer === "/" ? file : `${file}${pointer}`;
  return finding(
    "document_invalid",
    place,
    problem,
    `correct the value; \`worldflux schema ${document}\` says what is allowed`,
  );
}

/** The commonest wrong values: a percentage, or a confidence, where a ratio is wanted. */
function percentForRatio(value: unknown, { pointer }: DocumentProblem): LintFinding | undefined {
  const at = pointer
    .slice(1)
    .split("/")
    .reduce<unknown>((of, key) => (of as Record<string, unknown> | null | undefined)?.[key], value);
  const place = `claim.json${pointer}` as const;
  if (/^\/expected_metrics\/\d+\/unit$/.test(pointer)) {
    const message = `the unit is ${preview(at)}, and rates are ratios here`;
    return finding("percent_for_ratio", place, message, 'write "ratio", and 0.8 for 80 %');
  }
  if (!/^\/(?:expected_metrics\/\d+\/value|decision_rule\/\w+)$/.test(pointer)) return undefined;
  const ratio = asPercentage(at);
  if (ratio === undefined) return undefined;
  if (pointer.endsWith("/alpha") && ratio.plain && at !== 1 && Number(at) < 1) {
    const alpha = Number((1 - Number(at)).toFixed(12));
    const message = `alpha is ${preview(at)}, which reads like the confidence of the interval`;
    return finding("alpha_is_confidence", place, message, `write ${alpha}`);
  }
  const message = `${preview(at)} is a percentage; a ratio from 0 to 1 is wanted`;
  return finding(
    "percent_for_ratio",
    place,
    message,
    `write ${ratio.value} for ${percent(ratio.value)}`,
  );
}

/** Reads 80, "80", "80 %" and "0.8" as ratios; undefined for anything else. */
function asPercentage(at: unknown): { value: number; plain: boolean } | undefined {
  const text = typeof at === "number" ? String(at) : typeof at === "string" ? at.trim() : "";
  const [, digits, sign] = /^(\d{1,3}(?:\.\d{1,9})?)\s*(%?)$/.exec(text) ?? [];
  const number = Number(digits);
  if (digits === undefined || number > 100) return undefined;
  const ratio = sign === "%" || number > 1 ? number / 100 : number;
  return { value: Number(ratio.toFixed(12)), plain: typeof at === "number" };
}
