import { readInput } from "@worldflux/adapter-kit";
import { type CheckedTask, checkRun, type RunCheck, readSheet } from "@worldflux/evidence";
import { documentDigest, jsonlBytes, printable, taskName, WorldFluxError } from "@worldflux/schema";
import { type Outcome, painter } from "../output.ts";
import { readProtocol } from "../read-documents.ts";
import { type EvaluationChoice, readEvaluation } from "../read-evaluation.ts";
import { exitCodes } from "../report-error.ts";
import { lines } from "../stats/numbers.ts";
import { refuseOutputFile, writeNewFile } from "../write-new-file.ts";

/** Arguments of `protocol check-run`. */
export interface ProtocolCheckRunArgs extends EvaluationChoice {
  readonly sheet: string;
  readonly protocol?: string | undefined;
  readonly output?: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
}

/** Largest sheet, in bytes: some times what the most cells take. */
const MAX_SHEET_BYTES = 128 * 2 ** 20;

/** Tasks that are listed one by one. */
const MOST = 60;

/** `protocol check-run`: what ran of a sheet, cell by cell. */
export async function protocolCheckRun(args: ProtocolCheckRunArgs): Promise<Outcome> {
  const { output, force } = args;
  const inputs = [args.sheet, ...args.from, ...(args.protocol ? [args.protocol] : [])];
  const writing = { force, inputs };
  if (output !== undefined) refuseOutputFile(output, writing);
  const sheet = readSheet(readInput(args.sheet, MAX_SHEET_BYTES));
  if (args.protocol !== undefined) refuseOther(sheet.header.protocol.sha256, args.protocol);
  const { reading } = await readEvaluation(args);
  const check = checkRun(sheet, reading);
  if (output !== undefined) {
    writeNewFile(output, new TextDecoder().decode(jsonlBytes(check.cells)), writing);
  }
  const { cells, ...sums } = check;
  return {
    text: report(check, sheet.header.seeds.length, args),
    json: output === undefined ? { ...sums, cells } : { output, ...sums },
    exitCode: check.complete ? 0 : exitCodes.policy,
  };
}

function refuseOther(planned: string, path: string): void {
  const own = documentDigest(readProtocol(path));
  if (own === planned) return;
  throw new WorldFluxError(
    "WF_DOCUMENT_INVALID",
    `the sheet was made from another protocol: ${planned}, and protocol.json is ${own}`,
    { hint: "make the sheet again with `worldflux protocol plan`, or name the protocol it is of" },
  );
}

function report(check: RunCheck, seeds: number, { output, json }: ProtocolCheckRunArgs): string {
  const paint = painter(json);
  const { planned, ran, pending, missing, duplicated, out_of_protocol, in_turns } = check;
  const open = check.tasks.filter((task) => task.ran < task.planned);
  const rows: [string, string][] = [
    ["planned", `${planned} episodes of ${check.tasks.length} tasks`],
    ["ran", `${ran}`],
    ["pending", `${pending}`],
    ["missing", `${missing}`],
    ["duplicated", `${duplicated} further records of cells that ran`],
    ["not planned", `${out_of_protocol} episodes that no cell asks for`],
    ["matched by", matching(check, seeds)],
    ...(in_turns === false
      ? ([["order", "not in turns as the sheet lists them"]] as [string, string][])
      : []),
  ];
  return [
    check.complete
      ? paint("good", "Every planned episode ran once, and nothing else did.")
      : paint("bad", "The run is not the plan."),
    "",
    lines(rows),
    ...(open.length === 0 ? [] : ["", ...open.slice(0, MOST).map(openTask), ...more(open.length)]),
    ...(check.extra.length === 0 ? [] : ["", ...check.extra.slice(0, MOST).map(extraTask)]),
    ...(output === undefined
      ? []
      : ["", `wrote ${printable(output)}: each cell and what came of it`]),
  ].join("\n");
}

function matching({ matched_by: by }: RunCheck, seeds: number): string {
  if (by === "task_seed_index") return "task, seed and number";
  if (by === "task_rank") return "task and place in the record; the plan has no seeds";
  const unchecked = seeds > 0 ? ", so the planned seeds are not checked" : "";
  return `task and number; the file records no seeds${unchecked}`;
}

function openTask({ task, planned, ran, pending, missing }: CheckedTask): string {
  const waiting = pending > 0 ? `, ${pending} pending` : "";
  return `${printable(task)}: ${ran} of ${planned} ran, ${missing} missing${waiting}`;
}

function extraTask(extra: RunCheck["extra"][number]): string {
  return `${printable(taskName(extra))}: ${extra.episodes} not planned`;
}

function more(count: number): string[] {
  return count > MOST ? [`and ${count - MOST} more tasks`] : [];
}
