import {
  type AuditInput,
  type Claim,
  documentDigest,
  type EpisodeRecord,
  type EpisodeResult,
  type Evidence,
  type Protocol,
  type Reading,
  sha256,
} from "@worldflux/schema";
import { deriveEvidence, normalizeReading } from "../src/index.ts";
import { claimOf, episodesOf, protocolOf, readingOf } from "./fixtures.ts";

/** A package as far as it is compared. */
export interface WholeSide {
  claim: Claim;
  protocol: Protocol;
  input: AuditInput;
  evidence: Evidence;
  episodes: EpisodeResult[];
}

/** What a side may say otherwise than the default. */
export interface SideChoice {
  claim?: Partial<Claim> | undefined;
  simulator?: string | undefined;
  version?: string | undefined;
  steps?: number | undefined;
  execution?: Partial<Protocol["execution"]>;
  protocol?: Partial<Protocol>;
  reading?: Partial<Reading>;
  episode?: (index: number) => Partial<EpisodeRecord>;
  /** Content of the result file, so that two sides have two files. */
  file?: string;
}

/** Episodes with seeds and initial states, and everything declared that can be. */
export const everything: SideChoice = {
  simulator: "MuJoCo",
  version: "0.4.1",
  steps: 500,
  claim: { population: "tasks_fixed" },
  execution: {
    reset_policy: "seeded",
    observation_space: ["rgb"],
    action_space: "continuous",
    denominator_policy: "errors_as_failures",
    attempt_policy: "first",
    seeds: [7],
    control_rate_hz: 20,
  },
  reading: {
    not_recorded: [],
    asserted: { initial_state: "drawn from the seed of the episode" },
    episode_order: "recorded",
  },
  episode: () => ({ seed: 7 }),
};

/** A side of tasks given by name and letters. */
export function sideOf(tasks: Record<string, string>, choice: SideChoice = everything): WholeSide {
  const base = claimOf();
  const claim: Claim = {
    ...base,
    ...choice.claim,
    applicability: {
      ...base.applicability,
      benchmark_version: "v1",
      robot_embodiment: "Franka Panda",
      camera_distribution: "default",
      language_template: "standard",
      ...(choice.simulator === undefined ? {} : { simulator: choice.simulator }),
    },
  };
  const longest = Math.max(...Object.values(tasks).map((letters) => letters.length));
  const plan = protocolOf(claim, Object.keys(tasks), {
    episodes_per_task: Math.max(1, longest),
    ...choice.execution,
    ...(choice.steps === undefined ? {} : { max_steps_per_episode: choice.steps }),
  });
  const protocol: Protocol = {
    ...plan,
    benchmark: { ...plan.benchmark, version: "v1", split: "test" },
    model_runtime: { digest: sha256("weights"), norm_stats_digest: "n", action_steps: 8 },
    ...choice.protocol,
    evaluator: {
      name: "lerobot",
      ...(choice.version === undefined ? {} : { version: choice.version }),
    },
    claim_hash: documentDigest(claim),
  };
  const episodes = Object.entries(tasks).flatMap(([name, letters]) =>
    episodesOf(name, letters).map((episode) => ({
      ...episode,
      ...choice.episode?.(episode.index),
    })),
  );
  const reading = { ...readingOf(episodes), ...choice.reading };
  const file = { role: "eval_info", sha256: sha256(choice.file ?? "x"), size_bytes: 1 };
  const { auditInput: input, episodes: lines } = normalizeReading("lerobot", reading, [file]);
  return {
    claim,
    protocol,
    input,
    evidence: deriveEvidence(claim, protocol, input),
    episodes: [...lines],
  };
}
