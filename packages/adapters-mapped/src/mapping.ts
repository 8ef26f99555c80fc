import { Line, SuccessRule } from "@worldflux/schema";
import * as z from "zod";

/** Name of a column, dotted path (`info.success`) or JSON pointer (`/info/success`). */
const Column = Line;

const Value = z.union([z.string().max(256), z.number(), z.boolean(), z.null()]);
const Values = z.array(Value).min(1).max(64);
const Whole = z.int();
const Repetition = Whole.min(0);

/** Which column holds what. */
const Columns = z.strictObject({
  suite: Column.optional(),
  task: Column.optional(),
  index: Column.optional(),
  seed: Column.optional(),
  attempt: Column.optional(),
  success: Column.optional(),
  outcome: Column.optional(),
  error: Column.optional(),
  steps: Column.optional(),
  duration_seconds: Column.optional(),
  started_at: Column.optional(),
  sum_reward: Column.optional(),
  max_reward: Column.optional(),
  video: Column.optional(),
});

/** What holds for every row and stands in none. */
const Constants = z.strictObject({
  suite: Line.optional(),
  task: Line.optional(),
  index: Repetition.optional(),
  seed: Whole.optional(),
  attempt: Repetition.optional(),
});

/** Which values of the success column are a success: exact ones, or a threshold. */
const SuccessValues = z.strictObject({
  true: Values.optional(),
  false: Values.optional(),
  at_least: z.number().optional(),
});

/** Which words of the outcome column mean what; `scored` leaves it to the success column. */
const OutcomeWords = z.strictObject({
  success: Values.optional(),
  failure: Values.optional(),
  error: Values.optional(),
  pending: Values.optional(),
  missing: Values.optional(),
  not_applicable: Values.optional(),
  scored: Values.optional(),
});

/** How the columns of a home-made file are to be read; also the format of a mapping file. */
export const Mapping = z.strictObject({
  /** Only needed where the content does not show it. */
  format: z.enum(["jsonl", "json", "csv", "tsv"]).optional(),
  /** JSON pointer to the rows of a JSON document; one `*` stands for every member. */
  records: z
    .string()
    .max(512)
    .regex(/^(?:\/[^/]*)*$/, "expected a JSON pointer such as /episodes")
    .optional(),
  /** Column under which the rows see the key that `*` stood for. */
  keyed_by: Line.optional(),
  columns: Columns,
  /** Extra facts to keep with an episode: column by lower_case name. */
  metadata: z
    .record(z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, "expected a lower_case name"), Column)
    .optional(),
  constants: Constants.optional(),
  success: SuccessValues.optional(),
  outcome: OutcomeWords.optional(),
  /** When the evaluator calls an episode a success. */
  contract: SuccessRule.optional(),
});
export type Mapping = z.infer<typeof Mapping>;

/** What the columns of a file can be read as. */
export const fields = Object.keys(Columns.shape) as readonly (keyof Mapping["columns"])[];
export const constantFields = Object.keys(Constants.shape) as readonly (keyof z.infer<
  typeof Constants
>)[];
export const successKeys = Object.keys(SuccessValues.shape);
export const outcomeKeys = Object.keys(OutcomeWords.shape) as readonly (keyof z.infer<
  typeof OutcomeWords
>)[];
