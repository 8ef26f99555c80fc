import { closeSync, lstatSync, openSync, readSync } from "node:fs";
import { customerReportTitle } from "@worldflux/adapters-run-folder";
import { WorldFluxError } from "@worldflux/schema";
import { placeOf } from "./place-of.ts";
import { type NewFileOptions, refuseOutputFile } from "./write-new-file.ts";

/** The files that `audit import run-folder` writes, and those that it reads beside the folder. */
export interface ImportOutputs {
  readonly report: string;
  readonly "customer-report": string;
  readonly output?: string | undefined;
  readonly claim?: string | undefined;
  readonly protocol?: string | undefined;
  readonly map?: string | undefined;
}

/**
 * Says how each output is written, and refuses one that cannot be before any work is done. A report
 * replaces an earlier report without being asked; nothing else is replaced without `--force`.
 *
 * @throws WorldFluxError WF_OUTPUT_EXISTS, WF_OUTPUT_UNWRITABLE or WF_USAGE
 */
export function planOutputs(outputs: ImportOutputs, folder: string, force: boolean) {
  const inside = {
    what: "would lie in the run folder, which is never written to",
    hint: "choose a place outside of the folder that --from names",
  };
  const options = (own: boolean): NewFileOptions => ({
    force: force || own,
    outside: folder,
    inside,
  });
  const { report, "customer-report": customer, output, claim, protocol, map } = outputs;
  const paths = [report, customer, output, claim, protocol, map].flatMap((path) =>
    path === undefined ? [] : [placeOf(path)],
  );
  if (new Set(paths).size < paths.length) {
    throw new WorldFluxError("WF_USAGE", "two options name the same file", {
      hint: "give --report, --customer-report and --output each a file of its own",
    });
  }
  const plan = {
    report: {
      ...options(startsLike(outputs.report, /"schema_version":\s*"worldflux\.import_report\./)),
      // It names files, folders and places of credentials: for the user alone.
      mode: 0o600,
    },
    customerReport: options(
      startsLike(outputs["customer-report"], new RegExp(`^${customerReportTitle}\\n`)),
    ),
    output: options(false),
  };
  refuseOutputFile(outputs.report, plan.report);
  refuseOutputFile(outputs["customer-report"], plan.customerReport);
  if (outputs.output !== undefined) refuseOutputFile(outputs.output, plan.output);
  return plan;
}

/** True for a file whose first bytes are those of a report of ours. */
function startsLike(path: string, pattern: RegExp): boolean {
  try {
    // A pipe would be waited for.
    if (!lstatSync(path).isFile()) return false;
    const fd = openSync(path, "r");
    try {
      const start = Buffer.alloc(512);
      return pattern.test(start.toString("utf8", 0, readSync(fd, start)));
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}
