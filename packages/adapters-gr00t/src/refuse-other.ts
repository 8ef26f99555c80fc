import { refuseLookAlikes } from "@worldflux/adapter-kit";
import { type ErrorCode, WorldFluxError } from "@worldflux/schema";

const wanted =
  "hand in what rollout_policy.py printed, with the line that begins with results:, or the libero_eval_<suite>.log of N1.5";
const mapped = "import records of your own with `worldflux audit run mapped --map ...`";

/** Names what else of GR00T a text is, or that it is none; for texts without a rollout. */
export function refuseOther(text: string, file: string): never {
  if (/^\s*(?:version https:\/\/git-lfs|$)/.test(text.slice(0, 4096))) {
    refuseLookAlikes(text, file, "log");
  }
  if (/^(?:Results for \S|Running simulation for \S|success rate: )/m.test(text)) {
    refuse(
      "WF_AGGREGATE_ONLY",
      `${file} holds a success rate but no outcomes: N1.5's simulation_service.py prints the mean to two decimals and drops the list`,
      "evaluate with N1.6's rollout_policy.py, which prints every outcome",
    );
  }
  if (/\b(?:MSE for trajectory|Action M[SA]E across|M[SA]E across all trajs)\b/.test(text)) {
    refuse(
      "WF_SCORE_ONLY",
      `${file} holds errors of predicted actions (MSE, MAE) on recorded trajectories: how far off a policy is says nothing about how often it succeeds`,
      "run rollouts in an environment and hand in their log",
    );
  }
  if (/\bStarting episode \d|# successes: \d/.test(text)) {
    refuse(
      "WF_SHAPE_UNKNOWN",
      `${file} has LIBERO's evaluation loop but no line "Saved rollout MP4 at path", which GR00T's script adds to each episode`,
      "for the log of openpi use `worldflux audit run openpi`; a run that died in its first episode has to be run again",
    );
  }
  const [first = "", ...rows] = text.slice(0, 2 ** 20).split(/\r?\n/);
  const columns = first.split(",").map((cell) => cell.trim());
  if (["success", "duration", "video_filename"].every((name) => columns.includes(name))) {
    refuseDroid(file, columns.indexOf("success"), rows);
  }
  if (/^\s*[{[]/.test(first)) {
    refuse("WF_SHAPE_UNKNOWN", `${file} is JSON, and GR00T's own scripts write none`, mapped);
  }
  refuse(
    "WF_SHAPE_UNKNOWN",
    `${file} holds no line that GR00T's rollout_policy.py or its LIBERO script prints`,
    `${wanted}; ${mapped}`,
  );
}

/** What an operator typed on the DROID robot, divided by 100. */
function refuseDroid(file: string, column: number, rows: readonly string[]): never {
  const odd = rows.findIndex((row) => Number(row.split(",", 64)[column]) === 0.01);
  const typed =
    odd === -1
      ? ""
      : `; line ${odd + 2} holds 0.01, which the client stores when y is typed for a success`;
  refuse(
    "WF_SCORE_ONLY",
    `${file} is the DROID table: scores typed by an operator, without task or policy${typed}`,
    `decide which scores are a success and write task and outcome of each episode into a table; ${mapped}`,
  );
}

function refuse(code: ErrorCode, what: string, hint: string): never {
  throw new WorldFluxError(code, what, { hint });
}
