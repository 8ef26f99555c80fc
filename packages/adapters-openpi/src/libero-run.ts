import { checkStored, publicName, publicReference, quote } from "@worldflux/adapter-kit";
import {
  type EpisodeRecord,
  Line,
  privateReason,
  type RawReference,
  type WorldFluxError,
} from "@worldflux/schema";
import { errorClass } from "./error-class.ts";
import type { Message } from "./messages.ts";
import { beheaded, contradiction, foreign, mixed } from "./refusals.ts";

/** A task whose episodes are being read. */
interface Block {
  readonly task: string;
  readonly instruction: string;
  /** Its `Task:` line stands before each episode. */
  announced: boolean;
  episodes: number;
  successes: number;
  errors: number;
}

/** An episode that has started and has not been counted. */
interface Open {
  readonly index: number;
  /** Class of the exception that was caught. */
  error?: string;
  /** The `Success:` line; not the truth, see `count`. */
  said?: boolean;
  completed: boolean;
  rollout?: string;
}

/** One run of the evaluation loop, fed with its messages in their order. */
export class LiberoRun {
  suite: string | null = null;
  readonly episodes: EpisodeRecord[] = [];
  readonly videos: RawReference[] = [];
  tasks = 0;
  successes = 0;
  errors = 0;
  /** Episodes whose `Success:` line repeats the one before, after an exception. */
  stale = 0;
  #block: Block | undefined;
  #open: Open | undefined;
  #totalDue = false;
  #finalRate = false;
  #ended = false;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** True after openpi's last line, `Total episodes`. */
  get ended(): boolean {
    return this.#ended;
  }

  /** True when the last task that began has its rates. */
  get betweenTasks(): boolean {
    return this.#block === undefined && !this.#totalDue && this.episodes.length > 0;
  }

  /** Takes the next message. Throws WorldFluxError when it contradicts the ones before. */
  take(message: Message, line: number): void {
    const at = `${this.#file}:${line}`;
    if (this.#ended) throw mixed(`${at}: the log goes on after the totals of a run`);
    if (this.#totalDue && message.kind !== "total_rate") {
      throw contradiction(at, "the total success rate is missing after the one of the task");
    }
    if (this.#finalRate && message.kind !== "final_episodes") {
      throw mixed(`${at}: the log goes on after the Total success rate of a run`);
    }
    switch (message.kind) {
      case "suite":
        this.#nameSuite(message.suite, at);
        break;
      case "task":
        this.#announce(message.instruction, at);
        break;
      case "start":
        this.#start(message.episode, at);
        break;
      case "exception":
        this.#catch(message.text, at);
        break;
      case "rollout":
        this.#rollout(message.path, at);
        break;
      case "success":
        this.#say(message.success, at);
        break;
      case "completed":
        this.#complete(message.episodes, at);
        break;
      case "successes":
        this.#count(message.successes, message.percent, at);
        break;
      case "task_rate":
        this.#closeTask(message.rate, at);
        break;
      case "total_rate":
        this.#checkTotal(message.rate, at);
        break;
      case "final_rate":
        this.#checkFinalRate(message.rate, at);
        break;
      case "final_episodes":
        this.#end(message.episodes, at);
        break;
      case "foreign":
        throw foreign(`${at} starts with ${quote(message.start)}`);
      case "garbled":
        throw contradiction(
          at,
          `${quote(message.start)} stands in a line that the evaluation loop does not log so`,
        );
    }
  }

  /** Keeps an episode that never came to its counters: the run was stopped or is going on. */
  stop(): void {
    if (this.#open === undefined || this.#block === undefined) return;
    const outcome = this.#open.error === undefined ? "pending" : "error";
    this.#keep(this.#open, this.#block, outcome);
  }

  #nameSuite(suite: string, at: string): void {
    if (this.suite !== null || this.tasks > 0) {
      throw mixed(`${at}: a second run starts here (Task suite)`);
    }
    this.suite = publicName(suite, at);
  }

  #announce(instruction: string, at: string): void {
    if (this.#open !== undefined) throw this.#uncounted(at);
    const block = this.#block;
    if (block === undefined) {
      this.#block = {
        task: String(this.tasks++),
        instruction: publicName(instruction, at),
        announced: true,
        episodes: 0,
        successes: 0,
        errors: 0,
      };
    } else if (block.instruction !== instruction) {
      throw contradiction(at, "another task begins before the rate of the one before");
    } else {
      block.announced = true;
    }
    if (instruction.length > 256) throw contradiction(at, "the task has more than 256 characters");
  }

  #start(episode: number, at: string): void {
    const block = this.#block;
    if (this.#open !== undefined) throw this.#uncounted(at);
    if (!block?.announced) throw contradiction(at, "an episode starts without its Task line");
    block.announced = false;
    if (this.episodes.length === 0 && episode > 1) throw beheaded(at, `episode ${episode}`);
    if (episode !== block.episodes + 1) {
      throw contradiction(at, `episode ${episode} starts after ${block.episodes} of its task`);
    }
    this.#open = { index: episode - 1, completed: false };
  }

  #catch(text: string, at: string): void {
    // Outside an episode it is another program's.
    if (this.#open === undefined) return;
    const open = this.#running(at);
    if (open.error !== undefined) throw contradiction(at, "a second exception in one episode");
    open.error = errorClass(text);
  }

