/** A look at the data while episodes go on. */
export interface Look {
  readonly episodes: number;
  /** Successes at which the rule stops the run: at least that many, or at most; null for none. */
  readonly criticalCount: number | null;
  /** Probability that the rule has stopped the run at this look or before. */
  readonly probability: number;
}

/**
 * The exact probability that a rule ever stops, look by look.
 *
 * Carries the distribution of the number of successes among runs that have not stopped from
 * episode to episode (Armitage, McPherson & Rowe 1969, JRSS A 132, 235-244), in
 * O(last look^2) steps of additions only. Arguments are trusted; looks rise.
 */
export function stoppingLooks(
  rate: number,
  looks: readonly Omit<Look, "probability">[],
  direction: "above" | "below",
): readonly Look[] {
  const last = looks.at(-1)?.episodes ?? 0;
  const alive = new Float64Array(last + 2);
  alive[0] = 1;
  let stopped = 0;
  let episodes = 0;
  return looks.map((look) => {
    for (; episodes < look.episodes; episodes++) addEpisode(alive, episodes, rate);
    if (look.criticalCount !== null) {
      const from = direction === "above" ? look.criticalCount : 0;
      const to = direction === "above" ? look.episodes : look.criticalCount;
      for (let count = from; count <= to; count++) stopped += alive[count] ?? 0;
      alive.fill(0, from, to + 1);
    }
    return { ...look, probability: Math.min(1, stopped) };
  });
}

function addEpisode(alive: Float64Array, episodes: number, rate: number): void {
  for (let count = episodes + 1; count > 0; count--) {
    alive[count] = (alive[count] ?? 0) * (1 - rate) + (alive[count - 1] ?? 0) * rate;
  }
  alive[0] = (alive[0] ?? 0) * (1 - rate);
}

/** Mean number of episodes of the runs that the rule stops; null when it stops none. */
export function meanEpisodes(looks: readonly Look[]): number | null {
  let before = 0;
  let sum = 0;
  for (const { episodes, probability } of looks) {
    sum += episodes * (probability - before);
    before = probability;
  }
  return before > 0 ? sum / before : null;
}
