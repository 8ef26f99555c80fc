import { randomBytes } from "node:crypto";
import {
  buildPackage,
  lintClaim,
  refuseExisting,
  regimeOf,
  withSidecars,
  writeFolder,
} from "@worldflux/evidence";
import {
  type Claim,
  type LintFinding,
  lockProblem,
  lockTerms,
  manifestName,
  memberNames,
  memberType,
  newId,
  type Protocol,
  printable,
  signatureName,
  Verdict,
  WorldFluxError,
} from "@worldflux/schema";
import { loadAdapter } from "../adapters.ts";
import { type Outcome, painter } from "../output.ts";
import { readClaim, readPredictions, readProtocol } from "../read-documents.ts";
import { type EvaluationChoice, readEvaluation } from "../read-evaluation.ts";
import { type LockInput, readLocks } from "../read-locks.ts";
import { exitCodes } from "../report-error.ts";
import { packageVersions } from "../versions.ts";

/** Arguments of `audit run`. */
export interface AuditRunArgs extends EvaluationChoice {
  readonly claim: string;
  readonly protocol: string;
  readonly output: string;
  readonly stopping?: "savi" | undefined;
  readonly ppi?: string | undefined;
  /** Locks of claim and protocol, with those that are co-signed. */
  readonly lock?: readonly string[] | undefined;
  readonly mlbom: boolean;
  readonly compliance?: readonly string[] | undefined;
  readonly "emit-completeness-score": boolean;
  readonly "fail-on"?: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
}

/** `audit run`: reads an evaluator's output, derives the evidence and writes the package. */
export async function auditRun(args: AuditRunArgs): Promise<Outcome> {
  const writing = {
    secret: (path: string) => path === "commitment_key.json",
    alsoOurs: (path: string) => path === signatureName || memberType(path) !== undefined,
    force: args.force,
    inputs: [
      ...args.from,
      args.claim,
      args.protocol,
      ...(args.ppi ? [args.ppi] : []),
      ...(args.lock ?? []),
    ],
  };
  refuseExisting(args.output, memberNames, writing);
  const failOn = readVerdicts(args["fail-on"]);
  for (const id of args.compliance ?? []) regimeOf(id);
  const loaded = await loadAdapter(args);
  const claim = readClaim(args.claim);
  const protocol = readProtocol(args.protocol);
  const locks = readLocks(args.lock ?? []);
  refuseOtherLocks(locks, claim, protocol);
  const { adapter, origin, reading, files } = await readEvaluation(args, loaded);
  const packageId = newId("evd");
  const sidecars = {
    mlbom: args.mlbom,
    compliance: args.compliance ?? [],
    completeness: args["emit-completeness-score"],
  };
  const built = buildPackage({
    claim,
    protocol,
    adapter: adapter.name,
    reading,
    files,
    options: { stopping: args.stopping },
    locks,
    predictions: args.ppi === undefined ? undefined : readPredictions(args.ppi),
    run: {
      packageId,
      createdAt: new Date().toISOString(),
      tool: { name: "worldflux", packages: packageVersions(origin) },
      runtime: { node: process.version, platform: process.platform, arch: process.arch },
      commitmentKey: randomBytes(32),
    },
  });
  const { evidence, contents, manifest } = await withSidecars(built, sidecars);
  const index = { name: manifestName, make: manifest };
  writeFolder(args.output, contents, { ...writing, index });

  const { result, denominators, labels, grade } = evidence;
  const { summary } = await import("../summary.ts");
  const found = lintClaim(claim, protocol).filter(({ severity }) => severity === "error");
  const paint = painter(args.json);
  return {
    text: [
      summary(evidence, printable(args.output), paint),
      ...(found.length === 0 ? [] : ["", lintLine(found, args, paint)]),
    ].join("\n"),
    json: {
      package_id: packageId,
      output: args.output,
      members: [...contents.keys(), manifestName],
      result,
      denominators,
      grade,
      lock: evidence.lock ?? null,
      labels: labels.map((label) => label.code),
      lint_errors: found.map(({ code }) => code),
    },
    exitCode: failOn.includes(result.verdict) ? exitCodes.verdict : 0,
  };
}

/** Before the episodes are read, which may take long; deriving looks again. */
function refuseOtherLocks(locks: readonly LockInput[], claim: Claim, protocol: Protocol): void {
  const problem = lockProblem(locks, lockTerms(claim, protocol));
  if (problem === null) return;
  throw new WorldFluxError("WF_LOCK_MISMATCH", problem, {
    hint: "hand in the claim.json and protocol.json as they were locked (`worldflux protocol bind` changes the protocol when the claim was changed), and every lock that is co-signed",
  });
}

/** What could have been told before the run. */
function lintLine(
  found: readonly LintFinding[],
  { claim, protocol }: AuditRunArgs,
  paint: ReturnType<typeof painter>,
): string {
  const codes = [...new Set(found.map(({ code }) => code))].join(", ");
  const command = `worldflux claim lint ${printable(claim)} --protocol ${printable(protocol)}`;
  return `${paint("bad", `claim and protocol have errors that lint finds: ${codes}`)}\n  ${paint("command", command)}`;
}

/** The verdicts of `--fail-on`. */
function readVerdicts(list: string | undefined): string[] {
  const words = list === undefined ? [] : list.split(",").map((word) => word.trim());
  const unknown = words.find((word) => !Verdict.options.some((verdict) => verdict === word));
  if (unknown === undefined) return words;
  throw new WorldFluxError("WF_USAGE", `--fail-on: ${unknown} is no verdict`, {
    hint: `use ${Verdict.options.join(", ")}, with commas between`,
  });
}
