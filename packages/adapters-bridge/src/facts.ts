import { assertable, publicName, utcTime } from "@worldflux/adapter-kit";
import {
  type BridgeHeader,
  privateReason,
  type Reading,
  type ReadingNote,
  type Unrecorded,
  WorldFluxError,
} from "@worldflux/schema";
import type { BridgeShape } from "./find.ts";
import { maxReferences, type Survey } from "./survey.ts";

/** What the header and a first pass say of the run as a whole. */
export function factsOf(
  shape: BridgeShape,
  header: BridgeHeader,
  where: string,
  survey: Survey,
  unfinished: string | undefined,
): Omit<Reading, "episodes"> {
  const { evaluator, metric_contract, episode_order } = header;
  const { description, success } = metric_contract;
  const reason = privateReason(description);
  if (reason !== undefined) {
    throw new WorldFluxError(
      "WF_PRIVATE_TEXT",
      `${where}: metric_contract.description holds ${reason}, and it is published`,
      { hint: "describe what counts as a success without naming a machine or a person" },
    );
  }
  const asserted = assertedBy(header);
  return {
    shape,
    evaluator: {
      name: publicName(evaluator.name, `${where}: evaluator.name`),
      version: evaluator.version
        ? publicName(evaluator.version, `${where}: evaluator.version`)
        : null,
    },
    metric_contract: { name: "success_rate", success, description },
    episode_order: episode_order ?? "unknown",
    not_recorded: notRecorded(header, survey, asserted),
    notes: notesOn(shape, header, survey, unfinished, asserted),
    asserted,
    references: [...survey.references],
    ...recordedTimes(header),
  };
}

/** Facts that the header may hold under `asserted`, and what is not recorded without them. */
const factNames = {
  initial_state: "initial_state",
  checkpoint: "checkpoint",
  max_steps: "max_steps",
  time: "started_at",
} as const satisfies Partial<Record<Unrecorded, string>>;

function assertedBy({ asserted, outcome_is }: BridgeHeader): Reading["asserted"] {
  const kept = Object.entries(asserted ?? {}).filter(
    ([name, value]) => assertable(value) && privateReason(name) === undefined,
  );
  const meaning = outcome_is ? { outcome_is } : {};
  // `assertable` lets through nothing but what the record may hold.
  return { ...(Object.fromEntries(kept) as Reading["asserted"]), ...meaning };
}

function notRecorded(
  { evaluator, episode_order, errors_recorded }: BridgeHeader,
  { withoutSeed, withoutInitialState, withoutStart, counts }: Survey,
  asserted: Reading["asserted"],
): Unrecorded[] {
  const asserts = (name: string) => Object.hasOwn(asserted, name);
  const absent: Partial<Record<Unrecorded, boolean>> = {
    seed: withoutSeed > 0,
    initial_state: withoutInitialState > 0 && !asserts(factNames.initial_state),
    checkpoint: !asserts(factNames.checkpoint),
    evaluator_version: !evaluator.version,
    max_steps: !asserts(factNames.max_steps),
    harness_errors: !errors_recorded && counts.error === 0,
    episode_order: (episode_order ?? "unknown") === "unknown",
    time: !asserts(factNames.time) && withoutStart > 0,
  };
  return Object.entries(absent).flatMap(([name, is]) => (is ? [name as Unrecorded] : []));
}

/** When the run began, if the header says so as a moment; episodes may say so for themselves. */
function recordedTimes({ asserted }: BridgeHeader): Pick<Reading, "recorded_times"> {
  const started_at = utcTime(asserted?.[factNames.time]);
  return started_at === undefined ? {} : { recorded_times: { started_at } };
}

function notesOn(
  shape: BridgeShape,
  header: BridgeHeader,
  survey: Survey,
  unfinished: string | undefined,
  asserted: Reading["asserted"],
): ReadingNote[] {
  const { episodes, withoutSeed, metadataWithheld, videosWithheld, referencesCut } = survey;
  const given = Object.values(header.asserted ?? {}).filter((value) => value !== null).length;
  const assertedWithheld = given - Object.keys(asserted).length + (header.outcome_is ? 1 : 0);
  const openEnd = shape === "jsonl" && !survey.ended && !survey.planned && !header.end_line;
  const some = (count: number, what: string) => (count > 0 ? `${count} ${what}` : undefined);
  const details: [code: string, detail: string | undefined][] = [
    ["run_unfinished", unfinished],
    ["end_not_recorded", openEnd ? noEnd : undefined],
    ["outcome_is_governance_verdict", governed(header)],
    [
      "seeds_partial",
      withoutSeed > 0 && withoutSeed < episodes
        ? `${withoutSeed} of ${episodes} episodes have no seed`
        : undefined,
    ],
    [
      "repeats_checked_nearby",
      survey.repeatsUnsure
        ? "the file is so long that each episode was compared with the 65,536 before it, not with all"
        : undefined,
    ],
    ["asserted_withheld", some(assertedWithheld, "asserted values were private or too long")],
    ["metadata_withheld", some(metadataWithheld, "metadata values were private and left out")],
    ["videos_withheld", some(videosWithheld, "paths of videos were private and left out")],
    [
      "references_cut",
      some(referencesCut, `paths of videos beyond the first ${maxReferences} are left out`),
    ],
  ];
  return details.flatMap(([code, detail]) => (detail === undefined ? [] : [{ code, detail }]));
}

const noEnd =
  "neither an end line nor a planned number of episodes tells whether the run had finished";

function governed({ outcome_is }: BridgeHeader): string | undefined {
  if (outcome_is !== "governance_verdict") return undefined;
  return "a success is a governance verdict in favour; whether the task succeeded is kept beside each episode and not counted";
}
