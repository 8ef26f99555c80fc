import * as z from "zod";

/** A named group of tasks. */
export const BenchmarkSuite = z.strictObject({
  name: z.string().min(1),
  aliases: z.array(z.string()),
  /** True where evaluators call the tasks 0, 1, 2 and so on, in this order. */
  numbered: z.boolean(),
  /** How many fixed initial states each task has. */
  initial_states: z.number().int().min(1).optional(),
  tasks: z.array(z.string()).min(1),
});
export type BenchmarkSuite = z.infer<typeof BenchmarkSuite>;

/** A benchmark's names, as far as they were read in its own source. */
export const BenchmarkTasks = z.strictObject({
  id: z.string(),
  names: z.array(z.string()).min(1),
  sources: z
    .array(
      z.strictObject({
        repository: z.string(),
        commit: z.string(),
        path: z.string(),
        says: z.string(),
      }),
    )
    .min(1),
  /** What was looked for and not found, or lies outside. */
  not_established: z.array(z.string()),
  /** True where a name that is not listed is not one of the benchmark's. */
  complete: z.boolean(),
  suites: z.array(BenchmarkSuite),
  /** Tasks of no suite. */
  tasks: z.array(z.string()),
});
export type BenchmarkTasks = z.infer<typeof BenchmarkTasks>;
