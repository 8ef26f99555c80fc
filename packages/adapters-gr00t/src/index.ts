import { type Adapter, adapterApi, detectBy, type Input } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { headOf, kindOf, logsIn } from "./find-logs.ts";
import { readLibero } from "./read-libero.ts";
import { readRollouts } from "./read-rollouts.ts";
import { refuseOther } from "./refuse-other.ts";

/** Reads what Isaac-GR00T's evaluation scripts print: a log, or a folder of logs of one evaluation. */
export const gr00t: Adapter = {
  api: adapterApi,
  name: "gr00t-n1.7",
  role: "log",
  shapes: [
    {
      id: "rollout",
      description: "what gr00t/eval/rollout_policy.py prints, N1.6 and N1.7: results and a rate",
    },
    {
      id: "libero_log",
      description: "libero_eval_<suite>.log of N1.5's examples/Libero/eval/run_libero_eval.py",
    },
  ],
  detect: (input) =>
    detectBy(() => {
      const logs = candidates(input);
      const libero = logs.find((log) => kindOf(log) === "libero_log");
      if (libero !== undefined) {
        const why = `${libero.path} counts episodes and saves videos as N1.5's LIBERO script does`;
        return { shape: "libero_log", why };
      }
      const rollout = logs.find((log) => kindOf(log) === "rollout");
      if (rollout === undefined) return refuseOther(headOf(logs[0]), logs[0].path);
      const why = `${rollout.path} has lines that rollout_policy.py prints`;
      return { shape: "rollout", why };
    }),
  read: (input, options) => {
    const logs = candidates(input);
    const others = input.files.length - logs.length;
    const [libero, ...more] = logs.filter((log) => kindOf(log) === "libero_log");
    if (libero === undefined) return readRollouts(logs, others, options);
    const rollout = logs.find((log) => kindOf(log) === "rollout");
    if (rollout !== undefined) {
      throw new WorldFluxError(
        "WF_RUNS_MIXED",
        `${libero.path} is a LIBERO log of N1.5 and ${rollout.path} a log of rollout_policy.py`,
        { hint: "hand in the logs of one evaluation" },
      );
    }
    return readLibero([libero, ...more], input.files.length - 1, options);
  },
};

type Logs = ReturnType<typeof logsIn>;

function candidates(input: Input): readonly [Logs[number], ...Logs] {
  const [log, ...more] = logsIn(input);
  if (log !== undefined) return [log, ...more];
  throw new WorldFluxError("WF_INPUT_FOLDER", `${input.name} holds no log`, {
    hint: "name the file that the evaluation's output was saved in",
  });
}
