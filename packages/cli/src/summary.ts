import { headline, lockSentence, type Paint } from "@worldflux/evidence";
import { type Evidence, labelCatalog } from "@worldflux/schema";

/** What `audit run` says at its end: the verdict, what weakens it, and what to type next. */
export function summary(
  evidence: Evidence,
  output: string,
  paint: (tone: Parameters<Paint>[0] | "command", text: string) => string,
): string {
  const { denominators: d, labels } = evidence;
  const count = (kind: string, one: string, more: string) => {
    const n = labels.filter((label) => labelCatalog[label.code].kind === kind).length;
    return `${n} ${n === 1 ? one : more}`;
  };
  // Nobody is trusted here: what a lock says may not be so.
  const rests = ({ grade }: Evidence) =>
    grade === "A" ? " if the lock is genuine, which was not checked here" : "";
  const locked = lockSentence(evidence);
  return [
    ...headline(evidence, paint),
    "",
    `${d.recorded} episodes recorded, ${d.planned} planned, ${d.missing} missing, ${d.out_of_protocol} out of protocol`,
    `grade ${evidence.grade}${rests(evidence)}; ${count("caution", "caution", "cautions")}, ${count("missing", "thing", "things")} missing`,
    ...(locked === undefined ? [] : [`locked ${locked}`]),
    "",
    `wrote ${output}`,
    `  ${paint("command", `worldflux evidence inspect ${output}`)}`,
    `  ${paint("command", `worldflux audit verify ${output}`)}`,
  ].join("\n");
}
