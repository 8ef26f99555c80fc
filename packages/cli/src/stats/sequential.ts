import { readInput } from "@worldflux/adapter-kit";
import { decodeUtf8 } from "@worldflux/schema";
import type { Outcome } from "../output.ts";
import { lines, percent, readQuestion, readRate, usage, withStats } from "./numbers.ts";

/** Arguments of `stats sequential`. */
export interface StatsSequentialArgs {
  readonly outcomes?: string | undefined;
  readonly from?: string | undefined;
  readonly "at-least"?: string | undefined;
  readonly "at-most"?: string | undefined;
  readonly mode: "anytime" | "bounded" | "fixed";
  readonly max?: string | undefined;
  readonly margin: string;
  readonly alpha: string;
}

/** `stats sequential SSFSS --at-least 0.8`: a verdict that holds although somebody looked. */
export async function statsSequential(args: StatsSequentialArgs): Promise<Outcome> {
  const outcomes = readOutcomes(args);
  const maxEpisodes = args.max === undefined ? {} : { maxEpisodes: Number(args.max) };
  const rule = {
    ...readQuestion(args),
    margin: readRate("margin", args.margin),
    alpha: readRate("alpha", args.alpha),
    mode: args.mode,
    ...maxEpisodes,
  };
  return withStats((stats) => {
    const taskLabels = outcomes.map(() => "task");
    const report = stats.sequentialRate({ ...rule, outcomes, taskLabels, order: "random" });
    if ("refused" in report) throw usage(`${report.refused}: ${report.detail}`, "see --help");
    const decided = report.support.firstCrossing ?? report.refutation.firstCrossing;
    const interval = report.interval?.running;
    return {
      text: lines([
        ["verdict", report.verdict.replace("_", " ")],
        ["decided", decided === null ? "not yet" : `after episode ${decided}`],
        ["threshold", percent(report.threshold)],
        ["measured", `${report.successes}/${report.episodes}`],
        [
          "interval",
          interval === undefined
            ? "none in this mode"
            : `${percent(interval.lower)} to ${percent(interval.upper)}, ${args.mode === "anytime" ? "at every look" : "at the end"}`,
        ],
        ["assumes", "one task, episodes in the order in which they ran, all of them listed"],
      ]),
      json: report,
    };
  });
}

function readOutcomes({ outcomes, from }: StatsSequentialArgs): boolean[] {
  if ((outcomes === undefined) === (from === undefined)) {
    throw usage(
      "the outcomes are not given",
      "write them as letters, SSFS, or name a file by --from",
    );
  }
  const text = outcomes ?? decodeUtf8(readInput(from ?? ""), from ?? "");
  const letters = text.replace(/[\s,]+/g, "");
  const wrong = /[^SsFf01]/u.exec(letters)?.[0];
  if (wrong !== undefined || letters === "") {
    throw usage(
      letters === "" ? "there are no outcomes" : `${JSON.stringify(wrong)} is no outcome`,
      "write S or 1 for a success, F or 0 for a failure, in the order in which they ran",
    );
  }
  return [...letters].map((letter) => /[Ss1]/.test(letter));
}
