import {
  AcceptCondition,
  type ConditionResult,
  FileClass,
  type ImportCandidate,
  type ImportReport,
  SkippedKind,
} from "@worldflux/schema";
import { inWords } from "./limits.ts";
import { refusalCatalog } from "./refusals.ts";

/** First line of the customer report. */
export const customerReportTitle = "# Import report of a run folder";

/**
 * The customer report: Markdown that may leave the building. It is put together from numbers, ids
 * and words of ours; no text that stands in the folder, and no name of a file, comes into it.
 */
export function customerReport(report: ImportReport): string {
  return [
    customerReportTitle,
    "",
    "What a run folder holds and which evaluations in it a claim can rest on. It names no file, path, person or machine. Nothing in the folder was changed.",
    "",
    ...folder(report),
    "",
    ...secrets(report),
    "## Candidates",
    "",
    ...candidates(report),
    "## What this does not show",
    "",
    "- That the records are true, complete or from one policy: they were read as they were found.",
    "- That nothing else was run: a folder shows what was put into it.",
    "- Anything about videos, recordings and weights: they were counted and not opened.",
    "",
  ].join("\n");
}

function folder({ totals, complete, skipped, declared }: ImportReport): string[] {
  const rows = FileClass.options.flatMap((is) => {
    const of = totals.by_class[is];
    return of === undefined ? [] : [`| ${classNames[is]} | ${of.files} | ${inWords(of.bytes)} |`];
  });
  const left = SkippedKind.options.flatMap((kind) => {
    const n = skipped.filter(({ what }) => what === kind).length;
    return n === 0 ? [] : [`${skippedNames[kind]} (${n})`];
  });
  const supplied = [
    ...(declared.map === null ? [] : ["a mapping"]),
    ...(declared.denominator_policy === null
      ? []
      : [`the counting rule \`${declared.denominator_policy}\``]),
  ];
  return [
    "## Folder",
    "",
    `${totals.files} ${totals.files === 1 ? "file" : "files"} and ${totals.folders} ${totals.folders === 1 ? "folder" : "folders"}, ${inWords(totals.bytes)}.${complete ? "" : " **Not all of it was looked at: a limit was met, or something cannot be read.**"}`,
    "",
    ...(rows.length === 0
      ? ["No file was found."]
      : ["| what | files | size |", "| --- | --- | --- |", ...rows]),
    "",
    left.length === 0 ? "Nothing was skipped." : `Skipped and not opened: ${left.join(", ")}.`,
    ...(supplied.length === 0
      ? []
      : ["", `Supplied by hand, and not shown by the files: ${supplied.join(" and ")}.`]),
  ];
}

function secrets({ secrets }: ImportReport): string[] {
  if (secrets.length === 0) return [];
  const files = new Set(secrets.map(({ path }) => path)).size;
  return [
    "## Credentials",
    "",
    `Places that look like credentials: ${secrets.length}, in files: ${files}. Whoever holds this folder can read them: revoke them. The private report says where.`,
    "",
  ];
}

function candidates({ candidates, refusals, selected }: ImportReport): string[] {
  if (candidates.length === 0) {
    return ["None.", "", ...refusals.map(({ code }) => reason(code)), ""];
  }
  const acceptable = candidates.filter((each) => each.acceptable).length;
  const chosen =
    selected === null
      ? []
      : [
          `Selected by hand: \`${selected.candidate}\`, ${selected.accepted ? "accepted" : "refused"}.`,
          "",
        ];
  return [
    `${candidates.length} found, ${acceptable} acceptable. They are never merged.`,
    "",
    ...chosen,
    "| candidate | read by | recorded | succeeded | failed | errors | no result | verdict |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...candidates.map(row),
    "",
    ...candidates.flatMap(details),
  ];
}

function row({ id, reader, counts, acceptable }: ImportCandidate): string {
  const numbers =
    counts === null
      ? ["", "", "", "", ""]
      : [
          counts.recorded,
          counts.success,
          counts.failure,
          counts.error,
          counts.pending + (counts.missing ?? 0),
        ];
  return `| \`${id}\` | ${reader?.adapter ?? "-"} | ${numbers.join(" | ")} | ${acceptable ? "acceptable" : "refused"} |`;
}

function details({ id, conditions, reasons, asserted }: ImportCandidate): string[] {
  const codes = [...new Set(reasons.map(({ code }) => code))];
  const byHand = Object.keys(asserted).length;
  return [
    `### \`${id}\``,
    "",
    ...AcceptCondition.options.map((is) => `- ${metWord(conditions[is])}: ${conditionNames[is]}`),
    ...(byHand === 0 ? [] : ["- some of this was supplied by hand, and is recorded as asserted"]),
    "",
    ...(codes.length === 0 ? [] : [...codes.map(reason), ""]),
  ];
}

function metWord({ met, checked }: ConditionResult): string {
  return met ? "met" : checked ? "**not met**" : "not looked at";
}

function reason(code: keyof typeof refusalCatalog): string {
  const { summary, remedy } = refusalCatalog[code];
  return `- **${code}**: ${summary} ${remedy}`;
}

const conditionNames: Readonly<Record<AcceptCondition, string>> = {
  boolean_success: "each episode says whether it succeeded",
  identity: "each episode has a task or suite and is there once",
  metric_contract: "it is said what a success is, and that fits the claim where one was given",
  denominator: "it is known which episodes are counted, and none is missing",
  public_safe: "no credential, path or address would be published",
};

const classNames: Readonly<Record<FileClass, string>> = {
  episode_records: "records of episodes",
  aggregates: "rates, counts and scores",
  log: "logs",
  tracker: "experiment trackers",
  config: "settings",
  robot_recording: "robot recordings",
  dataset: "data sets",
  video: "videos",
  image: "images",
  archive: "archives",
  checkpoint: "checkpoints",
  secret: "places of credentials",
  unusable: "empty or unfinished files",
  other: "other files",
};

const skippedNames: Readonly<Record<SkippedKind, string>> = {
  symlink: "links",
  fifo: "pipes",
  device: "devices",
  socket: "sockets",
  name: "misleading names",
  unreadable: "unreadable entries",
  too_deep: "folders nested too deep",
  not_a_file: "entries that are no files",
};
