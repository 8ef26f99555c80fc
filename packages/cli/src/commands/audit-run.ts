import { buildPackage, refuseExisting, writeFolder } from "@worldflux/evidence";
import { memberNames, newId, printable } from "@worldflux/schema";
import { loadAdapter } from "../adapters.ts";
import { type Outcome, painter } from "../output.ts";
import { readClaim, readProtocol } from "../read-documents.ts";
import { readEvaluation } from "../read-evaluation.ts";
import { packageVersions } from "../versions.ts";

/** Arguments of `audit run`. */
export interface AuditRunArgs {
  readonly source: string;
  readonly from: string;
  readonly claim: string;
  readonly protocol: string;
  readonly output: string;
  readonly force: boolean;
  readonly json: boolean;
}

/** `audit run`: reads an evaluator's file, derives the evidence and writes the package. */
export async function auditRun(args: AuditRunArgs): Promise<Outcome> {
  const writing = { force: args.force, inputs: [args.from, args.claim, args.protocol] };
  refuseExisting(args.output, memberNames, writing);
  const claim = readClaim(args.claim);
  const protocol = readProtocol(args.protocol);
  const adapter = await loadAdapter(args.source);
  const { reading, file } = readEvaluation(adapter, args.from);
  const packageId = newId("evd");
  const { evidence, members } = buildPackage({
    claim,
    protocol,
    adapter: adapter.name,
    reading,
    files: [file],
    run: {
      packageId,
      createdAt: new Date().toISOString(),
      tool: { name: "worldflux", packages: packageVersions(adapter.name) },
      runtime: { node: process.version, platform: process.platform, arch: process.arch },
    },
  });
  writeFolder(args.output, members, writing);

  const { result, denominators, labels, grade } = evidence;
  const { summary } = await import("../summary.ts");
  return {
    text: summary(evidence, printable(args.output), painter(args.json)),
    json: {
      package_id: packageId,
      output: args.output,
      members: [...members.keys()],
      result,
      denominators,
      grade,
      labels: labels.map((label) => label.code),
    },
  };
}
