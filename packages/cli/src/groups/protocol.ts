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
      .demandCommand(1, "name a command: protocol bind, protocol lint");
}
