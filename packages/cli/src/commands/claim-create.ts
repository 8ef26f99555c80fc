import { readFileSync } from "node:fs";
import { normalize } from "node:path";
import { refuseExisting, writeFolder } from "@worldflux/evidence";
import { Claim, documentDigest, newId, Protocol, printable, readDocument } from "@worldflux/schema";
import { draftFromReading } from "../draft-from-reading.ts";
import { type Outcome, painter } from "../output.ts";
import { readEvaluation } from "../read-evaluation.ts";
import { prettyJson } from "../write-json-file.ts";

/** Arguments of `claim create`. */
export interface ClaimCreateArgs {
  readonly template: string;
  readonly output: string;
  readonly from?: readonly string[] | undefined;
  readonly source?: string | undefined;
  readonly adapter?: string | undefined;
  readonly map?: string | undefined;
  readonly interim: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

/** `claim create`: a claim and a protocol that belong together, from a template. */
export async function claimCreate(args: ClaimCreateArgs): Promise<Outcome> {
  const writing = { force: args.force, inputs: args.from ?? [] };
  refuseExisting(args.output, ["claim.json", "protocol.json"], writing);
  const now = Date.now();
  const draft = readDocument(Claim, readTemplate(args.template, "claim.json"), "claim.json");
  const plan = await planOf(args);
  const claim: Claim = {
    ...draft,
    claim_text: draft.claim_text.replace("{tasks}", () => tasksInWords(plan)),
    id: newId("clm", now),
    curator: { ...draft.curator, created_at: new Date(now).toISOString() },
  };
  const protocol: Protocol = {
    ...plan,
    id: newId("prt", now),
    claim_id: claim.id,
    claim_hash: documentDigest(claim),
  };
  const text = new TextEncoder();
  const files = new Map([
    ["claim.json", text.encode(prettyJson(claim))],
    ["protocol.json", text.encode(prettyJson(protocol))],
  ]);
  writeFolder(args.output, files, writing);
  return {
    text: report(claim, protocol, args),
    json: { output: args.output, claim, protocol },
  };
}

/** The template's plan, or what a result file shows of it. */
async function planOf({ template, from, source, ...more }: ClaimCreateArgs): Promise<Protocol> {
  const plan = readDocument(Protocol, readTemplate(template, "protocol.json"), "protocol.json");
  if (from === undefined || source === undefined) return plan;
  const { reading, files } = await readEvaluation({ ...more, source, from });
  const digests = files.map((file) => file.sha256);
  return draftFromReading(plan, source, reading, digests);
}

/** The claim must not name suites that the plan does not have. */
function tasksInWords({ benchmark: { task_list: tasks } }: Protocol): string {
  return tasks.length <= 4 ? tasks.join(", ") : `${tasks.length} tasks`;
}

function readTemplate(template: string, name: string): Uint8Array {
  return readFileSync(new URL(`../templates/${template}/${name}`, import.meta.url));
}

function report(claim: Claim, protocol: Protocol, args: ClaimCreateArgs): string {
  const paint = painter(args.json);
  const { benchmark, execution } = protocol;
  const output = printable(normalize(`${args.output}/`).slice(0, -1));
  const seeds = execution.seeds.length;
  return [
    `wrote ${output}: claim.json and protocol.json`,
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
    "Edit the subject, the wording and the threshold in claim.json, then type",
    `  ${paint("command", `worldflux protocol bind --claim ${output}/claim.json --protocol ${output}/protocol.json`)}`,
  ].join("\n");
}
