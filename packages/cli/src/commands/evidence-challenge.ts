import { challengeOf } from "@worldflux/evidence";
import {
  type EpisodeChallenge,
  Line,
  maxOpened,
  preview,
  printable,
  taskName,
  WorldFluxError,
} from "@worldflux/schema";
import { spotCheckDetection } from "@worldflux/stats";
import { type Outcome, painter } from "../output.ts";
import { readCommitted } from "../read-committed.ts";
import { prettyJson } from "../write-json-file.ts";
import { refuseOutputFile, writeNewFile } from "../write-new-file.ts";

/** Arguments of `evidence challenge`. */
export interface EvidenceChallengeArgs {
  /** Package folder; the public members suffice. */
  readonly package: string;
  readonly nonce: string;
  /** A whole number; default 20. */
  readonly count?: string | undefined;
  /** Where to write the challenge; without it, it is only shown. */
  readonly output?: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
}

/** Shortest nonce that is not remarked on. */
const LONG_NONCE = 16;
/** Most episodes that are listed. */
const SHOWN = 40;

/** `evidence challenge`: the reviewer's nonce picks the episodes that the author is to open. */
export async function evidenceChallenge(args: EvidenceChallengeArgs): Promise<Outcome> {
  const writing = { force: args.force, outside: args.package };
  if (args.output !== undefined) refuseOutputFile(args.output, writing);
  const nonce = readNonce(args.nonce);
  const count = readNumber(args.count ?? "20");
  const { provenance, input, commitments } = readCommitted(args.package);
  const about = { packageId: provenance.package_id, root: commitments.root, nonce, count };
  const challenge = challengeOf(input, about);
  if (challenge.episodes.length === 0) {
    throw new WorldFluxError("WF_NO_EPISODES", "the package records no episode to be opened");
  }
  const successes = input.counts.success;
  const opened = challenge.episodes.filter(({ outcome }) => outcome === "success").length;
  const odds = detectionOdds(successes, opened);
  if (args.output !== undefined) writeNewFile(args.output, prettyJson(challenge), writing);
  return {
    text: textOf(args, challenge, { successes, opened, odds, recorded: commitments.tree_size }),
    json: { challenge, successes, successes_opened: opened, odds, output: args.output ?? null },
  };
}

interface Odds {
  /** Number of successes that are false. */
  readonly false_successes: number;
  /** As a share of all successes, where it was chosen as one. */
  readonly share: number | null;
  /** The chance that at least one of them is opened. */
  readonly detection: number;
}

function detectionOdds(successes: number, opened: number): Odds[] {
  const shares = [0.01, 0.05, 0.1].map((share) => [Math.ceil(share * successes), share] as const);
  const rows = new Map<number, number | null>([
    ...[1, 2, 5].map((n) => [n, null] as const),
    ...shares,
  ]);
  return [...rows]
    .filter(([wrong]) => wrong > 0 && wrong <= successes)
    .sort(([a], [b]) => a - b)
    .map(([wrong, share]) => ({
      false_successes: wrong,
      share,
      detection: spotCheckDetection({ items: successes, wrong, opened }),
    }));
}

function textOf(
  args: EvidenceChallengeArgs,
  { episodes, root, nonce }: EpisodeChallenge,
  {
    successes,
    opened,
    odds,
    recorded,
  }: { successes: number; opened: number; odds: readonly Odds[]; recorded: number },
): string {
  const paint = painter(args.json);
  const others = episodes.length - opened;
  const more = episodes.length - SHOWN;
  const output = args.output === undefined ? undefined : printable(args.output);
  return [
    paint(
      "title",
      `${episodes.length} of ${recorded} episodes to open: ${opened} successes, ${others} others`,
    ),
    ...episodes.slice(0, SHOWN).map((episode) => {
      const { index, seed, attempt, outcome } = episode;
      const cell = [
        `index ${index}`,
        ...(seed === null ? [] : [`seed ${seed}`]),
        ...(attempt === 0 ? [] : [`attempt ${attempt}`]),
      ];
      return `  ${printable(taskName(episode))}, ${cell.join(", ")}  ${outcome}`;
    }),
    ...(more > 0 ? [paint("dim", `  and ${more} more in the file`)] : []),
    "",
    paint(
      "title",
      `Chance to open a false success (${opened} of ${successes} are opened), if there are`,
    ),
    ...odds.map(({ false_successes: wrong, share, detection }) => {
      const what = share === null ? `${wrong} false` : `${wrong} false (${share * 100} %)`;
      return `  ${what.padEnd(20)}  ${(detection * 100).toFixed(1).padStart(5)} %`;
    }),
    "",
    `These odds hold if nobody who made the package could know the nonce while root ${root} was not yet fixed, and if a false record, once opened, is seen to be false.`,
    ...(nonce.length < LONG_NONCE
      ? [
          paint(
            "warn",
            `The nonce is short: take ${LONG_NONCE} or more random characters, so that it cannot be guessed.`,
          ),
        ]
      : []),
    "",
    output === undefined
      ? "nothing was written: add --output FILE, and hand the file to the author"
      : `wrote ${output}; the author answers it with\n  ${paint("command", `worldflux evidence open ${printable(args.package)} --challenge ${output} --output opening.json`)}`,
  ].join("\n");
}

function readNonce(text: string): string {
  const nonce = Line.safeParse(text).data;
  if (nonce !== undefined) return nonce;
  throw new WorldFluxError("WF_USAGE", "--nonce is not a text of 1 to 512 characters on one line", {
    hint: "take 16 or more random characters that nobody could know before",
  });
}

function readNumber(text: string): number {
  const count = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= maxOpened) return count;
  throw new WorldFluxError("WF_USAGE", `--count ${preview(text)} is not a number of episodes`, {
    hint: `give a whole number from 1 to ${maxOpened}`,
  });
}
