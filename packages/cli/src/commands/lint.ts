import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { lintClaim, lintProtocol } from "@worldflux/evidence";
import {
  decodeUtf8,
  type LintFinding,
  type LintReport,
  type LintSeverity,
  parseJson,
  printable,
} from "@worldflux/schema";
import { type Outcome, painter } from "../output.ts";
import { readDocumentBytes } from "../read-documents.ts";
import { exitCodes } from "../report-error.ts";
import { shellWord } from "../shell-word.ts";

/** Arguments of `claim lint` and `protocol lint`. */
export interface LintArgs {
  readonly claim?: string | undefined;
  readonly protocol?: string | undefined;
  readonly strict: boolean;
  readonly json: boolean;
}

/** `claim lint`: what is wrong with a claim, and with its protocol where there is one. */
export async function claimLint(args: LintArgs & { readonly claim: string }): Promise<Outcome> {
  const folder = isFolder(args.claim);
  const claim = folder ? join(args.claim, "claim.json") : args.claim;
  const beside = join(args.claim, "protocol.json");
  const protocol = args.protocol ?? (folder && existsSync(beside) ? beside : undefined);
  return lint({ ...args, claim, protocol });
}

/** `protocol lint`: what is wrong with a protocol, and with its claim where that is named. */
export async function protocolLint(
  args: LintArgs & { readonly protocol: string },
): Promise<Outcome> {
  const folder = isFolder(args.protocol);
  return lint({
    ...args,
    protocol: folder ? join(args.protocol, "protocol.json") : args.protocol,
  });
}

/** What cannot be looked at is no folder; reading it says why. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function lint({ claim, protocol, strict, json }: LintArgs): Outcome {
  const read = (path: string, source: "claim.json" | "protocol.json") =>
    parseJson(decodeUtf8(readDocumentBytes(path, source), source), { source }).value;
  const plan = protocol === undefined ? undefined : read(protocol, "protocol.json");
  const findings =
    claim === undefined ? lintProtocol(plan) : lintClaim(read(claim, "claim.json"), plan);
  const count = (of: LintSeverity) => findings.filter(({ severity }) => severity === of).length;
  const counts = { error: count("error"), warning: count("warning"), note: count("note") };
  const report: LintReport = {
    schema_version: "worldflux.lint.v0_draft",
    files: [
      ...(claim === undefined ? [] : ["claim.json"]),
      ...(plan === undefined ? [] : ["protocol.json"]),
    ],
    counts,
    findings,
  };
  const failed = counts.error + (strict ? counts.warning : 0) > 0;
  return {
    text: [inWords(report, painter(json)), ...bindCommand(report, claim, protocol, json)].join(
      "\n",
    ),
    json: report,
    exitCode: failed ? exitCodes.policy : 0,
  };
}

/** What binds the two where they are, which a finding does not know. */
function bindCommand(
  { findings }: LintReport,
  claim: string | undefined,
  protocol: string | undefined,
  json: boolean,
): string[] {
  const loose = findings.some(
    ({ code }) => code === "claim_hash_mismatch" || code === "claim_not_bound",
  );
  if (!loose || claim === undefined || protocol === undefined) return [];
  const command = `worldflux protocol bind --claim ${shellWord(claim)} --protocol ${shellWord(protocol)}`;
  return [`  ${painter(json)("command", printable(command))}`];
}

const tones = { error: "bad", warning: "warn", note: "dim" } as const;

function inWords({ findings, counts, files }: LintReport, paint: ReturnType<typeof painter>) {
  const plural = (n: number, word: string) => `${n} ${word}${n === 1 ? "" : "s"}`;
  const shown = findings.map((found) => finding(found, paint));
  const sum = (["error", "warning", "note"] as const)
    .map((severity) => plural(counts[severity], severity))
    .join(", ");
  return [...shown, `${files.join(" and ")}: ${sum}`].join("\n");
}

function finding(
  { code, severity, file, pointer, message, fix }: LintFinding,
  paint: ReturnType<typeof painter>,
): string {
  return [
    `${paint(tones[severity], severity)} ${file}${printable(pointer) && `: ${printable(pointer)}`} [${code}]`,
    `  ${printable(message)}`,
    `  fix: ${printable(fix)}`,
    "",
  ].join("\n");
}
