import type { Argv } from "yargs";
import { options } from "../options.ts";
import type { Args, Wrap } from "./wrap.ts";

/** Templates of `claim create`; a test holds them to the folders. */
export const templates = [...["openpi-libero", "lerobot-libero", "vla-eval", "lbm-eval", "custom"]];

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
        "from-paper-url <url>",
        "write drafts of both for a paper, to be filled in; no network without --fetch",
        (c) =>
          c
            .positional("url", {
              type: "string",
              demandOption: true,
              describe: "address or id: arXiv, OpenReview, DOI",
            })
            .option("output", { ...options.output, demandOption: true })
            .option("fetch", options.fetch)
            .option("from-file", options["from-file"])
            .option("use", options.use)
            .option("force", options.force)
            .example(
              "$0 claim from-paper-url https://arxiv.org/abs/2401.01234 --output claim_pkg/",
              "",
            )
            .example(
              "$0 claim from-paper-url 2401.01234 --from-file paper.html --output claim_pkg/",
              "",
            ),
        command(async (args) =>
          (await import("../commands/claim-from-paper.ts")).claimFromPaper(args),
        ),
      )
      .demandCommand(1, "name a command: claim create, from-paper-url");
}
