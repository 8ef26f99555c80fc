import { documentDigest, newId, privateReason, sha256, toFill } from "@worldflux/schema";
import type { CandidateRate } from "./candidates.ts";
import type { PaperPage } from "./paper-page.ts";
import type { PaperReference } from "./paper-reference.ts";

/** What a scaffold is made of. */
export interface ScaffoldInput {
  readonly paper: PaperReference;
  /** What was read about it; undefined where nothing was. */
  readonly page?: PaperPage | undefined;
  /** The rate that the user chose, and the digest of the page or text that it stands in. */
  readonly chosen?: { readonly rate: CandidateRate; readonly bytes: Uint8Array } | undefined;
  /** Milliseconds since 1970, for the ids and the date. */
  readonly now: number;
}

/** Two documents that cannot be run before they are filled in. */
export interface Scaffold {
  readonly claim: Readonly<Record<string, unknown>>;
  readonly protocol: Readonly<Record<string, unknown>>;
}

/**
 * The drafts of `claim.json` and `protocol.json` for a paper. All that only the user can know, every
 * number among it, stands there as a text "TO FILL: ..." that says what is asked for; readers refuse
 * a document with such a text in it. A chosen rate is written in as asserted by its sentence.
 */
export function scaffold({ paper, page, chosen, now }: ScaffoldInput): Scaffold {
  const claim = {
    schema_version: "worldflux.claim.v0_draft",
    id: newId("clm", now),
    slug: slugOf(paper),
    claim_text: toFill(
      "one sentence that can turn out false: which policy, at least which success rate, on which tasks",
    ),
    subject: {
      type: toFill("kind of model, such as hf_model"),
      id: toFill("the model that was evaluated, such as org/name"),
      checkpoint_uri: toFill("where its weights are, such as hf://org/name; or delete this line"),
    },
    capability: toFill("what it can do, such as robot manipulation"),
    applicability: {
      benchmark: toFill("benchmark, such as LIBERO"),
      robot_embodiment: toFill("robot, such as Franka Panda; or delete this line"),
      simulator: toFill("simulator; or delete this line for a real robot"),
    },
    expected_metrics: [
      {
        name: "success_rate",
        operator: ">=",
        value:
          chosen?.rate.value ??
          toFill("the success rate that the paper claims, as a ratio such as 0.8 for 80 %"),
        unit: "ratio",
      },
    ],
    decision_rule: {
      null_hypothesis: "success_rate below baseline minus margin",
      margin: toFill("slack as a ratio, fixed before you look at results; 0 for none"),
      alpha: toFill("error of the two-sided interval, such as 0.05 for 95 %"),
      interval_method: toFill("wilson, clopper_pearson, jeffreys, agresti_coull or wilson_cc"),
    },
    population: toFill("episodes_iid, tasks_fixed, tasks_random or seeds_random"),
    source: sourceOf(paper, page, chosen),
    curator: { agent: "local-user", created_at: new Date(now).toISOString() },
    status: "untested",
  };
  const protocol = {
    schema_version: "worldflux.protocol.v0_draft",
    id: newId("prt", now),
    claim_id: claim.id,
    claim_hash: documentDigest(claim),
    benchmark: {
      name: toFill("benchmark, as in claim.json"),
      task_list: [toFill("suites or tasks, a text each, such as libero_spatial")],
    },
    runtime: { provider: "audit-import" },
    execution: {
      episodes_per_task: toFill("episodes planned for each task and seed, a whole number"),
      seeds: toFill("a list of whole numbers, or [] where the evaluator takes no seeds"),
      denominator_policy: "errors_as_failures",
      attempt_policy: "first",
      seed_policy: toFill("fixed_list or not_controlled"),
    },
    evaluator: { name: toFill("program that runs the episodes, such as lerobot") },
    model_runtime: {
      checkpoint_uri: toFill("as in claim.json; or delete this line"),
    },
  };
  return { claim, protocol };
}

function sourceOf(
  paper: PaperReference,
  page: PaperPage | undefined,
  chosen: ScaffoldInput["chosen"],
): Record<string, unknown> {
  const { type, id, version, url } = paper;
  return {
    type,
    id,
    ...(version === null ? {} : { version: `v${version}` }),
    url,
    title: page?.title ?? toFill("title of the paper"),
    citation: citationOf(paper, page),
    ...(chosen === undefined
      ? { section: toFill("where in the paper the claim stands; or delete this line") }
      : { section: chosen.rate.place, asserted: assertedBy(chosen) }),
  };
}

/** The sentence that a rate comes from, with the digest of what it was read in. */
function assertedBy({ rate, bytes }: NonNullable<ScaffoldInput["chosen"]>) {
  const { printed, sentence, episodes, feasibility } = rate;
  const secret = privateReason(sentence);
  return {
    by: "the sentence below, as read by a program and chosen by the user",
    printed,
    sentence: secret === undefined ? sentence : `left out: it looks like ${secret}`,
    ...(episodes === null ? {} : { episodes_stated: episodes }),
    ...(feasibility.possible === null ? {} : { count_exists: feasibility.possible }),
    read_from: sha256(bytes),
  };
}

function citationOf({ citation }: PaperReference, page: PaperPage | undefined): string {
  const [first, ...more] = page?.authors ?? [];
  if (first === undefined) return citation;
  const shown = more.length > 2 ? `${first} et al.` : [first, ...more].join("; ");
  const title = page?.title === null || page?.title === undefined ? "" : ` ${page.title}.`;
  return `${shown}${page?.year ? ` (${page.year}).` : "."}${title} ${citation}`;
}

function slugOf({ type, id }: PaperReference): string {
  const words = `${type} ${id}`.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, 80).replace(/-+$/, "");
}
