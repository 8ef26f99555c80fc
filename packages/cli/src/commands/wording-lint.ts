import { readInput } from "@worldflux/adapter-kit";
import { lintWording, type WordingFinding, type WordingReport } from "@worldflux/evidence";
import { decodeUtf8, printable, WorldFluxError } from "@worldflux/schema";
import { readMembers, readPackageFolder } from "@worldflux/verifier";
import { type Outcome, painter } from "../output.ts";
import { readStdin } from "../read-stdin.ts";
import { exitCodes } from "../report-error.ts";
import { verifySigned } from "../verify-signed.ts";

/** Arguments of `wording lint`. */
export interface WordingLintArgs {
  /** File to check, or `-` for standard input. */
  readonly text: string;
  readonly package: string;
  readonly "trusted-signer-config"?: string | undefined;
  readonly "sigstore-policy-config"?: string | undefined;
  readonly json: boolean;
}

/** Largest text, in bytes. */
const MAX_BYTES = 2 ** 20;
const TOO_LONG = "name a file that holds only the text that is to be checked";

/** `wording lint`: what a text says that its package does not allow. */
export async function wordingLint(args: WordingLintArgs): Promise<Outcome> {
  const name = args.text === "-" ? "standard input" : printable(args.text);
  const bytes =
    args.text === "-" ? readStdin(MAX_BYTES) : readInput(args.text, MAX_BYTES, TOO_LONG);
  const text = decodeUtf8(bytes, name);
  const { claim, evidence, signed } = await readVerified(args);
  const report = lintWording(text, { claim, evidence });
  return {
    text: page(report, name, signed, painter(args.json)),
    json: { text: args.text, package: args.package, signed, ...report },
    exitCode: report.forbidden > 0 ? exitCodes.policy : 0,
  };
}

/** Claim and evidence of a package that verifies: a text is not held to numbers that do not hold. */
async function readVerified(args: WordingLintArgs) {
  const files = readPackageFolder(args.package);
  const required = { "require-signature": false, "allow-unsigned": false, "require-lock": false };
  const policy = { ...args, ...required };
  const { ok, checks } = await verifySigned(files, policy, new Date());
  if (!ok) {
    const failed = checks.filter(({ status }) => status === "fail").map(({ id }) => id);
    throw new WorldFluxError(
      "WF_PACKAGE_REFUSED",
      `${printable(args.package)} does not verify (${failed.join(", ")}), so no text is held to it`,
      { hint: `see why with \`worldflux audit verify ${printable(args.package)}\`` },
    );
  }
  const { documents } = readMembers(files);
  const { "claim.json": claim, "evidence.json": evidence } = documents;
  if (claim === undefined || evidence === undefined) {
    throw new WorldFluxError(
      "WF_PACKAGE_INVALID",
      `${printable(args.package)} has no claim.json or no evidence.json`,
      { hint: "give a package folder with its public members" },
    );
  }
  const status = (id: string) => checks.find((check) => check.id === id)?.status;
  return { claim, evidence, signed: status("identity") === "pass" };
}

type Paint = ReturnType<typeof painter>;

function page(report: WordingReport, name: string, signed: boolean, paint: Paint): string {
  const { findings, forbidden, sentences } = report;
  const counted = `${sentences} ${sentences === 1 ? "sentence" : "sentences"}`;
  const verdict =
    forbidden > 0
      ? paint("bad", `${forbidden} of ${counted} say what the package does not allow.`)
      : paint("good", `Nothing found in ${counted} that the package does not allow.`);
  return [
    ...findings.flatMap((finding) => lines(finding, name, report.strongest, paint)),
    ...(report.cut ? ["There is more; correct these first.", ""] : []),
    paint("title", "The strongest sentence that this package allows"),
    `  ${report.strongest}`,
    "",
    verdict,
    `It knows patterns and not meaning: what it does not find may still be wrong.${signed ? "" : " No signature was checked."}`,
  ].join("\n");
}

function lines(finding: WordingFinding, name: string, strongest: string, paint: Paint): string[] {
  const tone = { error: "bad", warning: "warn", note: "dim" } as const;
  const { severity, line, column, code, excerpt, why, rewrite } = finding;
  return [
    `${name}:${line}:${column}  ${paint(tone[severity], severity)}  ${code}  "${excerpt}"`,
    `  ${why}`,
    `  ${paint("command", rewrite === strongest ? "say what the sentence at the end says" : printable(rewrite))}`,
    "",
  ];
}
