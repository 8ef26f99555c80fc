import { WorldFluxError } from "@worldflux/schema";
import { cutOff, type PythonValue, readPythonLiteral } from "./python-literal.ts";

/** `Running collecting 10 episodes for <env> with 5 vec envs`. */
export interface Start {
  readonly kind: "start";
  /** File and line, for messages. */
  readonly where: string;
  /** Gym id of the environment, as printed. */
  readonly env: string;
  /** Episodes to finish before the run stops. */
  readonly episodes: number;
  /** Environments that run side by side. */
  readonly environments: number;
}

/** `results:  ('<env>', [True, False], {})`. */
interface Printed {
  readonly kind: "results";
  readonly where: string;
  readonly value: PythonValue;
}

/** `success rate:  0.5`. */
export interface PrintedRate {
  readonly kind: "rate";
  readonly where: string;
  readonly text: string;
}

/** `Video saved to:  ..._ac8_...`: how many actions of a chunk were executed. */
interface ActionSteps {
  readonly kind: "action_steps";
  readonly count: number;
}

export type LogEvent = Start | Printed | PrintedRate | ActionSteps;

// Progress bars end in a carriage return, and launchers put a tag such as `[rank0]` in front.
const lines = new RegExp(
  [
    String.raw`Running collecting (?<episodes>\d{1,9}) episodes for (?<env>\S{1,512}) with (?<environments>\d{1,6}) vec envs`,
    String.raw`(?<![\w.])(?<results>results: {1,4})(?=\((?:['"\u2018-\u201f]|np\.|numpy\.))`,
    String.raw`(?:^|[\]>|)] ?)success rate: {1,4}(?<rate>\S{1,40})`,
    String.raw`Video saved to: .{0,512}_ac(?<actions>\d{1,4})_[\da-f-]{4,36}$`,
  ].join("|"),
  "gm",
);

/**
 * Finds what `rollout_policy.py` printed among progress bars, warnings and other programs' lines.
 *
 * @throws WorldFluxError WF_RUN_UNFINISHED for results that are cut off, WF_SHAPE_UNKNOWN for
 * results that are not printed Python
 */
export function* scanLog(text: string, file: string): Generator<LogEvent> {
  const lineAt = lineCounter(text);
  for (let from = 0; ; ) {
    lines.lastIndex = from;
    const found = lines.exec(text);
    if (found === null) return;
    from = lines.lastIndex;
    const { episodes, env, environments, results, rate, actions } = found.groups ?? {};
    const where = `${file}:${lineAt(found.index)}`;
    if (env !== undefined) {
      const counts = { episodes: Number(episodes), environments: Number(environments) };
      yield { kind: "start", where, env, ...counts };
    } else if (results !== undefined) {
      const { value, end } = readPythonLiteral(text, from, (what, offset) =>
        refuseResults(what, `${file}:${lineAt(offset)}`),
      );
      from = end;
      yield { kind: "results", where, value };
    } else if (rate !== undefined) {
      yield { kind: "rate", where, text: rate };
    } else {
      yield { kind: "action_steps", count: Number(actions) };
    }
  }
}

function refuseResults(what: string, where: string): never {
  if (what === cutOff) {
    throw new WorldFluxError("WF_RUN_UNFINISHED", `${where}: the log ends inside the results`, {
      hint: "hand in the whole log; if the run was killed while it printed, run it again",
    });
  }
  throw new WorldFluxError("WF_SHAPE_UNKNOWN", `${where}: what stands behind "results:" ${what}`, {
    hint: "hand in the log as rollout_policy.py printed it, each line whole",
  });
}

/** Gives the line of offsets that never decrease; counts each line feed once. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf("\n");
  return (offset) => {
    while (next !== -1 && next < offset) {
      line++;
      next = text.indexOf("\n", next + 1);
    }
    return line;
  };
}
