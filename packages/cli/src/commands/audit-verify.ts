import { printable } from "@worldflux/schema";
import { readPackageFolder, verifyPackage } from "@worldflux/verifier";
import { type Outcome, painter } from "../output.ts";
import { exitCodes } from "../report-error.ts";

/** Arguments of `audit verify`. */
export interface AuditVerifyArgs {
  readonly package: string;
  readonly json: boolean;
}

/** `audit verify`: every check of a package, a line each. */
export async function auditVerify(args: AuditVerifyArgs): Promise<Outcome> {
  const verification = verifyPackage(readPackageFolder(args.package));
  const paint = painter(args.json);
  const marks = {
    pass: paint("good", "pass"),
    fail: paint("bad", "FAIL"),
    not_evaluated: paint("dim", "not evaluated"),
  };
  const words = { pass: "pass", fail: "FAIL", not_evaluated: "not evaluated" };
  const lines = verification.checks.map(({ id, status, detail }) => {
    const pad = " ".repeat("not evaluated".length - words[status].length);
    return `${marks[status]}${pad}  ${id.padEnd(18)}  ${printable(detail)}`;
  });
  const verdict = verification.ok
    ? paint("good", "The package follows from its own episodes.")
    : paint("bad", "The package is refused.");
  const unsigned = verification.checks.some((c) => c.id === "signature" && c.status !== "pass");
  const note = unsigned ? " Nothing here shows who made it: its signature was not checked." : "";
  return {
    text: [...lines, "", `${verdict}${note}`].join("\n"),
    json: verification,
    exitCode: verification.ok ? 0 : exitCodes.verification,
  };
}
