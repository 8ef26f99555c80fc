/** What the episodes of an evaluation are taken to be a sample of. */
export const populations = ["episodes_iid", "tasks_fixed", "tasks_random", "seeds_random"] as const;

/**
 * One of {@link populations}:
 * - `episodes_iid`: every episode is an independent draw with one success rate; clusters are labels.
 * - `tasks_fixed`: these tasks are all that the claim is about; episodes are drawn inside each.
 * - `tasks_random`: the tasks are a random sample of those that the claim is about.
 * - `seeds_random`: the clusters are training or evaluation seeds, a sample of all seeds.
 */
export type Population = (typeof populations)[number];
