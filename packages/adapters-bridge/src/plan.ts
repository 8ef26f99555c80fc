import { quote } from "@worldflux/adapter-kit";
import { type BridgeHeader, type EpisodeRecord, taskName } from "@worldflux/schema";
import { wrong } from "./parse.ts";

/** Compares what was recorded with what the header plans. Only first attempts count. */
export class Plan {
  readonly #total: number | null;
  readonly #due = new Map<string, { name: string; planned: number; recorded: number }>();
  #recorded = 0;

  /** @throws WorldFluxError for a task that is planned twice, or a total that is no sum */
  constructor({ planned }: BridgeHeader, where: string) {
    const tasks = planned?.tasks ?? [];
    for (const { suite = null, task, episodes } of tasks) {
      const name = taskName({ suite, task });
      if (this.#due.has(keyOf({ suite, task }))) {
        throw wrong(where, `planned.tasks lists ${quote(name)} twice`);
      }
      this.#due.set(keyOf({ suite, task }), { name, planned: episodes, recorded: 0 });
    }
    const sum = tasks.reduce((all, { episodes }) => all + episodes, 0);
    this.#total = planned?.total ?? (tasks.length > 0 ? sum : null);
    if (tasks.length > 0 && this.#total !== sum) {
      throw wrong(where, `planned.total is ${this.#total}, but planned.tasks add up to ${sum}`);
    }
  }

  /** True when the header says how many episodes were planned. */
  get known(): boolean {
    return this.#total !== null;
  }

  /** @throws WorldFluxError for more episodes, or other tasks, than planned */
  add(record: EpisodeRecord, where: string): void {
    if (record.attempt > 0 || this.#total === null) return;
    this.#recorded++;
    if (this.#recorded > this.#total) {
      throw wrong(where, `this is episode ${this.#recorded}, and the header plans ${this.#total}`);
    }
    if (this.#due.size === 0) return;
    const due = this.#due.get(keyOf(record));
    if (due === undefined) {
      throw wrong(where, `task ${quote(taskName(record))} is not in the header's planned.tasks`);
    }
    if (++due.recorded > due.planned) {
      throw wrong(
        where,
        `task ${quote(due.name)} has more than the ${due.planned} planned episodes`,
      );
    }
  }

  /** What has no record yet, in words; undefined when everything has. */
  open(): string | undefined {
    if (this.#total === null || this.#recorded === this.#total) return undefined;
    const short = [...this.#due.values()].find(({ planned, recorded }) => recorded < planned);
    const such =
      short === undefined
        ? ""
        : `, such as ${quote(short.name)} with ${short.recorded} of ${short.planned}`;
    return `${this.#recorded} of ${this.#total} planned episodes have a record${such}`;
  }
}

function keyOf({ suite, task }: { suite: string | null; task: string | null }): string {
  return `${suite ?? ""}\n${task}`;
}
