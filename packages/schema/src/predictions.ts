import * as z from "zod";
import { Digest } from "./digest.ts";
import { Count, Line } from "./text.ts";

/** What has to be declared for predictions to count; nothing in the numbers can show it. */
const PredictionAssumptions = z.looseObject({
  labelled_random_subset: z.boolean().optional().meta({
    description: "The recorded episodes were drawn at random from all that were predicted.",
  }),
  predictor_independence: z.boolean().optional().meta({
    description: "The predictor was neither trained nor tuned on the recorded episodes.",
  }),
  no_shared_clusters: z.boolean().optional().meta({
    description: "No task, seed or scene makes some of the episodes alike.",
  }),
});

const unlabelled = z
  .looseObject({
    successes: Count.meta({ description: "Predicted to succeed." }),
    episodes: Count,
  })
  .refine((u) => u.successes <= u.episodes, "successes must not exceed episodes")
  .meta({ description: "Episodes that were predicted and never run." });

const predictor = z.looseObject({ name: Line, version: Line.optional() });

/** The file of `--ppi`: predicted outcomes for the recorded episodes and for others. */
export const Predictions = z
  .looseObject({
    schema_version: z.literal("worldflux.predictions.v0_draft"),
    predictor,
    assumptions: PredictionAssumptions,
    labelled: z
      .array(
        z.looseObject({
          suite: Line.nullable().optional(),
          task: Line.nullable().optional(),
          index: Count,
          seed: z.number().int().nullable().optional(),
          attempt: Count.optional(),
          predicted: z.boolean(),
        }),
      )
      .max(1_000_000)
      .meta({ description: "One entry for every recorded episode that succeeded or failed." }),
    unlabelled,
  })
  .meta({ title: "predictions.json" });
export type Predictions = z.infer<typeof Predictions>;

/** What `audit_input.json` keeps of the predictions: outcome first, prediction second. */
export const PredictionCounts = z.looseObject({
  predictor,
  sha256: Digest,
  assumptions: PredictionAssumptions,
  labelled: z.looseObject({ n11: Count, n10: Count, n01: Count, n00: Count }).meta({
    description: "n10: succeeded, and was predicted to fail.",
  }),
  unlabelled,
});
export type PredictionCounts = z.infer<typeof PredictionCounts>;
