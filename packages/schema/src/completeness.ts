import * as z from "zod";
import { Digest } from "./digest.ts";
import { Count, Line, Text } from "./text.ts";

/** What became of one item of the completeness list. */
export const CompletenessStatus = z.enum(["met", "not_met", "not_evaluated"]).meta({
  description:
    "not_evaluated: nothing inside the package can tell; it counts as an item and never as met.",
});
export type CompletenessStatus = z.infer<typeof CompletenessStatus>;

/** `completeness.json`: how much of what a sceptic asks for is in the package. */
export const Completeness = z
  .looseObject({
    schema_version: z.literal("worldflux.completeness.v0_draft"),
    evidence: z.looseObject({ sha256: Digest }),
    formula: Text,
    score: z.looseObject({ met: Count, items: Count }).meta({
      description:
        "met of items. A count of statements, each weighing the same; no probability, and not to be multiplied with one.",
    }),
    counts: z.looseObject({ met: Count, not_met: Count, not_evaluated: Count }),
    items: z.array(
      z.looseObject({
        item: Line,
        asks: Text,
        status: CompletenessStatus,
        fact: Line.meta({ description: "Member, then JSON pointer: claim.json/population." }),
      }),
    ),
  })
  .meta({ title: "completeness.json" });
export type Completeness = z.infer<typeof Completeness>;
