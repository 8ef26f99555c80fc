import {
  type Claim,
  type EpisodeManifest,
  findPrivateText,
  type Protocol,
  WorldFluxError,
} from "@worldflux/schema";
import { checkBinding } from "./derive.ts";
import { episodeManifest } from "./episode-manifest.ts";
import { undeclared } from "./grade.ts";
import { planAlone } from "./plan.ts";
import { questionOf } from "./question.ts";

/** A claim and a protocol that can be locked, and what a signer should know before. */
export interface Lockable {
  readonly episodes: EpisodeManifest;
  /** What is not declared; nobody can add it once it is locked, and grade A asks for it. */
  readonly undeclared: readonly string[];
  /** Entries of the task list that are not known to be suites, so each counts as one task. */
  readonly takenAsTasks: readonly string[];
}

/**
 * Whether claim and protocol can be locked: bound to each other, without a template's placeholders, not
 * written after the results, and such that evidence can be derived and published. What cannot be packaged
 * later must not be locked now.
 *
 * @throws WorldFluxError WF_LOCK_REFUSED, WF_CLAIM_ID_MISMATCH, WF_CLAIM_HASH_MISMATCH,
 * WF_CLAIM_UNSUPPORTED or WF_PRIVATE_TEXT
 */
export function lockable(claim: Claim, protocol: Protocol): Lockable {
  if (protocol.drafted_from_results !== undefined) {
    throw refused(
      "protocol.json: /drafted_from_results: the plan was read off results that are there already, so locking it now would fix nothing beforehand",
      "write the protocol of a run that is still to come: `worldflux claim create` without --from",
    );
  }
  if (!checkBinding(claim, protocol)) {
    throw refused(
      "protocol.json: /claim_hash is a sample's placeholder and names no claim",
      "run `worldflux protocol bind --claim claim.json --protocol protocol.json`, and lock then",
    );
  }
  const documents = { "claim.json": claim, "protocol.json": protocol };
  for (const [name, document] of Object.entries(documents)) {
    const place = findPlaceholder(document);
    if (place !== undefined) {
      throw refused(
        `${name}: ${place} still holds a template's placeholder`,
        "put in the real name, run `worldflux protocol bind`, and lock then",
      );
    }
    const found = findPrivateText(document);
    if (found === undefined) continue;
    throw new WorldFluxError(
      "WF_PRIVATE_TEXT",
      `${name}: ${found.pointer} holds ${found.what}, which no package may hold`,
      { hint: "write it without that part, run `worldflux protocol bind`, and lock then" },
    );
  }
  questionOf(claim);
  return {
    episodes: episodeManifest(protocol),
    undeclared: undeclared(claim, protocol),
    takenAsTasks: planAlone(protocol).tasks.flatMap(({ suite, task }) =>
      suite === null && task !== null ? [task] : [],
    ),
  };
}

/** JSON pointer of the first text that a template left to be filled in: `your-org`, `{tasks}`. */
function findPlaceholder(value: unknown, pointer = ""): string | undefined {
  if (typeof value === "string") {
    return /(?<![\w-])your-[a-z]+|\{tasks\}/.test(value) ? pointer : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const found = findPlaceholder(
      child,
      `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

function refused(what: string, hint: string): WorldFluxError {
  return new WorldFluxError("WF_LOCK_REFUSED", what, { hint });
}
