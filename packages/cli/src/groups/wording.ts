import type { Argv } from "yargs";
import { options } from "../options.ts";
import type { Args, Wrap } from "./wrap.ts";

/** The `wording` commands: what a text may say about a package. */
export function wordingGroup(command: Wrap) {
  return (y: Argv<Args>) =>
    y
      .command(
        "lint <text>",
        "check a README, press text or slides against a package",
        (c) =>
          c
            .positional("text", {
              type: "string",
              demandOption: true,
              describe: "file to check, or - for standard input",
            })
            .nargs("text", 1) // or yargs takes `-` for an option without a name
            .option("package", { ...options.package, demandOption: true })
            .option("trusted-signer-config", options["trusted-signer-config"])
            .option("sigstore-policy-config", options["sigstore-policy-config"])
            .example("$0 wording lint README.md --package evidence_pkg/", ""),
        command(async (args) => (await import("../commands/wording-lint.ts")).wordingLint(args)),
      )
      .demandCommand(1, "name a command: wording lint");
}
