import * as z from "zod";
import { Digest } from "./digest.ts";
import { Outcome } from "./episode.ts";
import { ClaimId, ProtocolId } from "./ids.ts";
import { Count, Line } from "./text.ts";

/** The order in which a sheet lists its cells. */
export const SheetOrder = z.enum(["by_task", "interleaved"]).meta({
  description:
    "by_task: one task after the other. interleaved: an episode of every task, then the next of every task, as a run that may stop early needs it.",
});
export type SheetOrder = z.infer<typeof SheetOrder>;

/** First line of a run sheet: what it was made from, enough to make the other lines again. */
export const RunSheetHeader = z
  .strictObject({
    schema_version: z.literal("worldflux.run_sheet.v0_draft"),
    claim: z.strictObject({ id: ClaimId, sha256: Digest }),
    protocol: z.strictObject({ id: ProtocolId, sha256: Digest }),
    benchmark: Line,
    task_list: z.array(Line).min(1).max(100_000),
    episodes_per_task: z.number().int().min(1),
    seeds: z.array(z.number().int()).max(100_000),
    evaluator: Line,
    order: SheetOrder,
    unknown_names_are_tasks: z.boolean().meta({
      description: "True when names that are not known here were taken for one task each.",
    }),
    cells: z.number().int().min(1),
  })
  .meta({ title: "run_sheet.jsonl, first line" });
export type RunSheetHeader = z.infer<typeof RunSheetHeader>;

/** Every other line of a run sheet: one episode to run. */
export const RunSheetCell = z
  .strictObject({
    position: z.number().int().min(1).meta({ description: "Place in the suggested order." }),
    suite: Line.nullable(),
    task: Line,
    name: Line.optional().meta({ description: "The benchmark's own name of a numbered task." }),
    seed: z.number().int().nullable(),
    index: Count.meta({ description: "Episode of this task and seed, from 0." }),
  })
  .meta({ title: "run_sheet.jsonl, a cell" });
export type RunSheetCell = z.infer<typeof RunSheetCell>;

/** What became of a planned cell. */
export const CellStatus = z.enum(["ran", "pending", "missing"]);
export type CellStatus = z.infer<typeof CellStatus>;

/** A cell of the sheet, with what the evaluator's files say of it. */
export const CheckedCell = z
  .strictObject({
    ...RunSheetCell.shape,
    status: CellStatus,
    outcome: Outcome.nullable(),
    records: Count.meta({ description: "Records of this cell; the first one counts." }),
  })
  .meta({ title: "run_check.jsonl, a cell" });
export type CheckedCell = z.infer<typeof CheckedCell>;