  #rollout(path: string, at: string): void {
    const open = this.#opened(at);
    if (open.rollout !== undefined) throw contradiction(at, "a second video of one episode");
    open.rollout = path;
  }

  #say(success: boolean, at: string): void {
    this.#running(at).said = success;
  }

  #complete(episodes: number, at: string): void {
    const open = this.#opened(at);
    if (open.said === undefined || open.completed) {
      throw contradiction(at, "the counters do not follow a Success line");
    }
    if (this.episodes.length === 0 && episodes > 1) throw beheaded(at, `${episodes} episodes`);
    if (this.episodes.length > 0 && episodes === 1) {
      throw mixed(`${at}: the count of episodes starts again at 1`);
    }
    this.#check(at, "# episodes completed so far", episodes, this.episodes.length + 1);
    open.completed = true;
  }

  /** The counter is the truth: after an exception openpi logs the `Success:` of the one before. */
  #count(successes: number, percent: number, at: string): void {
    const open = this.#opened(at);
    const block = this.#block;
    if (block === undefined || !open.completed) {
      throw contradiction(at, "# successes does not follow # episodes completed so far");
    }
    const gained = successes - this.successes;
    if (gained !== 0 && gained !== 1) {
      throw contradiction(at, `# successes goes from ${this.successes} to ${successes}`);
    }
    const succeeded = gained === 1;
    if (open.error !== undefined && succeeded) {
      throw contradiction(at, "an episode that ended in an exception is counted as a success");
    }
    if (open.error === undefined && open.said !== succeeded) {
      const said = open.said === true ? "True" : "False";
      throw contradiction(at, `Success is ${said} and # successes grew by ${gained}`);
    }
    this.#checkRollout(open, at);
    this.successes = successes;
    block.successes += gained;
    if (open.error !== undefined && open.said === true) this.stale++;
    this.#keep(open, block, open.error === undefined ? outcomeOf(succeeded) : "error");
    const share = this.successes / this.episodes.length;
    checkStored(at, {
      where: "# successes (%)",
      stored: percent,
      recomputed: share * 100,
      tolerance: 0.0501,
      explanations: {
        "a ratio instead of a percentage": share,
        "errors excluded": (100 * this.successes) / (this.episodes.length - this.errors),
      },
    });
  }

  /** The name of a video repeats the number of the episode and its `Success:` line. */
  #checkRollout({ rollout = "", said }: Open, at: string): void {
    const [, n, is] = /--episode=(\d{1,9})--success=(True|False)--/.exec(rollout) ?? [];
    if (n === undefined) return;
    if (Number(n) === this.episodes.length + 1 && (is === "True") === said) return;
    throw contradiction(at, `the video is of episode ${n} with success ${is}, the log is not`);
  }

  #keep(open: Open, block: Block, outcome: EpisodeRecord["outcome"]): void {
    const { instruction } = block;
    if (open.rollout !== undefined) this.#refer(open.rollout);
    this.episodes.push({
      suite: this.suite,
      task: block.task,
      index: open.index,
      seed: null,
      attempt: 0,
      outcome,
      metadata: open.error === undefined ? { instruction } : { instruction, error: open.error },
    });
    block.episodes++;
    if (outcome === "error") {
      this.errors++;
      block.errors++;
    }
    this.#open = undefined;
  }

  #refer(rollout: string): void {
    const path = publicReference(rollout, "rollouts");
    if (!Line.safeParse(path).success || privateReason(path) !== undefined) return;
    this.videos.push({ episode: this.episodes.length, kind: "video", path });
  }

  #closeTask(rate: number, at: string): void {
    const block = this.#block;
    if (this.#open !== undefined) throw this.#uncounted(at);
    if (block === undefined || block.episodes === 0) {
      throw contradiction(at, "a task's success rate without an episode of it");
    }
    const { episodes, successes, errors } = block;
    this.#checkRatio(at, "Current task success rate", rate, successes, episodes, errors);
    this.#block = undefined;
    this.#totalDue = true;
  }

  #checkTotal(rate: number, at: string): void {
    if (!this.#totalDue) throw contradiction(at, "a total success rate in the middle of a task");
    this.#checkOverall(at, "Current total success rate", rate);
    this.#totalDue = false;
  }

  #checkFinalRate(rate: number, at: string): void {
    if (!this.betweenTasks) {
      throw contradiction(at, "the totals of the run do not follow the rates of its last task");
    }
    this.#checkOverall(at, "Total success rate", rate);
    this.#finalRate = true;
  }

  #end(episodes: number, at: string): void {
    if (!this.#finalRate) throw contradiction(at, "Total episodes without a Total success rate");
    this.#check(at, "Total episodes", episodes, this.episodes.length);
    this.#ended = true;
  }

  #checkOverall(at: string, where: string, rate: number): void {
    this.#checkRatio(at, where, rate, this.successes, this.episodes.length, this.errors);
  }

  #checkRatio(at: string, where: string, rate: number, k: number, n: number, errors: number): void {
    checkStored(at, {
      where,
      stored: rate,
      recomputed: k / n,
      tolerance: 1e-9,
      explanations: {
        "a percentage instead of a ratio": (100 * k) / n,
        "errors excluded": k / (n - errors),
      },
    });
  }

  #check(at: string, where: string, stored: number, recomputed: number): void {
    checkStored(at, { where, stored, recomputed, tolerance: 0 });
  }

  #opened(at: string): Open {
    if (this.#open !== undefined) return this.#open;
    if (this.episodes.length === 0) throw beheaded(at, "an episode's result");
    throw contradiction(at, "a result without a Starting episode line");
  }

  /** The episode that has started, before its `Success:` line. */
  #running(at: string): Open {
    const open = this.#opened(at);
    if (open.said === undefined) return open;
    throw contradiction(at, "a second result of one episode");
  }

  #uncounted(at: string): WorldFluxError {
    const n = (this.#open?.index ?? 0) + 1;
    return contradiction(at, `episode ${n} of its task has no line # successes`);
  }
}

function outcomeOf(succeeded: boolean): "success" | "failure" {
  return succeeded ? "success" : "failure";
}
