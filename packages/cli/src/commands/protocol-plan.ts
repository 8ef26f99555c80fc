import { join } from "node:path";
import {
  planSheet,
  type RunSheet,
  refuseExisting,
  renderSheet,
  writeFolder,
} from "@worldflux/evidence";
import { jsonlBytes, printable } from "@worldflux/schema";
import { adapterNames } from "../adapters.ts";
import { type Outcome, painter } from "../output.ts";
import { readClaim, readProtocol } from "../read-documents.ts";
import { refuseOutputFile, writeNewFile } from "../write-new-file.ts";

/** Arguments of `protocol plan`. */
export interface ProtocolPlanArgs {
  readonly claim: string;
  readonly protocol: string;
  readonly output: string;
  readonly "as-tasks": boolean;
  readonly force: boolean;
  readonly json: boolean;
}

const names = { jsonl: "run_sheet.jsonl", md: "run_sheet.md" } as const;

/** `protocol plan`: every episode to run, as JSON Lines and as a page. */
export async function protocolPlan(args: ProtocolPlanArgs): Promise<Outcome> {
  const { output, force } = args;
  const writing = { force, inputs: [args.claim, args.protocol] };
  const file = /\.(jsonl|md)$/.exec(output)?.[1];
  if (file === undefined) refuseExisting(output, Object.values(names), writing);
  else refuseOutputFile(output, writing);
  const claim = readClaim(args.claim);
  const protocol = readProtocol(args.protocol);
  const sheet = planSheet(claim, protocol, { unknownAreTasks: args["as-tasks"] });
  const lines = jsonlBytes([sheet.header, ...sheet.cells]);
  const page = renderSheet(sheet);
  if (file === "jsonl") writeNewFile(output, new TextDecoder().decode(lines), writing);
  else if (file === "md") writeNewFile(output, page, writing);
  else {
    const files = new Map([
      [names.jsonl as string, lines],
      [names.md, new TextEncoder().encode(page)],
    ]);
    writeFolder(output, files, writing);
  }
  return {
    text: report(sheet, args, file),
    json: { output, header: sheet.header },
  };
}

function report({ header, cells }: RunSheet, args: ProtocolPlanArgs, file: string | undefined) {
  const paint = painter(args.json);
  const output = printable(args.output);
  const sheet = file === undefined ? join(output, names.jsonl) : output;
  const tasks = new Set(cells.map(({ suite, task }) => `${suite}/${task}`)).size;
  return [
    `wrote ${output}: ${header.cells} episodes of ${tasks} ${tasks === 1 ? "task" : "tasks"}, ${
      header.order === "interleaved"
        ? "in turns, because the run may stop early"
        : "one task after the other"
    }`,
    ...(file === "md"
      ? []
      : [
          "After the run, type",
          `  ${paint("command", `worldflux protocol check-run ${sheet} --from <result> --source ${adapterNames.includes(header.evaluator) ? header.evaluator : "<source>"}`)}`,
        ]),
  ].join("\n");
}
