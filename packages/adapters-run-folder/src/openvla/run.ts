import { checkStored, publicName, publicReference } from "@worldflux/adapter-kit";
import {
  type EpisodeRecord,
  Line,
  privateReason,
  type RawReference,
  WorldFluxError,
} from "@worldflux/schema";
import type { Message } from "./messages.ts";

interface Open {
  readonly index: number;
  error: boolean;
  said?: boolean;
  rollout?: string;
  completed: boolean;
}

/** One run of the loop, fed with its messages in their order. */
export class OpenvlaRun {
  suite: string | null = null;
  tasks = 0;
  successes = 0;
  errors = 0;
  ended = false;
  readonly episodes: EpisodeRecord[] = [];
  readonly videos: RawReference[] = [];
  readonly #file: string;
  #instruction: string | undefined;
  #here = { episodes: 0, successes: 0 };
  #open: Open | undefined;
  #taskOpen = false;
  #total: number | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** Takes the next message. Throws WorldFluxError when it contradicts those before. */
  take(message: Message | "garbled", line: number): void {
    const at = `${this.#file}:${line}`;
    if (message === "garbled")
      throw contradiction(at, "a line of the evaluation loop is cut off or changed");
    switch (message.kind) {
      case "suite":
        if (this.suite !== null || this.episodes.length > 0) throw mixed(at);
        this.suite = publicName(message.text, at);
        return;
      case "task":
        if (!this.#taskOpen) this.#instruction = publicName(message.text, at);
        else if (message.text !== this.#instruction) {
          throw contradiction(at, "another task begins before the rate of the one before");
        }
        return;
      case "start":
        this.#start(message.count, at);
        return;
      case "error":
        if (this.#open !== undefined) this.#open.error = true;
        return;
      case "rollout":
        if (this.#open !== undefined) this.#open.rollout = message.text;
        return;
      case "success":
        this.#opened(at).said = message.success;
        return;
      case "completed":
        this.#opened(at).completed = true;
        if (message.count === 1 && this.episodes.length > 0) throw mixed(at);
        this.#same(at, "# episodes completed so far", message.count, this.episodes.length + 1);
        return;
      case "successes":
        this.#count(message.count, message.percent, at);
        return;
      case "task_rate":
        this.#closeTask(message.rate, at);
        return;
      case "total_rate":
      case "overall_rate":
        this.#rate(
          at,
          "the total success rate",
          message.rate,
          this.successes,
          this.episodes.length,
        );
        return;
      case "total_episodes":
        if (this.ended) throw mixed(at);
        if (this.#open !== undefined) throw contradiction(at, "totals stand inside an episode");
        this.ended = true;
        this.#same(at, "Total episodes", message.count, this.episodes.length);
        return;
      case "total_successes":
        this.#total = message.count;
        this.#same(at, "Total successes", message.count, this.successes);
    }
  }

  /** Keeps an episode that never came to its counters. */
  stop(): void {
    if (this.#open === undefined) return;
    this.#keep(this.#open, this.#open.error ? "error" : "pending");
  }

  /** True when the totals at the end of the log were there and agreed. */
  get hasTotals(): boolean {
    return this.ended && this.#total !== undefined;
  }

  #start(episode: number, at: string): void {
    if (this.ended) throw mixed(at);
    if (this.#open !== undefined) throw contradiction(at, "an episode starts inside another one");
    if (this.#instruction === undefined)
      throw contradiction(at, "an episode starts without its Task line");
    if (!this.#taskOpen) {
      this.tasks++;
      this.#here = { episodes: 0, successes: 0 };
      this.#taskOpen = true;
    }
    if (episode !== this.#here.episodes + 1) {
      throw contradiction(at, `episode ${episode} starts after ${this.#here.episodes} of its task`);
    }
    this.#open = { index: episode - 1, error: false, completed: false };
  }

  #opened(at: string): Open {
    if (this.#open === undefined) throw contradiction(at, "a result stands outside of an episode");
    return this.#open;
  }

  /** The counter decides: after an exception some of these loops print the outcome of the one before. */
  #count(successes: number, percent: number, at: string): void {
    const open = this.#opened(at);
    if (!open.completed || open.said === undefined) {
      throw contradiction(
        at,
        "# successes does not follow Success and # episodes completed so far",
      );
    }
    const gained = successes - this.successes;
    if (gained !== 0 && gained !== 1) {
      throw contradiction(at, `# successes goes from ${this.successes} to ${successes}`);
    }
    const succeeded = gained === 1;
    if (!open.error && open.said !== succeeded) {
      throw contradiction(
        at,
        `Success is ${open.said ? "True" : "False"} and # successes grew by ${gained}`,
      );
    }
    if (open.error && succeeded) {
      throw contradiction(at, "an episode that ended in an exception is counted as a success");
    }
    const named = /--success=(True|False)--/.exec(open.rollout ?? "")?.[1];
    if (named !== undefined && !open.error && (named === "True") !== succeeded) {
      throw contradiction(
        at,
        `the name of the video says ${named}, the counter ${succeeded ? "True" : "False"}`,
      );
    }
    this.successes = successes;
    this.#here.successes += gained;
    this.#keep(open, open.error ? "error" : succeeded ? "success" : "failure");
    checkStored(at, {
      where: "# successes (%)",
      stored: percent,
      recomputed: (100 * successes) / this.episodes.length,
      tolerance: 0.0501,
    });
  }

  #keep({ index, rollout }: Open, outcome: EpisodeRecord["outcome"]): void {
    const video = rollout === undefined ? undefined : publicReference(rollout, "rollouts");
    if (
      video !== undefined &&
      Line.safeParse(video).success &&
      privateReason(video) === undefined
    ) {
      this.videos.push({ episode: this.episodes.length, kind: "video", path: video });
    }
    if (outcome === "error") this.errors++;
    this.#here.episodes++;
    this.#open = undefined;
    this.episodes.push({
      suite: this.suite,
      task: String(this.tasks - 1),
      index,
      seed: null,
      attempt: 0,
      outcome,
      metadata: { instruction: (this.#instruction ?? "").slice(0, 256) },
    });
  }

  #closeTask(rate: number, at: string): void {
    if (this.#open !== undefined) throw contradiction(at, "a rate stands inside an episode");
    if (!this.#taskOpen) throw contradiction(at, "the rate of a task without episodes");
    this.#rate(at, "Current task success rate", rate, this.#here.successes, this.#here.episodes);
    this.#taskOpen = false;
  }

  #same(at: string, where: string, stored: number, recomputed: number): void {
    checkStored(at, { where, stored, recomputed, tolerance: 0 });
  }

  #rate(at: string, where: string, stored: number, successes: number, episodes: number): void {
    const explanations = { "errors excluded": successes / (episodes - this.errors) };
    checkStored(at, {
      where,
      stored,
      recomputed: successes / episodes,
      tolerance: 5.1e-5,
      explanations,
    });
  }
}

function contradiction(at: string, what: string): WorldFluxError {
  return new WorldFluxError("WF_EPISODES_INCONSISTENT", `${at}: ${what}`, {
    hint: "hand in the log as the evaluator wrote it",
  });
}

function mixed(at: string): WorldFluxError {
  return new WorldFluxError("WF_RUNS_MIXED", `${at}: a second run starts here`, {
    hint: "save the log of each run as a file of its own",
  });
}
