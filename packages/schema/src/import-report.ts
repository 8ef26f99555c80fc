import * as z from "zod";
import { Digest } from "./digest.ts";
import { DenominatorPolicy } from "./protocol.ts";
import { SuccessRule } from "./reading.ts";
import { Count, Line, Text } from "./text.ts";

/** What a file of a run folder is. */
export const FileClass = z.enum([
  "episode_records",
  "aggregates",
  "log",
  "tracker",
  "config",
  "robot_recording",
  "dataset",
  "video",
  "image",
  "archive",
  "checkpoint",
  "secret",
  "unusable",
  "other",
]);
export type FileClass = z.infer<typeof FileClass>;

/** Why an entry of a run folder was not opened. */
export const SkippedKind = z.enum([
  "symlink",
  "fifo",
  "device",
  "socket",
  "name",
  "unreadable",
  "too_deep",
  "not_a_file",
]);
export type SkippedKind = z.infer<typeof SkippedKind>;

const SkippedEntry = z.looseObject({
  path: z.string().min(1).max(8192).meta({ description: "With what does not show written out." }),
  what: SkippedKind,
  reason: z.string().min(1).max(512),
});

/** What has to hold before a candidate may become an `audit_input.json`. */
export const AcceptCondition = z.enum([
  "boolean_success",
  "identity",
  "metric_contract",
  "denominator",
  "public_safe",
]);
export type AcceptCondition = z.infer<typeof AcceptCondition>;

/** Why a candidate, or a whole folder, is refused. */
export const ImportRefusal = z.enum([
  "ambiguous",
  "partial",
  "archive-only",
  "csv-only",
  "numeric-score-only",
  "aggregate-only",
  "missing-episode-success",
  "missing-denominator-policy",
  "raw-binary-dominated",
  "secret-exposure",
]);
export type ImportRefusal = z.infer<typeof ImportRefusal>;

const FolderPath = z.string().min(1).max(4096);

/** One reason against a candidate, and what would remove it. */
export const RefusalNote = z.looseObject({
  code: ImportRefusal,
  detail: Text,
  remedy: Text.meta({ description: "What would make it acceptable." }),
});
export type RefusalNote = z.infer<typeof RefusalNote>;

/** Whether one accept condition holds. */
export const ConditionResult = z.looseObject({
  met: z.boolean(),
  checked: z.boolean().meta({ description: "false where the files were not read as episodes." }),
  detail: Text,
});
export type ConditionResult = z.infer<typeof ConditionResult>;

/** A file of the folder. Its content is not copied. */
export const InventoryFile = z.looseObject({
  path: FolderPath,
  class: FileClass,
  size_bytes: Count,
  sha256: Digest.nullable().meta({ description: "null for a file that was not read whole." }),
  reason: Line.meta({ description: "What it was recognised by, and why it was not hashed." }),
});
export type InventoryFile = z.infer<typeof InventoryFile>;

/** How the episodes of a candidate ended. */
export const CandidateCounts = z.looseObject({
  planned: Count.nullable().meta({ description: "null where nothing says what was planned." }),
  recorded: Count,
  missing: Count.nullable(),
  success: Count,
  failure: Count,
  error: Count,
  pending: Count,
  not_applicable: Count,
});
export type CandidateCounts = z.infer<typeof CandidateCounts>;

/** What may be one evaluation: a folder, and the files in it with its rows. */
export const ImportCandidate = z.looseObject({
  id: z.string().regex(/^run_[0-9a-f]{16}$/),
  directory: FolderPath,
  files: z.array(FolderPath).min(1),
  kind: Line,
  reader: z.looseObject({ adapter: Line, shape: Line }).nullable(),
  counts: CandidateCounts.nullable(),
  seeds: z.looseObject({ recorded: z.boolean(), distinct: Count }).nullable(),
  identity: z.looseObject({
    suites: z.array(Line),
    tasks: Count,
    hints: z.array(Text).meta({ description: "What names of folders and fields point to." }),
  }),
  success_rule: SuccessRule.nullable(),
  conditions: z.record(AcceptCondition, ConditionResult),
  acceptable: z.boolean(),
  reasons: z.array(RefusalNote),
  asserted: z.record(Line, z.string().max(512)).meta({
    description: "What was supplied by hand; nothing in the files proves it.",
  }),
  notes: z.array(Text),
});
export type ImportCandidate = z.infer<typeof ImportCandidate>;

/** A place that looks like a credential. The text itself is never written down. */
export const SecretPlace = z.looseObject({
  path: FolderPath,
  line: Count.nullable(),
  what: Line,
});
export type SecretPlace = z.infer<typeof SecretPlace>;

const ClassTotal = z.looseObject({ files: Count, bytes: Count });

/** `import_report.json`: all that was seen of a run folder. Private; the customer report is public. */
export const ImportReport = z
  .looseObject({
    schema_version: z.literal("worldflux.import_report.v0_draft"),
    visibility: z.literal("private"),
    folder: z.string().min(1).max(255),
    declared: z.looseObject({
      map: Text.nullable(),
      denominator_policy: DenominatorPolicy.nullable(),
      claim: Digest.nullable(),
      protocol: Digest.nullable(),
    }),
    complete: z.boolean().meta({ description: "false when a limit cut the inventory short." }),
    limits: z.array(Text),
    totals: z.looseObject({
      files: Count,
      folders: Count,
      bytes: Count,
      skipped: Count,
      by_class: z.partialRecord(FileClass, ClassTotal),
    }),
    files: z.array(InventoryFile),
    skipped: z.array(SkippedEntry),
    secrets: z.array(SecretPlace),
    candidates: z.array(ImportCandidate),
    refusals: z.array(RefusalNote).meta({
      description: "What stands against the folder as a whole, when it has no candidate.",
    }),
    selected: z
      .looseObject({
        candidate: Line,
        accepted: z.boolean(),
        audit_input_sha256: Digest.nullable(),
      })
      .nullable(),
  })
  .meta({ title: "import_report.json" });
export type ImportReport = z.infer<typeof ImportReport>;
