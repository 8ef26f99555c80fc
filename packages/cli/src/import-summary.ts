import {
  type ImportCandidate,
  type ImportReport,
  printable,
  type RefusalNote,
} from "@worldflux/schema";
import { shellWord } from "./shell-word.ts";

type Paint = (tone: "good" | "bad" | "warn" | "dim" | "command", text: string) => string;

interface Places {
  readonly from: string;
  readonly report: string;
  readonly "customer-report": string;
  readonly output?: string | undefined;
  readonly map?: string | undefined;
  readonly "denominator-policy"?: string | undefined;
  readonly claim?: string | undefined;
  readonly protocol?: string | undefined;
}

/** Most candidates that are shown; the report has all. */
const most = 20;

/** What `audit import run-folder` says at its end: candidates, why each is refused, what to type next. */
export function importSummary(report: ImportReport, places: Places, paint: Paint): string {
  const { totals, files, candidates, refusals, selected, secrets } = report;
  const acceptable = candidates.filter((each) => each.acceptable);
  const chosen = candidates.find(({ id }) => id === selected?.candidate);
  const shown =
    chosen === undefined
      ? [...acceptable, ...candidates.filter((each) => !each.acceptable)]
      : [chosen];
  const withSecrets = new Set(secrets.map(({ path }) => path)).size;
  return [
    `${printable(report.folder)}: ${many(totals.files, "file")} and ${many(totals.folders, "folder")}, ${totals.skipped} entries skipped`,
    ...report.limits.map((limit) => paint("warn", `not all of it: ${limit}`)),
    ...(withSecrets > 0
      ? [
          paint(
            "warn",
            `${withSecrets} ${withSecrets === 1 ? "file holds" : "files hold"} what looks like a credential; the report says where`,
          ),
        ]
      : []),
    ...(places.map !== undefined && !files.some(hasColumns) && !candidates.some(usesMap)
      ? [paint("warn", "--map was not used: no file has its columns, or needs what it declares")]
      : []),
    "",
    ...shown.slice(0, most).flatMap((candidate) => lines(candidate, paint)),
    ...(shown.length > most ? [`and ${shown.length - most} more, in the report`] : []),
    ...refusals.flatMap((each) => [paint("bad", `refused     ${each.code}`), ...why(each)]),
    "",
    `wrote ${printable(places.report)} (private) and ${printable(places["customer-report"])} (names no file or path)`,
    ...next(report, acceptable, places, paint),
  ].join("\n");
}

/** A mapping may reach a file and refuse it. */
function hasColumns({ reason }: ImportReport["files"][number]): boolean {
  return reason.startsWith("has the columns of --map");
}

/** Read by the columns of `--map`, or with something that it declares. */
function usesMap({ reader, asserted }: ImportCandidate): boolean {
  const declared = Object.keys(asserted).some((key) => key !== "run_folder.denominator_policy");
  return reader?.adapter === "mapped" || declared;
}

function lines(candidate: ImportCandidate, paint: Paint): string[] {
  const { id, directory, files, reader, counts, acceptable, reasons } = candidate;
  const [first = ""] = files;
  const where = files.length === 1 ? first : `${directory} (${files.length} files)`;
  const read = reader === null ? "" : `${reader.adapter} ${reader.shape}, `;
  const n = counts === null ? "" : `${counts.recorded} episodes, ${counts.success} succeeded`;
  const head = acceptable ? paint("good", "acceptable") : paint("bad", "refused   ");
  return [
    `${head}  ${id}  ${printable(where)}`,
    ...(counts === null ? [] : [`            ${read}${n}`]),
    ...reasons.slice(0, 6).flatMap((each) => [`            ${each.code}`, ...why(each)]),
  ];
}

function many(n: number, one: string): string {
  return `${n} ${n === 1 ? one : `${one}s`}`;
}

function why({ detail, remedy }: RefusalNote): string[] {
  return [cut(detail), cut(remedy)].map((line) => `              ${line}`);
}

function cut(text: string): string {
  const line = printable(text);
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

function next(
  { selected }: ImportReport,
  acceptable: readonly ImportCandidate[],
  places: Places,
  paint: Paint,
): string[] {
  if (selected?.accepted && places.output !== undefined) {
    const output = printable(places.output);
    return [
      `wrote ${output}`,
      `  ${paint("command", `worldflux claim create --template custom --from ${output} --source audit-input --output claim_pkg`)}`,
      `  ${paint("command", `worldflux audit run audit-input --from ${output} --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json --output evidence_pkg`)}`,
    ];
  }
  if (selected !== null) return ["The selected candidate is refused; no audit input was written."];
  const [first] = acceptable;
  if (first === undefined) return ["No candidate is acceptable."];
  const { from, report, "customer-report": customer } = places;
  const same = (["map", "denominator-policy", "claim", "protocol"] as const).flatMap((name) =>
    places[name] === undefined ? [] : [`--${name} ${shellWord(places[name])}`],
  );
  const words = [
    `worldflux audit import run-folder --from ${shellWord(from)} --select-run ${first.id}`,
    `--output audit_input.json --report ${shellWord(report)} --customer-report ${shellWord(customer)}`,
    ...same,
  ];
  return [`  ${paint("command", printable(words.join(" ")))}`];
}
