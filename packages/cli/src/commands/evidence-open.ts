import { readInput } from "@worldflux/adapter-kit";
import { challengeProblem, episodeId, leavesAt, openEpisodes } from "@worldflux/evidence";
import {
  CommitmentKey,
  EpisodeChallenge,
  type EpisodeOpening,
  findPrivateText,
  fromHex,
  maxOpened,
  parseJson,
  preview,
  printable,
  readDocument,
  WorldFluxError,
} from "@worldflux/schema";
import { type Outcome, painter } from "../output.ts";
import { type CommittedPackage, readCommitted } from "../read-committed.ts";
import { prettyJson } from "../write-json-file.ts";
import { refuseOutputFile, writeNewFile } from "../write-new-file.ts";

/** Arguments of `evidence open`. */
export interface EvidenceOpenArgs {
  readonly package: string;
  /** Ids of episodes. */
  readonly episode?: readonly string[] | undefined;
  /** A challenge file; instead of ids. */
  readonly challenge?: string | undefined;
  readonly output: string;
  readonly force: boolean;
  readonly json: boolean;
}

/** `evidence open`: discloses some episode records, with the proof that they are the committed ones. */
export async function evidenceOpen(args: EvidenceOpenArgs): Promise<Outcome> {
  const inputs = args.challenge === undefined ? [] : [args.challenge];
  const writing = { force: args.force, outside: args.package, inputs };
  refuseOutputFile(args.output, writing);
  const committed = readCommitted(args.package);
  const { episodes, key } = secretsOf(args.package, committed);
  const indices = indicesOf(args, committed, episodes);
  const packageId = committed.provenance.package_id;
  const opening = openEpisodes(episodes, key, packageId, indices);
  writeNewFile(args.output, prettyJson(opening), writing);

  const records = opening.episodes.map(({ line }) => parseJson(line, { source: "line" }).value);
  const warnings = records.flatMap((record, i) => {
    const found = findPrivateText(record);
    const id = episodeId(opening.episodes[i]?.leaf_index ?? 0);
    return found === undefined ? [] : [`${id} ${found.pointer} holds ${found.what}`];
  });
  return {
    text: textOf(args, opening, warnings),
    json: {
      output: args.output,
      package_id: packageId,
      root: opening.root,
      tree_size: opening.tree_size,
      opened: opening.episodes.map(({ leaf_index }) => episodeId(leaf_index)),
      warnings,
    },
  };
}

function textOf(
  args: EvidenceOpenArgs,
  opening: EpisodeOpening,
  warnings: readonly string[],
): string {
  const paint = painter(args.json);
  const output = printable(args.output);
  const { episodes, tree_size: size } = opening;
  const others = size - episodes.length;
  return [
    `wrote ${output}: ${episodes.length} of ${size} episode records, in full; of the other ${others} it shows nothing`,
    ...warnings.map((warning) => `${paint("warn", "holds private text:")} ${printable(warning)}`),
    ...(warnings.length === 0
      ? []
      : ["A record is opened whole or not at all: hand the file over only if that may be seen."]),
    "",
    "whoever has the public members checks it with",
    `  ${paint("command", `worldflux evidence check-opening ${output} --package ${printable(args.package)}`)}`,
  ].join("\n");
}

/** Records and key, which only the author has. */
function secretsOf(path: string, { documents, sidecars }: CommittedPackage) {
  const episodes = documents["episode_results.jsonl"];
  const key = CommitmentKey.safeParse(sidecars.get("commitment_key.json")).data?.key;
  if (episodes !== undefined && key !== undefined) return { episodes, key: fromHex(key) };
  const lacking = episodes === undefined ? "episode_results.jsonl" : "commitment_key.json";
  throw new WorldFluxError(
    "WF_INPUT_NOT_FOUND",
    `${printable(path)} holds no readable ${lacking}: nothing can be opened from it`,
    { hint: "name the whole package, private members included, as `audit run` wrote it" },
  );
}

type Records = ReturnType<typeof secretsOf>["episodes"];

/** Leaf indices of what is to be opened. */
function indicesOf(
  { episode: ids = [], challenge: path }: EvidenceOpenArgs,
  { provenance, input }: CommittedPackage,
  episodes: Records,
): number[] {
  if (ids.length > 0 === (path !== undefined)) {
    throw new WorldFluxError("WF_USAGE", "name the episodes to open, in one way", {
      hint: `add --episode ${episodeId(0)}, or --challenge FILE, not both`,
    });
  }
  if (path === undefined) return indicesOfIds(ids, episodes.length);
  const challenge = readDocument(EpisodeChallenge, readInput(path), "the challenge");
  const problem = challengeProblem(challenge, provenance, input);
  if (problem !== null) {
    throw new WorldFluxError("WF_DOCUMENT_INVALID", `${printable(path)}: ${problem}`, {
      hint: "ask the reviewer for the file that `worldflux evidence challenge` wrote for this package",
    });
  }
  const positions = challenge.episodes.map(({ position }) => position);
  return leavesAt(input, episodes, positions);
}

function indicesOfIds(ids: readonly string[], size: number): number[] {
  if (ids.length > maxOpened) {
    throw new WorldFluxError("WF_USAGE", `one opening takes at most ${maxOpened} episodes`);
  }
  return ids.map((id) => {
    const index = Number(/^ep_(\d{6,15})$/.exec(id)?.[1] ?? 0) - 1;
    if (index >= 0 && index < size && episodeId(index) === id) return index;
    throw new WorldFluxError("WF_USAGE", `the package has no episode ${preview(id)}`, {
      hint: `ids are ${episodeId(0)} to ${episodeId(size - 1)}, as in episode_results.jsonl`,
    });
  });
}
