import * as z from "zod";
import { Digest } from "./digest.ts";
import { Count, Line, Text } from "./text.ts";

/** What a package can do for one item of a regime: there is no third status, and none says "met". */
export const ComplianceStatus = z.enum(["supporting", "not_covered"]).meta({
  description:
    "supporting: the package holds facts that whoever fills in this item may reuse. not_covered: it holds none.",
});
export type ComplianceStatus = z.infer<typeof ComplianceStatus>;

/** Where the wording was read that an item's `content` puts into other words. */
const WordingSeen = z.enum(["official_text", "secondary_copy", "not_read"]).meta({
  description:
    "official_text: as published. secondary_copy: a copy elsewhere, not compared with the official text. not_read: from general knowledge; read the official text before relying on it.",
});

const regime = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "expected lower-case letters, digits, dashes"),
  title: Line,
  as_of: z.iso.date().meta({ description: "The day on which the data file was written." }),
  source: Text,
};

const item = {
  item: Line.meta({ description: "Reference, such as A.4 or MEASURE 2.1." }),
  content: Text.meta({ description: "What the item asks for, in our own words." }),
  wording: WordingSeen,
  note: Text.optional().meta({ description: "What the facts leave open." }),
};

/** Path of a fact: member of the package, then the JSON pointer into it, in one text. */
const Fact = z
  .string()
  .regex(/^[a-z_]+\.json(?:\/[A-Za-z0-9_]+)+$/, "expected a member and a JSON pointer into it")
  .meta({ description: "Member, then JSON pointer: claim.json/subject/id." });

/** A data file of `packages/evidence/data/compliance/`: which facts may serve which item. */
export const ComplianceRegime = z.strictObject({
  ...regime,
  disclaimer: Text,
  statuses: z.record(ComplianceStatus, Text),
  items: z
    .array(
      z
        .strictObject({ ...item, status: ComplianceStatus, from: z.array(Fact) })
        .refine(
          ({ status, from }) => (status === "supporting") === from.length > 0,
          "facts go with status supporting, and are needed there",
        ),
    )
    .min(1)
    .refine(
      (items) => new Set(items.map((of) => of.item)).size === items.length,
      "every item must have one entry",
    ),
});
export type ComplianceRegime = z.infer<typeof ComplianceRegime>;

/** A fact that an item points at, and what the package has there. */
export const ComplianceFact = z.looseObject({
  fact: Fact,
  state: z.enum(["present", "absent"]),
  value: z.union([z.string(), z.number(), z.boolean()]).optional().meta({
    description: "The value; left out for lists and objects.",
  }),
  entries: Count.optional().meta({ description: "Length of a list, or fields of an object." }),
});
export type ComplianceFact = z.infer<typeof ComplianceFact>;

/** `compliance/<id>.json`: what the package holds for each item of a regime, and what not. */
export const ComplianceMap = z
  .looseObject({
    schema_version: z.literal("worldflux.compliance.v0_draft"),
    evidence: z.looseObject({ sha256: Digest }),
    regime: z.looseObject({ ...regime, sha256: Digest }),
    disclaimer: Text,
    applicability: z.literal("unknown").meta({
      description: "Whether the regime applies to the system is not looked at.",
    }),
    statuses: z.record(ComplianceStatus, Text),
    counts: z.looseObject({ items: Count, supporting: Count, not_covered: Count }),
    items: z.array(
      z.looseObject({ ...item, status: ComplianceStatus, facts: z.array(ComplianceFact) }),
    ),
  })
  .meta({ title: "compliance/<id>.json" });
export type ComplianceMap = z.infer<typeof ComplianceMap>;
