import type { Evidence } from "@worldflux/schema";
import { tasksByRate } from "../rows.ts";
import { fraction, percent, range } from "../wording.ts";
import { across, fullAxis } from "./axis.ts";
import { html, type Markup, named } from "./html.ts";
import { markPlot, type RowScale, rowPlot, scaleHead, scaleSymbol } from "./interval-plot.ts";
import { scrollBox } from "./scroll-box.ts";
import { count } from "./waterfall-plot.ts";

type Task = ReturnType<typeof tasksByRate>[number];

/** Up to so many tasks stand open; more are folded, suite by suite. */
const OPEN = 40;
/** So many of the lowest tasks stand open above the folded ones. */
const LOWEST = 12;
/** Most task rows on a page in all; the rest is in `evidence.json`. */
const MOST_ROWS = 500;
/** More suites than this are taken as one. */
const MOST_SUITES = 40;

/** Tasks of one suite, from the lowest rate up. */
interface Suite {
  readonly name: string | null;
  readonly tasks: readonly Task[];
}

/** The forest plot: every task with its interval against the threshold, lowest first, by suite. */
export function taskTables(evidence: Evidence): Markup {
  const tasks = tasksByRate(evidence);
  const scale: RowScale = { axis: fullAxis, asked: evidence.result, id: "scale-tasks" };
  const suites = suitesOf(tasks);
  const defs = html`<svg class="defs" aria-hidden="true" focusable="false">${scaleSymbol(scale)}</svg>`;
  if (tasks.length <= OPEN) {
    return html`${defs}${forest(scale, suites, `Tasks, lowest rate first${suites.length > 1 ? "; the upright mark is the rate of the suite" : ""}`, suites.length > 1)}`;
  }
  const lowest = [{ name: null, tasks: tasks.slice(0, LOWEST) }];
  let left = MOST_ROWS - LOWEST;
  const folded = suites.map((suite) => {
    const shown = suite.tasks.slice(0, left);
    left -= shown.length;
    return foldedSuite(scale, suite, shown);
  });
  return html`${defs}${forest(scale, lowest, `The ${LOWEST} tasks with the lowest rates, of ${count(tasks.length)}`, false)}
<h3>All ${count(tasks.length)} tasks</h3><p class="note">Each spike stands at a rate, and is as high as the number of tasks that have it. Open a line to see its tasks.</p>${folded}`;
}

function suitesOf(tasks: readonly Task[]): Suite[] {
  const suites = new Map<string | null, Task[]>();
  for (const task of tasks) {
    const of = suites.get(task.suite);
    if (of === undefined) suites.set(task.suite, [task]);
    else of.push(task);
  }
  if (suites.size > MOST_SUITES) return [{ name: null, tasks }];
  return [...suites]
    .map(([name, of]) => ({ name, tasks: of }))
    .sort((a, b) => ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
}

function forest(
  scale: RowScale,
  suites: readonly Suite[],
  caption: string,
  headed: boolean,
): Markup {
  const table = html`<table class="forest"><caption class="unseen">${caption}</caption>
<thead><tr><th scope="col">task</th><th scope="col" class="n">episodes</th><th scope="col" class="plot"><span class="unseen">rate and interval, as a picture</span>${scaleHead(scale)}</th><th scope="col" class="n">interval</th></tr></thead>
${suites.map((suite) => html`<tbody>${headed ? suiteHead(scale, suite) : undefined}${suite.tasks.map((task) => row(scale, task, headed))}</tbody>`)}</table>`;
  return html`<p class="note">${caption}</p>${scrollBox(caption, table)}`;
}

function suiteHead(scale: RowScale, { name, tasks }: Suite): Markup {
  const all = tally(tasks);
  return html`<tr class="group"><th scope="rowgroup">${suiteName(name)}</th>${counts(all)}<td class="plot">${markPlot(scale, all.estimate)}</td><td></td></tr>`;
}

/** Successes of episodes, and the rate where there is room for it: the picture shows it too. */
function counts(of: Parameters<typeof fraction>[0]): Markup {
  const rate =
    of.estimate === null ? undefined : html`<span class="roomy"> = ${percent(of.estimate)}</span>`;
  return html`<td class="n">${of.successes}/${of.episodes}${rate}</td>`;
}

function suiteName(name: string | null): Markup {
  return name === null ? html`no suite named` : named(name);
}

function row(scale: RowScale, task: Task, inSuite: boolean): Markup {
  const name = inSuite && task.task !== null ? task.task : task.name;
  const ran = task.episodes > 0;
  return html`<tr><th scope="row">${named(name)}</th>${counts(task)}<td class="plot">${ran ? rowPlot(scale, task) : html`${markPlot(scale, null)}<span class="over">no episode</span>`}</td><td class="n">${ran ? range(task.interval) : ""}</td></tr>`;
}

function foldedSuite(scale: RowScale, suite: Suite, shown: readonly Task[]): Markup {
  const { name, tasks } = suite;
  const more = tasks.length - shown.length;
  const lowest = tasks[0]?.estimate;
  const from = typeof lowest === "number" ? `, lowest ${percent(lowest)}` : "";
  const summary = html`<summary><span class="suite">${name === null ? html`all tasks` : named(name)}</span> <span class="dim">${count(tasks.length)} tasks, ${fraction(tally(tasks))}${from}</span>${spikes(scale, tasks)}</summary>`;
  if (shown.length === 0) {
    return html`<details class="fold">${summary}<p>Listed in evidence.json.</p></details>`;
  }
  return html`<details class="fold">${summary}${forest(scale, [{ name, tasks: shown }], "Tasks, lowest rate first", false)}${more > 0 ? html`<p>${count(more)} more are listed in evidence.json.</p>` : undefined}</details>`;
}

function tally(tasks: readonly Task[]) {
  const successes = tasks.reduce((sum, task) => sum + task.successes, 0);
  const episodes = tasks.reduce((sum, task) => sum + task.episodes, 0);
  return { successes, episodes, estimate: episodes === 0 ? null : successes / episodes };
}

/** How the tasks' rates are spread: a spike a per cent, as high as its number of tasks. */
function spikes(scale: RowScale, tasks: readonly Task[]): Markup {
  const at = new Map<number, number>();
  for (const { estimate } of tasks) {
    if (estimate === null) continue;
    const cent = Math.round(estimate * 100);
    at.set(cent, (at.get(cent) ?? 0) + 1);
  }
  const most = Math.max(1, ...at.values());
  const lines = [...at]
    .sort(([a], [b]) => a - b)
    .map(([cent, n]) => {
      const x = across(cent / 100);
      return html`<line class="spike" x1="${x}" x2="${x}" y1="100%" y2="${across(0.92 - Math.max(0.12, (0.8 * n) / most))}"/>`;
    });
  return html`<svg class="spikes" aria-hidden="true" focusable="false"><use href="#${scale.id}"/>${lines}</svg>`;
}
