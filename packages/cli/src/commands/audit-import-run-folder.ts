import type { FolderOptions } from "@worldflux/adapters-run-folder";
import {
  type DenominatorPolicy,
  documentDigest,
  type ImportReport,
  sha256,
  WorldFluxError,
} from "@worldflux/schema";
import { loadRunFolder, mapped, recognisers } from "../adapters.ts";
import { compareWith } from "../compare-with-claim.ts";
import { importSummary } from "../import-summary.ts";
import { type Outcome, painter } from "../output.ts";
import { progressBar } from "../progress.ts";
import { readClaim, readProtocol } from "../read-documents.ts";
import { exitCodes } from "../report-error.ts";
import { selectedAuditInput } from "../selected-audit-input.ts";
import { planOutputs } from "../write-import-reports.ts";
import { prettyJson } from "../write-json-file.ts";
import { writeNewFile } from "../write-new-file.ts";

/** Arguments of `audit import run-folder`. */
export interface AuditImportArgs {
  readonly from: string;
  readonly "dry-run": boolean;
  readonly "select-run"?: string | undefined;
  readonly report: string;
  readonly "customer-report": string;
  readonly output?: string | undefined;
  readonly map?: string | undefined;
  readonly "denominator-policy"?: DenominatorPolicy | undefined;
  readonly claim?: string | undefined;
  readonly protocol?: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
}

/**
 * `audit import run-folder`: looks through a folder without changing it, writes both reports, and for
 * a selected candidate that is acceptable its `audit_input.json`.
 */
export async function auditImportRunFolder(args: AuditImportArgs): Promise<Outcome> {
  refuseMisuse(args);
  const plan = planOutputs(args, args.from, args.force);
  const { inspectFolder, customerReport } = await loadRunFolder();
  const bar = progressBar();
  const labels = { list: "listing", look: "looking at files", read: "reading candidates" };
  const options: FolderOptions = {
    ...(await optionsOf(args)),
    onProgress: ({ step, done, of }) => bar.show({ label: labels[step], done, of }),
  };
  const inspected = await inspectFolder(args.from, options);
  const id = args["select-run"];
  const selected = id === undefined ? undefined : await inspected.select(id);
  bar.clear();
  const text =
    selected === undefined ? undefined : selectedAuditInput(id ?? "", selected, inspected.report);
  const report: ImportReport = {
    ...inspected.report,
    selected:
      id === undefined
        ? null
        : {
            candidate: id,
            accepted: text !== undefined,
            audit_input_sha256: text === undefined ? null : sha256(text),
          },
  };
  if (text !== undefined && args.output !== undefined) writeNewFile(args.output, text, plan.output);
  writeNewFile(args.report, prettyJson(report), plan.report);
  writeNewFile(args["customer-report"], customerReport(report), plan.customerReport);
  const accepted =
    id === undefined ? report.candidates.some((each) => each.acceptable) : text !== undefined;
  return {
    text: importSummary(report, args, painter(args.json)),
    json: jsonOf(report, args, text !== undefined),
    exitCode: accepted ? 0 : exitCodes.policy,
  };
}

function refuseMisuse(args: AuditImportArgs): void {
  const { "dry-run": dry, "select-run": id, output, claim, protocol } = args;
  const wrong = (message: string, hint: string) => {
    throw new WorldFluxError("WF_USAGE", message, { hint });
  };
  if (dry === (id !== undefined)) {
    wrong(
      "either --dry-run or --select-run <candidate_id>",
      "start with --dry-run: its report lists the candidates",
    );
  }
  if (dry && output !== undefined) {
    wrong(
      "--dry-run writes no --output",
      "leave out --output, or select a candidate with --select-run",
    );
  }
  if (!dry && output === undefined) {
    wrong("--select-run needs an --output", "add --output audit_input.json");
  }
  if ((claim === undefined) !== (protocol === undefined)) {
    wrong("--claim and --protocol go together", "give both, or neither");
  }
}

/** These read what others write, under a name of their own: the others are asked first. */
const lastly = ["pi-0.7", "embodied-gov-bench", "cosmos-predict"];

async function optionsOf(args: AuditImportArgs): Promise<FolderOptions> {
  const { parseDeclaration } = await loadRunFolder();
  const all = await recognisers();
  const adapters = [
    ...all.filter(({ name }) => !lastly.includes(name)),
    ...all.filter(({ name }) => lastly.includes(name)),
  ];
  const declared = args.map === undefined ? undefined : parseDeclaration(args.map);
  const rows =
    args.map !== undefined && declared === undefined ? await mapped(args.map) : undefined;
  const claim = args.claim === undefined ? undefined : readClaim(args.claim);
  const protocol = args.protocol === undefined ? undefined : readProtocol(args.protocol);
  const policy = policyOf(args["denominator-policy"], protocol?.execution.denominator_policy);
  const both = claim !== undefined && protocol !== undefined;
  return {
    adapters,
    mapped: rows,
    map: args.map,
    declared: { ...declared, denominatorPolicy: policy },
    compare: both ? compareWith(claim, protocol) : undefined,
    claim: claim && documentDigest(claim),
    protocol: protocol && documentDigest(protocol),
  };
}

function policyOf(
  declared: DenominatorPolicy | undefined,
  planned: DenominatorPolicy | undefined,
): DenominatorPolicy | undefined {
  if (declared === undefined || planned === undefined || declared === planned) return declared;
  throw new WorldFluxError(
    "WF_USAGE",
    `--denominator-policy is ${declared}, and the protocol says ${planned}`,
    {
      hint: "leave out --denominator-policy; the protocol was there first",
    },
  );
}

function jsonOf(report: ImportReport, args: AuditImportArgs, written: boolean) {
  return {
    folder: report.folder,
    complete: report.complete,
    totals: report.totals,
    possible_credentials: report.secrets.length,
    candidates: report.candidates.map(
      ({ id, directory, kind, reader, counts, acceptable, reasons }) => ({
        ...{ id, directory, kind, reader, counts, acceptable },
        reasons: reasons.map(({ code }) => code),
      }),
    ),
    refusals: report.refusals.map(({ code }) => code),
    selected: report.selected,
    report: args.report,
    customer_report: args["customer-report"],
    output: written ? (args.output ?? null) : null,
  };
}
