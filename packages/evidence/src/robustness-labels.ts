import { type Evidence, type Label, taskName } from "@worldflux/schema";
import { pseudoReplication } from "@worldflux/stats";
import type { MatchedCells } from "./cells.ts";
import type { Findings } from "./findings.ts";
import { about, label, when } from "./make-label.ts";

/** What another population, another test or a few other outcomes would have said. */
export function robustnessLabels(f: Findings): Label[] {
  const { result, population, sequential, fragility, worst_task, stated_rates, cells } = f;
  const others = population.answers.filter((answer) => answer.verdict !== result.verdict);
  const clustered =
    population.declared === "tasks_random" || population.declared === "seeds_random";
  const own = population.answers.find((answer) => answer.population === population.declared);
  const decided = result.verdict === "supported" || result.verdict === "refuted";
  const near = Math.max(1, Math.floor(result.episodes / 100));
  const anytime = sequential.refused === null ? sequential.verdict : undefined;
  const oneLook = f.rules.find((rule) => rule.rule === f.denominator_policy.rule)?.verdict;
  // Whoever picks the test afterwards could pick the one that pleases.
  const picked = sequential.decides && f.stopping.asked_by === "option";
  return [
    ...when(
      !sequential.decides && others.length > 0,
      "population_dependent",
      others.map((answer) => `${answer.population}: ${answer.verdict}`).join("; "),
    ),
    ...when(
      clustered && spreadHardlySeen(result, own?.clusters ?? 0),
      "spread_hardly_seen",
      `${Math.min(result.successes, result.episodes - result.successes)} of the rarer outcome, ${own?.clusters ?? 0} clusters`,
    ),
    ...when(
      clustered && (own?.clusters ?? 0) < 10,
      "clusters_too_few",
      `${own?.clusters ?? 0} in the record`,
    ),
    ...when(
      !sequential.decides && anytime !== undefined && anytime !== result.verdict,
      "anytime_verdict_differs",
      `stopping at any time: ${anytime}`,
    ),
    ...when(
      picked && oneLook !== result.verdict,
      "anytime_verdict_differs",
      `one look at the end: ${oneLook}`,
    ),
    ...when(sequential.violated === true, "sequence_violated"),
    ...when(
      decided && fragility !== null && fragility.index !== null && fragility.index <= near,
      "fragile_verdict",
      `${fragility?.index} of ${result.episodes} episodes`,
    ),
    ...(worst_task?.collapsed ?? []).map((task) => about(task, label("task_collapsed"))),
    ...stated_rates
      .filter((rate) => !rate.feasible && rate.percent.includes("."))
      .map((rate) => label("stated_rate_infeasible", `${rate.percent} % of ${rate.episodes}`)),
    ...repeatedRuns(cells),
  ];
}

/** With none of the rarer outcome only the clusters count, and with many the spread shows. */
function spreadHardlySeen({ successes, episodes }: Evidence["result"], clusters: number): boolean {
  const rarer = Math.min(successes, episodes - successes);
  return rarer > 0 && rarer < clusters;
}

/** Seeds stand for repetitions of the whole evaluation: they should not agree in every outcome. */
function repeatedRuns(cells: MatchedCells): Label[] {
  if (cells.recorded > 100_000) return [];
  const episodes = cells.tasks.flatMap((task) =>
    [...task.outcomes].flatMap((letter, i) => {
      const seed = task.seeds?.[i];
      if (seed === null || seed === undefined || !"SF".includes(letter)) return [];
      return [{ success: letter === "S", task: taskName(task), run: String(seed) }];
    }),
  );
  const { findings } = pseudoReplication(episodes, { alpha: 0.001 });
  return findings
    .filter(({ code }) => code === "identical_runs")
    .map(({ effectiveEpisodes }) =>
      label("pseudo_replication", `${effectiveEpisodes} different episodes of ${episodes.length}`),
    );
}
