import { basename, normalize } from "node:path";
import { readInput } from "@worldflux/adapter-kit";
import { refuseExisting, writeFolder } from "@worldflux/evidence";
import {
  type CandidateRate,
  candidateRates,
  fetchPage,
  type PaperPage,
  type PaperReference,
  pageSource,
  parsePaperReference,
  readFetched,
  readSaved,
  type Scaffold,
  scaffold,
} from "@worldflux/paper";
import { findUnfilled, printable, WorldFluxError } from "@worldflux/schema";
import { type Outcome, painter } from "../output.ts";
import { prettyJson } from "../write-json-file.ts";

/** Arguments of `claim from-paper-url`. */
export interface ClaimFromPaperArgs {
  readonly url: string;
  readonly output: string;
  readonly fetch: boolean;
  readonly "from-file"?: string | undefined;
  readonly use?: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
}

/** Largest saved page or text, in bytes. */
const MAX_BYTES = 16 * 2 ** 20;

/** What was read about the paper, and the bytes it was read from. */
interface Read {
  readonly page: PaperPage;
  readonly bytes: Uint8Array;
  /** Where from, for people. */
  readonly from: string;
}

/** `claim from-paper-url`: drafts of claim and protocol for a paper, and the rates that it states. */
export async function claimFromPaper(args: ClaimFromPaperArgs): Promise<Outcome> {
  const saved = args["from-file"];
  const writing = { force: args.force, inputs: saved === undefined ? [] : [saved] };
  const paper = parsePaperReference(args.url);
  refuseExisting(args.output, ["claim.json", "protocol.json"], writing);
  if (args.fetch && saved !== undefined) {
    throw new WorldFluxError("WF_USAGE", "--fetch and --from-file exclude each other", {
      hint: "read the network or the file",
    });
  }
  if (args.use !== undefined && !args.fetch && saved === undefined) {
    throw new WorldFluxError("WF_USAGE", "--use takes a rate that was read, and nothing is read", {
      hint: "add --fetch, or --from-file with the saved page or text",
    });
  }
  const read = await readPaper(paper, args);
  const candidates = read === undefined ? [] : candidateRates(read.page);
  const rate = args.use === undefined ? undefined : chosenRate(args.use, candidates);
  const chosen = rate === undefined || read === undefined ? undefined : { rate, bytes: read.bytes };
  const drafts = scaffold({ paper, page: read?.page, chosen, now: Date.now() });
  const encode = (document: unknown) => new TextEncoder().encode(prettyJson(document));
  const files = new Map([
    ["claim.json", encode(drafts.claim)],
    ["protocol.json", encode(drafts.protocol)],
  ]);
  writeFolder(args.output, files, writing);
  const toFill = {
    "claim.json": findUnfilled(drafts.claim),
    "protocol.json": findUnfilled(drafts.protocol),
  };
  return {
    text: report({ paper, drafts, read, candidates, rate }, args),
    json: {
      output: args.output,
      paper,
      candidates,
      used: rate ?? null,
      to_fill: toFill,
      ...drafts,
    },
  };
}

async function readPaper(
  paper: PaperReference,
  args: ClaimFromPaperArgs,
): Promise<Read | undefined> {
  const saved = args["from-file"];
  if (saved !== undefined) {
    const bytes = readInput(saved, MAX_BYTES);
    const from = printable(basename(saved));
    return { page: readSaved(bytes, from), bytes, from };
  }
  if (!args.fetch) return undefined;
  const { url, ...limits } = pageSource(paper);
  const fetched = await fetchPage(url, limits);
  const from = new URL(fetched.url).host;
  return { page: readFetched(fetched.bytes, fetched.type, from), bytes: fetched.bytes, from };
}

function chosenRate(use: string, candidates: readonly CandidateRate[]): CandidateRate {
  const found = candidates.find(({ number }) => String(number) === use);
  if (found !== undefined) return found;
  throw new WorldFluxError(
    "WF_STATED_RATE_UNKNOWN",
    `--use ${printable(use).slice(0, 20)}: ${candidates.length === 0 ? "no stated success rate was found" : `the stated rates are numbered 1 to ${candidates.length}`}; nothing was written`,
    { hint: "leave out --use to see them with their sentences" },
  );
}

interface Told {
  readonly paper: PaperReference;
  readonly drafts: Scaffold;
  readonly read: Read | undefined;
  readonly candidates: readonly CandidateRate[];
  readonly rate: CandidateRate | undefined;
}

function report({ paper, drafts, read, candidates, rate }: Told, args: ClaimFromPaperArgs): string {
  const paint = painter(args.json);
  const output = printable(normalize(`${args.output}/`).slice(0, -1));
  const open = [drafts.claim, drafts.protocol].map((document) => findUnfilled(document));
  const places = (name: string, list: (typeof open)[number]) => [
    `  ${name}`,
    ...list.map(({ pointer, what }) => `    ${pointer}  ${paint("dim", what)}`),
  ];
  const bind = `worldflux protocol bind --claim ${output}/claim.json --protocol ${output}/protocol.json`;
  return [
    `wrote ${output}: drafts of claim.json and protocol.json`,
    `  paper  ${paper.citation}, ${paper.url}`,
    ...(read?.page.title ? [`  title  ${read.page.title}`] : []),
    "",
    ...rateLines(read, candidates, rate, paint),
    paint("title", "To be filled in before anything can be run"),
    ...places("claim.json", open[0] ?? []),
    ...places("protocol.json", open[1] ?? []),
    "",
    "Then bind the two to each other with",
    `  ${paint("command", bind)}`,
  ].join("\n");
}

function rateLines(
  read: Read | undefined,
  candidates: readonly CandidateRate[],
  rate: CandidateRate | undefined,
  paint: ReturnType<typeof painter>,
): string[] {
  if (read === undefined) {
    return [
      "Nothing was read: no network, no file. --fetch or --from-file proposes stated rates.",
      "",
    ];
  }
  if (candidates.length === 0) {
    return [
      `No success rate found in what ${read.from} says. That does not mean that there is none.`,
      "",
    ];
  }
  return [
    paint("title", `Success rates that ${read.from} seems to state: check each in the paper`),
    ...candidates.flatMap((candidate) => [
      `  ${candidate.number}  ${candidate.printed}  ${paint("dim", possibility(candidate))}`,
      `     ${candidate.place}: "${candidate.sentence}"`,
    ]),
    rate === undefined
      ? "None was written in. --use NUMBER --force writes one in, as asserted by its sentence."
      : paint(
          "warn",
          `Number ${rate.number} was written in as the claimed rate, asserted by its sentence and not checked.`,
        ),
    "",
  ];
}

/** Whether whole episodes can give the printed rate. */
function possibility({ episodes, feasibility }: CandidateRate): string {
  const { possible, successes, usual } = feasibility;
  if (possible === true && successes !== null) {
    const { from, to } = successes;
    return `${from === to ? from : `${from} to ${to}`} of ${episodes} give it`;
  }
  if (possible === false) return `no count of ${episodes} episodes gives it`;
  if (episodes !== null) return "";
  if (usual.impossible.length === 0) return "the sentence states no number of episodes";
  return `no number of episodes stated; no count of ${usual.impossible.join(", ")} gives it`;
}
