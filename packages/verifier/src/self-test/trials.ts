import { manifestName, memberType, signatureName } from "@worldflux/schema";
import type { SigningKey } from "@worldflux/signing";
import { derivedAgain } from "./derive-again.ts";
import type { Depth, Sampled } from "./mutate-document.ts";
import { manifestMutations } from "./mutate-manifest.ts";
import { jsonMutations, linesMutations, setMutations, textMutations } from "./mutate-members.ts";
import { bundleMutations, replayMutations, statementMutations } from "./mutate-signature.ts";
import type { AttackLevel, Mutation } from "./mutation.ts";
import type { Files } from "./package-in-memory.ts";
import type { Choices } from "./seeded.ts";

/** A mutation by an attacker of one level. */
export interface Trial {
  readonly mutation: Mutation;
  readonly level: AttackLevel;
}

/** A list, or the lines of a member, of which only some were gone into. */
export interface SampledList extends Sampled {
  readonly member: string;
}

/** The trials of a package, and what was left out. */
export interface Trials {
  readonly trials: readonly Trial[];
  /** How many there would have been without a limit. */
  readonly found: number;
  readonly sampled: readonly SampledList[];
  /** Places that can be changed, and how many of them the signer himself changes at least once. */
  readonly places: number;
  readonly placesTried: number;
}

/** How many trials there may be. */
export interface Bounds {
  readonly choices: Choices;
  /** Most trials. */
  readonly limit: number;
}

/** Most elements of one list, and most lines of one member, that are gone into. */
const ELEMENTS = 16;
const LINES = 8;
/** Most bytes that the trials of one member make anew in all. */
const BYTES_A_MEMBER = 96 * 2 ** 20;
/** But at least this many. */
const FEWEST = 8;
/** Which part of the trials may be the first change of a place. */
const PLACES = 0.75;

/**
 * What can be done to a package that is signed with `keys.genuine`.
 *
 * @param asGiven the package with the signature that the reader trusts; the same when that is ours
 */
export function trialsOf(
  files: Files,
  asGiven: Files,
  keys: { readonly genuine: SigningKey; readonly other: SigningKey },
  bounds: Bounds,
): Trials {
  const sampled: SampledList[] = [];
  const depth = (member: string, elements = ELEMENTS): Depth => ({
    choices: bounds.choices,
    elements,
    onSampled: (list) => sampled.push({ member, ...list }),
  });
  const mutations: Mutation[] = [];
  for (const path of files.keys()) {
    const mediaType = path === manifestName ? "application/json" : memberType(path)?.mediaType;
    if (mediaType === "text/markdown") mutations.push(...textMutations(files, path));
    else if (mediaType === "application/jsonl") {
      mutations.push(...linesMutations(files, path, depth(path, LINES)));
    } else if (mediaType !== undefined) mutations.push(...jsonMutations(files, path, depth(path)));
  }
  mutations.push(...manifestMutations(files), ...setMutations(files));
  mutations.push(...bundleMutations(asGiven, depth(signatureName)));
  mutations.push(...statementMutations(files, keys.genuine, keys.other, depth(signatureName)));
  mutations.push(...replayMutations(files, keys.genuine), ...derivedAgain(files));
  const all = mutations.flatMap((mutation) =>
    mutation.levels.map((level) => ({ mutation, level })),
  );
  const trials = within(all, files, bounds);
  const places = all.filter(isFirst).length;
  const placesTried = trials.filter(isFirst).length;
  return { trials, found: all.length, sampled, places, placesTried };
}

/**
 * As many as the limit and the size of the members allow. The dozen in which everything was derived again are
 * always among them: nothing but recomputing sees those. Then every place once, by the signer himself: what
 * only recomputing catches, but no more than three quarters of all. Then of each other kind as evenly as can be.
 */
function within(all: readonly Trial[], files: Files, { choices, limit }: Bounds): readonly Trial[] {
  const again = all.filter(({ mutation }) => mutation.class === "derived_again").slice(0, limit);
  const others = all.filter(({ mutation }) => mutation.class !== "derived_again");
  const byMember = new Map<string, Trial[]>();
  for (const trial of others) {
    const group = trial.level === "same_key" ? trial.mutation.member : "";
    const trials = byMember.get(group);
    if (trials === undefined) byMember.set(group, [trial]);
    else trials.push(trial);
  }
  const affordable = [...byMember].flatMap(([member, trials]) => {
    const most = Math.floor(BYTES_A_MEMBER / (files.get(member)?.length ?? 1));
    return firstThenEvenly(trials, Math.max(most, FEWEST), choices);
  });
  return [...again, ...firstThenEvenly(affordable, limit - again.length, choices)];
}

function firstThenEvenly(trials: readonly Trial[], most: number, choices: Choices) {
  if (trials.length <= most) return trials;
  const places = trials.filter(isFirst);
  // Where not even every place can be changed once, the other attackers and changes have their share.
  const share = Math.max(most - (trials.length - places.length), Math.ceil(most * PLACES));
  const first = evenly(places, share, choices);
  const taken = new Set(first);
  const rest = trials.filter((trial) => !taken.has(trial));
  return [...first, ...evenly(rest, most - first.length, choices)];
}

/** The first change of a place is tried at every level; others by the signer himself alone. */
function isFirst({ level, mutation }: Trial): boolean {
  return level === "same_key" && mutation.levels.length > 1;
}

/** A sample in which small kinds are whole and large ones are cut to one size. */
function evenly(trials: readonly Trial[], most: number, choices: Choices): readonly Trial[] {
  if (trials.length <= most) return trials;
  const kinds = new Map<string, Trial[]>();
  for (const trial of trials) {
    const { mutation, level } = trial;
    const kind = [mutation.class, mutation.member, level].join(" ");
    const group = kinds.get(kind);
    if (group === undefined) kinds.set(kind, [trial]);
    else group.push(trial);
  }
  // Where there are more kinds than places for them, each kind has the same chance.
  const groups = [...choices.sample([...kinds.values()], most)].sort((a, b) => a.length - b.length);
  let left = most;
  return groups.flatMap((group, i) => {
    const share = Math.floor(left / (groups.length - i));
    const taken = choices.sample(group, share);
    left -= taken.length;
    return taken;
  });
}
