import type { Argv } from "yargs";
import { options } from "../options.ts";
import type { Args, Wrap } from "./wrap.ts";

/** Templates of `claim create`; a test holds them to the folders. */
export const templates = [...["openpi-libero", "lerobot-libero", "vla-eval", "lbm-eval", "custom"]];

const newFile = { describe: "file to write; must not exist" };

/** The `claim` commands: what is claimed. */
export function claimGroup(command: Wrap) {
  return (y: Argv<Args>) =>
    y
      .command(
        "create",
        "write claim.json and protocol.json from a template",
        (c) =>
          c
            .option("template", { ...options.template, choices: templates, demandOption: true })
            .option("output", { ...options.output, demandOption: true })
            .option("from", {
              ...options.from,
              array: true,
              describe: "fill in tasks, episodes and seeds from this result file or folder",
              implies: "source",
            })
            .option("source", { ...options.source, implies: "from" })
            .option("adapter", { ...options.adapter, implies: "from" })
            .option("map", { ...options.map, implies: "from" })
            .option("interim", options.interim)
            .option("force", options.force)
            .example("$0 claim create --template openpi-libero --output claim_pkg/", "")
            .example(
              "$0 claim create --template lerobot-libero --from eval_info.json --source lerobot --output claim_pkg/",
              "",
            ),
        command(async (args) => (await import("../commands/claim-create.ts")).claimCreate(args)),
      )
      .command(
        "lock",
        "sign claim and protocol before the run, or co-sign somebody's lock of them",
        (c) =>
          c
            .option("claim", { ...options.claim, demandOption: true })
            .option("protocol", { ...options.protocol, demandOption: true })
            .option("key", { ...options.key, demandOption: true })
            .option("role", { ...options.role, choices: ["author", "counterparty"] as const })
            .option("cosign", options.cosign)
            .option("timestamp-url", options["timestamp-url"])
            .option("output", { ...options.output, ...newFile, demandOption: true })
            .option("force", options.force)
            .example(
              "$0 claim lock --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json --key keys/signer.key --output lock.sigstore.json",
              "",
            ),
        command(async (args) => (await import("../commands/claim-lock.ts")).claimLock(args)),
      )
      .command(
        "check-lock <locks..>",
        "say whose locks these are, of which claim and protocol, and since when",
        (c) =>
          c
            .positional("locks", {
              type: "string",
              array: true,
              demandOption: true,
              describe: "files that claim lock wrote",
            })
            .option("claim", { ...options.claim, demandOption: true })
            .option("protocol", { ...options.protocol, demandOption: true })
            .option("trusted-signer-config", options["trusted-signer-config"])
            .option("require-lock", options["require-lock"])
            .example(
              "$0 claim check-lock lock.sigstore.json --claim claim.json --protocol protocol.json --trusted-signer-config trusted_signers.json",
              "",
            ),
        command(async (args) =>
          (await import("../commands/claim-check-lock.ts")).claimCheckLock(args),
        ),
      )
      .demandCommand(1, "name a command: claim create, claim lock, claim check-lock");
}
