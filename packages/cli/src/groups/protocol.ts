import type { Argv } from "yargs";
import { options } from "../options.ts";
import type { Args, Wrap } from "./wrap.ts";

/** The `protocol` commands: how it is tested. */
export function protocolGroup(command: Wrap) {
  return (y: Argv<Args>) =>
    y
      .command(
        "bind",
        "write the claim's id and hash into protocol.json",
        (c) =>
          c
            .option("claim", { ...options.claim, demandOption: true })
            .option("protocol", { ...options.protocol, demandOption: true })
            .example("$0 protocol bind --claim claim.json --protocol protocol.json", ""),
        command(async (args) => (await import("../commands/protocol-bind.ts")).protocolBind(args)),
      )
      .command(
        "lint <protocol>",
        "say what is wrong with a protocol before it is run",
        (c) =>
          c
            .positional("protocol", {
              type: "string",
              demandOption: true,
              describe: "protocol.json",
            })
            .option("claim", options.claim)
            .option("strict", options.strict)
            .example("$0 protocol lint protocol.json", "")
            .example("$0 protocol lint protocol.json --claim claim.json", ""),
        command(async (args) => (await import("../commands/lint.ts")).protocolLint(args)),
      )
      .command(
        "plan",
        "write every episode to run, cell by cell, as JSON Lines and as a page",
        (c) =>
          c
            .option("claim", { ...options.claim, demandOption: true })
            .option("protocol", { ...options.protocol, demandOption: true })
            .option("output", {
              ...options.output,
              demandOption: true,
              describe: "folder to write, or a .jsonl or .md file",
            })
            .option("as-tasks", options["as-tasks"])
            .option("force", options.force)
            .example(
              "$0 protocol plan --claim claim.json --protocol protocol.json --output run_sheet/",
              "",
            ),
        command(async (args) => (await import("../commands/protocol-plan.ts")).protocolPlan(args)),
      )
      .command(
        "check-run <sheet>",
        "say, cell by cell, what ran of a run sheet",
        (c) =>
          c
            .positional("sheet", {
              type: "string",
              demandOption: true,
              describe: "run_sheet.jsonl, as protocol plan wrote it",
            })
            .option("from", { ...options.from, array: true, demandOption: true })
            .option("source", { ...options.source, demandOption: true })
            .option("adapter", options.adapter)
            .option("map", options.map)
            .option("interim", options.interim)
            .option("protocol", options.protocol)
            .option("output", { ...options.output, describe: "file to write each cell to" })
            .option("force", options.force)
            .example(
              "$0 protocol check-run run_sheet/run_sheet.jsonl --from eval_info.json --source lerobot",
              "",
            ),
        command(async (args) =>
          (await import("../commands/protocol-check-run.ts")).protocolCheckRun(args),
        ),
      )
      .demandCommand(
        1,
        "name a command: protocol bind, protocol lint, protocol plan, protocol check-run",
      );
}
