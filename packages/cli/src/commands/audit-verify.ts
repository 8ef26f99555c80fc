import { lockLimits } from "@worldflux/evidence";
import { printable } from "@worldflux/schema";
import { readPackageFolder } from "@worldflux/verifier";
import { type Outcome, painter } from "../output.ts";
import { type SignatureOptions, verifySigned } from "../verify-signed.ts";

/** Arguments of `audit verify`. */
export interface AuditVerifyArgs extends SignatureOptions {
  readonly package: string;
  /** Take files that have a second name elsewhere. */
  readonly "allow-hardlinks": boolean;
  readonly json: boolean;
}

/** `audit verify`: every check of a package, a line each. */
export async function auditVerify(args: AuditVerifyArgs): Promise<Outcome> {
  const files = readPackageFolder(args.package, { allowHardLinks: args["allow-hardlinks"] });
  const { exitCode, ...verification } = await verifySigned(files, args, new Date());
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
  const status = (id: string) => verification.checks.find((check) => check.id === id)?.status;
  const known = status("signature") === "pass" && status("identity") === "pass";
  const note = known ? "" : " Nothing here shows who made it: no trusted signature was checked.";
  const locked = verification.checks.find((check) => check.id === "lock");
  const resting = locked !== undefined && "locks" in locked && locked.locks.length > 0;
  return {
    text: [...lines, "", `${verdict}${note}`, ...(resting ? [lockNote(locked.status)] : [])].join(
      "\n",
    ),
    json: verification,
    exitCode,
  };
}

/** A lock that did not pass carries no grade; one that did still shows no more than it can. */
function lockNote(status: "pass" | "fail" | "not_evaluated"): string {
  return status === "pass"
    ? lockLimits
    : "The check `lock` did not pass: a grade A that rests on it is not shown here, read it as B.";
}
