import {
  type AuditTask,
  type EpisodeRecord,
  type Outcome,
  type OutcomeCounts,
  outcomeLetters,
} from "@worldflux/schema";

/** The part of an audit input that the episode records alone decide. */
export interface Tabulated {
  readonly tasks: AuditTask[];
  readonly counts: OutcomeCounts;
}

/**
 * Groups episodes by task, in order of first appearance, and counts them. `recorded` counts every
 * record but those of outcome `missing`, which announce an episode that has none.
 */
export function tabulateEpisodes(episodes: readonly EpisodeRecord[]): Tabulated {
  const rows = new Map<string, EpisodeRecord[]>();
  for (const episode of episodes) {
    const key = JSON.stringify([episode.suite, episode.task]);
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [episode]);
    else row.push(episode);
  }
  const count = (outcome: Outcome) => episodes.filter((e) => e.outcome === outcome).length;
  const missing = count("missing");
  return {
    tasks: [...rows.values()].map(taskRow),
    counts: {
      recorded: episodes.length - missing,
      success: count("success"),
      failure: count("failure"),
      error: count("error"),
      pending: count("pending"),
      missing,
      not_applicable: count("not_applicable"),
    },
  };
}

function taskRow(episodes: readonly EpisodeRecord[]): AuditTask {
  return {
    suite: episodes[0]?.suite ?? null,
    task: episodes[0]?.task ?? null,
    outcomes: episodes.map((e) => outcomeLetters[e.outcome]).join(""),
    index: episodes.map((e) => e.index),
    seed: episodes.every((e) => e.seed === null) ? null : episodes.map((e) => e.seed),
    attempt: episodes.every((e) => e.attempt === 0) ? null : episodes.map((e) => e.attempt),
  };
}
