import type { Argv } from "yargs";
import { options } from "../options.ts";
import type { Args, Wrap } from "./wrap.ts";

const methods = ["wilson", "wilson_cc", "clopper_pearson", "jeffreys", "agresti_coull"] as const;
const modes = ["anytime", "bounded", "fixed"] as const;

const question = {
  "at-least": options["at-least"],
  "at-most": options["at-most"],
  margin: options.margin,
  alpha: options.alpha,
};

/** The `stats` commands: the statistics by hand, without a package. */
export function statsGroup(command: Wrap) {
  return (y: Argv<Args>) =>
    y
      .command(
        "rate <count>",
        "interval, test and decision for one success rate",
        (c) =>
          c
            .positional("count", { ...text, demandOption: true, describe: "such as 323/400" })
            .options(question)
            .option("method", { ...options.method, choices: methods, default: "wilson" as const })
            .example("$0 stats rate 323/400 --at-least 0.8 --margin 0.05", ""),
        command(async (args) => (await import("../stats/rate.ts")).statsRate(args)),
      )
      .command(
        "compare <a> <b>",
        "which of two independent runs is better, if that can be told",
        (c) =>
          c
            .positional("a", { ...text, demandOption: true, describe: "such as 323/400" })
            .positional("b", { ...text, demandOption: true, describe: "such as 352/400" })
            .option("margin", {
              ...options.margin,
              default: undefined,
              describe: "the largest difference that does not matter, such as 0.05",
            })
            .option("alpha", options.alpha)
            .example("$0 stats compare 323/400 352/400", ""),
        command(async (args) => (await import("../stats/compare.ts")).statsCompare(args)),
      )
      .command(
        "plan",
        "how many episodes a claim needs",
        (c) =>
          c
            .option("claim", {
              ...text,
              requiresArg: true,
              demandOption: true,
              describe: "the rate to be shown to be exceeded, such as 0.8",
            })
            .option("true", { ...options.true, demandOption: true })
            .option("power", options.power)
            .option("alpha", options.alpha)
            .example("$0 stats plan --claim 0.8 --true 0.9", ""),
        command(async (args) => (await import("../stats/plan.ts")).statsPlan(args)),
      )
      .command(
        "feasible <percentage>",
        "can a whole number of successes give this percentage?",
        (c) =>
          c
            .positional("percentage", {
              ...text,
              demandOption: true,
              describe: "as it was printed, such as 43.9%",
            })
            .option("of", { ...options.of, demandOption: true })
            .example("$0 stats feasible 43.9% --of 500", ""),
        command(async (args) => (await import("../stats/feasible.ts")).statsFeasible(args)),
      )
      .command(
        "sequential [outcomes]",
        "a verdict that holds although somebody looked before the end",
        (c) =>
          c
            .positional("outcomes", {
              ...text,
              describe:
                "S or 1 for a success, F or 0 for a failure, in the order in which they ran",
            })
            .options(question)
            .option("alpha", {
              ...options.alpha,
              describe: "error of each one-sided test, and of the two-sided interval",
            })
            .option("from", { ...options.from, describe: "file with those letters" })
            .option("mode", { ...options.mode, choices: modes, default: "anytime" as const })
            .option("max", options.max)
            .example("$0 stats sequential SSSSSSSSFSSSSSSSSSSSSSSSSSSS --at-least 0.6", ""),
        command(async (args) => (await import("../stats/sequential.ts")).statsSequential(args)),
      )
      .demandCommand(1, "name a command: stats rate, compare, plan, feasible, sequential");
}

const text = { type: "string" } as const;
