import { type RunSheetCell, taskName } from "@worldflux/schema";
import { markdownText } from "../markdown-text.ts";
import type { RunSheet } from "./plan-sheet.ts";

/** Cells up to which each gets a box to tick. */
const BOXES = 200;

/** Rows of a table. */
const ROWS = 500;

/** The sheet for people, in Markdown: what to run, in which order, and how to check it. */
export function renderSheet({ header, cells }: RunSheet): string {
  const { claim, protocol, evaluator, order, seeds, episodes_per_task: episodes } = header;
  return [
    "# Run sheet",
    [
      `- ${cells.length} episodes of ${markdownText(header.benchmark)}, with ${markdownText(evaluator)}`,
      `- claim ${claim.id} (${claim.sha256})`,
      `- protocol ${protocol.id} (${protocol.sha256})`,
      `- ${episodes} episodes a task${seeds.length > 0 ? ` and seed, seeds ${shortList(seeds)}` : "; no seeds are planned"}`,
    ].join("\n"),
    "## Order",
    order === "interleaved"
      ? "In turns: an episode of every task, then the next of every task. The run may stop early, and no other order can be tested while it goes on. `run_sheet.jsonl` lists every episode in this order."
      : "One task after the other, which is what evaluators do. The number of episodes is fixed, so the order decides nothing.",
    "## Tasks",
    taskTable(cells),
    ...(cells.length > BOXES ? [] : ["## Episodes", boxes(cells)]),
    "## Afterwards",
    "Run each episode once and keep what the evaluator writes, failures and crashes too. Then see, cell by cell, what ran:",
    "```\nworldflux protocol check-run run_sheet.jsonl --from <what the evaluator wrote> --source <evaluator>\n```",
  ]
    .join("\n\n")
    .concat("\n");
}

function taskTable(cells: readonly RunSheetCell[]): string {
  const tasks = new Map<string, { readonly name: string; count: number }>();
  for (const cell of cells) {
    const key = taskName(cell);
    const task = tasks.get(key);
    if (task === undefined) tasks.set(key, { name: cell.name ?? "", count: 1 });
    else task.count++;
  }
  const rows = [...tasks].map(
    ([task, { name, count }]) => `| ${markdownText(task)} | ${markdownText(name)} | ${count} |`,
  );
  const more = rows.length > ROWS ? [`| and ${rows.length - ROWS} more | | |`] : [];
  return [
    "| task | name | episodes |",
    "| --- | --- | --- |",
    ...rows.slice(0, ROWS),
    ...more,
  ].join("\n");
}

function boxes(cells: readonly RunSheetCell[]): string {
  return cells
    .map((cell) => {
      const seed = cell.seed === null ? "" : `, seed ${cell.seed}`;
      return `- [ ] ${cell.position}. ${markdownText(taskName(cell))}${seed}, episode ${cell.index}`;
    })
    .join("\n");
}

function shortList(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 12).join(", ");
  return numbers.length > 12 ? `${shown} and ${numbers.length - 12} more` : shown;
}
