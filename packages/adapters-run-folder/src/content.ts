import { objectIn, statusFile, statusIn } from "./unfinished-status.ts";

/** What a text seems to record, by its first MiB. */
export type Content =
  | "empty"
  | "lfs_pointer"
  | "success_booleans"
  | "success_numbers"
  | "one_episode"
  | "running_status"
  | "broken_status"
  | "aggregates"
  | "scores"
  | "json"
  | "table"
  | "plain_table"
  | "episode_table"
  | "outcome_words"
  | "header_only"
  | "rate_table"
  | "outcome_names"
  | "text";

const successKey = '"(?:success|successes|is_success|succeeded|task_success|episode_success)"';
const booleans = new RegExp(`${successKey}\\s{0,8}:\\s{0,8}\\[?\\s{0,64}(?:true|false)\\b`);
const numbers = new RegExp(`${successKey}\\s{0,8}:\\s{0,8}\\[?\\s{0,64}["\\d-]`);

/** Rates and counts over several episodes. */
const aggregateKey =
  /"(?:[\w ./-]{0,40}[_/])?(?:pc_success|success_rate|Success_Rate|avg_success|average_success|mean_success|overall_success|success_once|success_at_end|chain_sr|avg_seq_len|num_success(?:es)?|Num_Success|n_success(?:es)?|total_success(?:es)?)(?:[_/][\w./-]{0,40})?"\s{0,8}:/;

/** How well, not whether. */
const scoreKey =
  /"(?:[\w ./-]{0,40}[_/])?(?:q_score|sim_max_reward_\d{1,9}|partial_success|score|mean_score|progress_score|episode_rewards?|max_rewards?)"\s{0,8}:/;

const outcomeNames =
  /(?:^|[/_-])(?:success|failure)_obj_\S{1,400}\.mp4|--success=(?:True|False)--|_(?:success|failure)\.mp4\b/;

/** Outcomes by other names, which only a mapping can give a meaning. */
const outcomeWords =
  /"(?:outcome|result|verdict|solved|passed|completed|success_label)"\s{0,8}:\s{0,8}(?:true\b|false\b|"(?:pass|passed|fail|failed|success|succeeded|failure|solved|unsolved|yes|no)")/i;
const episodeColumn =
  /^(?:task|suite|episode|trial|rollout|attempt)(?:_(?:id|idx|index|name|num|number))?$/i;

/** What a text file records. `whole` says that `text` is all of it. */
export function contentOf(path: string, text: string, whole: boolean): Content {
  const start = text.replace(/^\uFEFF/, "").trimStart();
  if (start === "") return "empty";
  if (start.startsWith("version https://git-lfs")) return "lfs_pointer";
  if (/^[[{]/.test(start)) return jsonContent(path, text, start, whole);
  const status = whole ? statusFile(path, start) : undefined;
  if (status !== undefined) return status;
  if (/\.(?:csv|tsv)$/i.test(path)) return tableContent(start, whole);
  // A program may print its result as JSON after other lines.
  if (
    /^RoboTwin|Instruction Type: \w/m.test(text) &&
    /^\s{0,8}\d(?:\.\d{1,20})?\s{0,8}$/m.test(text)
  )
    return "aggregates";
  if (aggregateKey.test(text)) return "aggregates";
  if (outcomeNames.test(text)) return "outcome_names";
  return "text";
}

function jsonContent(path: string, text: string, start: string, whole: boolean): Content {
  const top = whole && text.length <= 256 * 1024 ? objectIn(start) : undefined;
  if (top !== undefined) {
    if (Object.keys(top).length === 0) return "empty";
    const status = statusIn(top);
    if (status === "running_status") return status;
    if (typeof (top["success"] ?? top["is_success"]) === "boolean") return "one_episode";
    // An episode may fail and be done; without a result this is a run that is not.
    if (status !== undefined) return status;
  }
  if (booleans.test(text)) return "success_booleans";
  const last = top === undefined && whole ? statusFile(path, start) : undefined;
  if (last !== undefined) return last;
  // Counts of successes stand beside rates; a row holds no rate.
  if (aggregateKey.test(text)) return "aggregates";
  if (numbers.test(text)) return "success_numbers";
  if (outcomeWords.test(text)) return "outcome_words";
  return scoreKey.test(text) ? "scores" : "json";
}

function tableContent(start: string, whole: boolean): Content {
  const [header = "", ...rest] = start.split(/\r?\n/);
  const columns = header.split(/[,\t]/).map((cell) => cell.trim().replace(/^"|"$/g, ""));
  if (columns.length < 2 && !/success|outcome/i.test(header)) return "text";
  const rates = columns.some((c) =>
    /(?:^|_)(?:pc_success|success_rate|mean_success|avg_success)$/i.test(c),
  );
  const rows = columns.some((c) =>
    /^(?:success|is_success|succeeded|outcome|status|result)$/i.test(c),
  );
  if (whole && (rates || rows) && rest.every((line) => line.trim() === "")) return "header_only";
  if (rates && !rows) return "rate_table";
  if (rows) return "table";
  return columns.some((c) => episodeColumn.test(c)) ? "episode_table" : "plain_table";
}
