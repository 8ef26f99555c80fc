import { normalize } from "node:path";
import {
  type ClaimAnswers,
  type ClaimDocuments,
  type Decidability,
  decidability,
  draftDocuments,
  lintClaim,
  refuseExisting,
  writeFolder,
} from "@worldflux/evidence";
import { type Claim, jsonSchema, type LintFinding, newId, printable } from "@worldflux/schema";
import { decidabilityLines } from "../claim/decidability-lines.ts";
import { answersOf, type ClaimOptions, claimFields } from "../claim/fields.ts";
import { type ClaimTemplate, readTemplate } from "../claim/template.ts";
import { isAttended } from "../claim/terminal.ts";
import { draftFromReading } from "../draft-from-reading.ts";
import { type Outcome, painter } from "../output.ts";
import { readEvaluation } from "../read-evaluation.ts";
import { readRate, usage, withStats } from "../stats/numbers.ts";
import { prettyJson } from "../write-json-file.ts";

/** Arguments of `claim create`, beside those of `claimFields`. */
export interface ClaimCreateArgs extends ClaimOptions {
  readonly template: string;
  readonly output: string;
  readonly from?: readonly string[] | undefined;
  readonly source?: string | undefined;
  readonly adapter?: string | undefined;
  readonly map?: string | undefined;
  readonly true?: string | undefined;
  readonly interim: boolean;
  readonly editor: boolean;
  readonly yes: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

const schemas = { claim: "claim.schema.json", protocol: "protocol.schema.json" } as const;
const written = ["claim.json", "protocol.json", "README.md", ...Object.values(schemas)];

/** `claim create`: a claim and a protocol that belong together, from a template and what is said. */
export async function claimCreate(args: ClaimCreateArgs): Promise<Outcome> {
  const writing = { force: args.force, inputs: args.from ?? [] };
  refuseExisting(args.output, written, writing);
  const given = answersOf(args);
  const trueRate = args.true === undefined ? undefined : readRate("true", args.true);
  const template = forEditor(await fromResults(readTemplate(args.template), args), args);
  const answers = given ?? (await askedFor(template, args));
  const now = Date.now();
  const documents = draftDocuments(template, answers, {
    claimId: newId("clm", now),
    protocolId: newId("prt", now),
    createdAt: new Date(now).toISOString(),
  });
  const { claim, protocol } = documents;
  const found = lintClaim(claim, protocol);
  const can = await withStats(() => decidability(claim, protocol, beyond(trueRate, claim)));
  const text = new TextEncoder();
  const contents = {
    "claim.json": prettyJson(claim),
    "protocol.json": prettyJson(protocol),
    "README.md": template.readme,
    ...(args.editor
      ? {
          [schemas.claim]: prettyJson(jsonSchema("claim")),
          [schemas.protocol]: prettyJson(jsonSchema("protocol")),
        }
      : {}),
  };
  const files = new Map(Object.entries(contents).map(([name, of]) => [name, text.encode(of)]));
  writeFolder(args.output, files, writing);
  return {
    text: report(documents, can, found, args),
    json: { output: args.output, claim, protocol, decidability: can, findings: found },
  };
}

/** A rate that is expected to be true must be one that the claim could be shown at. */
function beyond(rate: number | undefined, claim: Claim): number | undefined {
  if (rate === undefined) return undefined;
  const { threshold, direction } = decidability(claim);
  if (direction === "above" ? rate > threshold : rate < threshold) return rate;
  throw usage(
    `--true ${rate} does not lie ${direction} the threshold, ${threshold}`,
    "give the rate that you expect; at another one the claim is false",
  );
}

/** The answers of the person in front of the terminal; a script is never asked. */
async function askedFor(template: ClaimTemplate, args: ClaimCreateArgs): Promise<ClaimAnswers> {
  if (args.yes || args.json || args.from !== undefined || !isAttended()) return {};
  const { openTerminal } = await import("../claim/terminal.ts");
  const { askFields } = await import("../claim/ask-fields.ts");
  const terminal = openTerminal();
  try {
    return await askFields(claimFields, template, terminal);
  } finally {
    terminal.close();
  }
}

/** Points both documents at the schemas that are written beside them. */
function forEditor(template: ClaimTemplate, { editor }: ClaimCreateArgs): ClaimTemplate {
  if (!editor) return template;
  return {
    ...template,
    claim: { $schema: `./${schemas.claim}`, ...template.claim },
    protocol: { $schema: `./${schemas.protocol}`, ...template.protocol },
  };
}

/** The template, or what a result file shows of the plan. */
async function fromResults(template: ClaimTemplate, args: ClaimCreateArgs): Promise<ClaimTemplate> {
  const { from, source, adapter, map, interim } = args;
  if (from === undefined || source === undefined) return template;
  const { reading, files } = await readEvaluation({ adapter, map, interim, source, from });
  const digests = files.map((file) => file.sha256);
  return {
    ...template,
    protocol: draftFromReading(template.protocol, source, reading, digests),
  };
}

function report(
  { claim, protocol }: ClaimDocuments,
  can: Decidability,
  found: readonly LintFinding[],
  args: ClaimCreateArgs,
): string {
  const paint = painter(args.json);
  const { benchmark, execution } = protocol;
  const output = printable(normalize(`${args.output}/`).slice(0, -1));
  const seeds = execution.seeds.length;
  const serious = found.filter(({ severity }) => severity !== "note");
  return [
    `wrote ${output}: claim.json, protocol.json and README.md${args.editor ? ", with their JSON Schemas" : ""}`,
    `  claim     ${printable(claim.claim_text)}`,
    `  tasks     ${printable(benchmark.task_list.slice(0, 6).join(", "))}${benchmark.task_list.length > 6 ? ", ..." : ""}`,
    `  episodes  ${execution.episodes_per_task} a task${seeds > 0 ? ` and seed, ${seeds} seeds` : ""}`,
    ...(protocol.drafted_from_results === undefined
      ? []
      : [
          paint(
            "warn",
            "The plan was read off the results; the evidence will say so (protocol_drafted_from_results).",
          ),
        ]),
    "",
    decidabilityLines(can),
    ...serious.map(({ code, message, fix, severity }) =>
      paint(
        severity === "error" ? "bad" : "warn",
        `\n${severity}: ${printable(message)} [${code}]\n  fix: ${printable(fix)}`,
      ),
    ),
    "",
    "After an edit of claim.json, type",
    `  ${paint("command", `worldflux protocol bind --claim ${output}/claim.json --protocol ${output}/protocol.json`)}`,
    `  ${paint("command", `worldflux claim lint ${output}`)}`,
  ].join("\n");
}
