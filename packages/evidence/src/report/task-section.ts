import type { Evidence } from "@worldflux/schema";
import { level, percent, range } from "../wording.ts";
import { html, type Markup, named } from "./html.ts";
import { listed } from "./parts.ts";
import { taskTables } from "./task-tables.ts";
import { count } from "./waterfall-plot.ts";

/** Every task's own interval, and the lowest of them. */
export function taskSection(evidence: Evidence): Markup {
  const collapsed = evidence.worst_task?.collapsed ?? [];
  return html`<p>Each task’s own interval, against the threshold for the whole. ${lowestTask(evidence)}</p>
${collapsed.length === 0 ? undefined : html`<p><strong>Collapsed:</strong> shown to succeed less than half as often as the threshold asks: ${listed(collapsed, 12)}.</p>`}
${taskTables(evidence)}`;
}

function lowestTask({ worst_task: worst, result }: Evidence): Markup | undefined {
  const name = worst?.tasks[0];
  if (!worst || name === undefined || worst.estimate === null) return undefined;
  const ties = worst.tasks.length - 1;
  return html`Lowest: ${named(name)}${ties > 0 ? ` and ${count(ties)} more` : ""}, ${percent(worst.estimate)}. The smallest true rate among all tasks lies in ${range(worst.smallest_rate)} (${level(result.interval.level)}, for all of them together).`;
}
