import type { Argv } from "yargs";
import { templates } from "../claim/template-names.ts";
import { options } from "../options.ts";
import type { Args, Wrap } from "./wrap.ts";

/** Options that say what the claim is; any of them answers for all questions. */
const described = {
  subject: { ...options.subject, describe: "the policy: org/model, an address, or a name" },
  checkpoint: options.checkpoint,
  benchmark: options.benchmark,
  task: { ...options.task, array: true },
  operator: options.operator,
  threshold: options.threshold,
  baseline: options.baseline,
  margin: { ...options.margin, default: undefined },
  alpha: { ...options.alpha, default: undefined },
  "interval-method": options["interval-method"],
  episodes: options.episodes,
  seeds: options.seeds,
  "denominator-policy": options["denominator-policy"],
  success: options.success,
  population: options.population,
  "max-steps": options["max-steps"],
  evaluator: options.evaluator,
  text: options.text,
} as const;

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
            .options(described)
            .option("true", options.true)
            .option("editor", options.editor)
            .option("yes", { ...options.yes, describe: "ask nothing; keep the template's values" })
            .option("force", options.force)
            .example("$0 claim create --template openpi-libero --output claim_pkg/", "")
            .example(
              "$0 claim create --template lerobot-libero --subject acme/policy --threshold 85% --task libero_goal --output claim_pkg/",
              "",
            )
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
            .option("backend", { ...options.backend, choices: ["self-sign", "sigstore"] as const })
            .option("key", options.key)
            .option("role", { ...options.role, choices: ["author", "counterparty"] as const })
            .option("cosign", options.cosign)
            .option("timestamp-url", options["timestamp-url"])
            .option("signing-config", options["signing-config"])
            .option("identity-token-env", options["identity-token-env"])
            .option("oidc-issuer", options["oidc-issuer"])
            .option("oidc-client-id", options["oidc-client-id"])
            .option("yes", options.yes)
            .option("output", { ...options.output, ...newFile, demandOption: true })
            .option("force", options.force)
            .example(
              "$0 claim lock --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json --output lock.sigstore.json",
              "",
            )
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
            .option("sigstore-policy-config", options["sigstore-policy-config"])
            .option("require-lock", options["require-lock"])
            .example(
              "$0 claim check-lock lock.sigstore.json --claim claim.json --protocol protocol.json --trusted-signer-config trusted_signers.json",
              "",
            ),
        command(async (args) =>
          (await import("../commands/claim-check-lock.ts")).claimCheckLock(args),
        ),
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
      .command(
        "templates",
        "list what a claim can start from",
        (c) => c.example("$0 claim templates", ""),
        command(async (args) =>
          (await import("../commands/claim-templates.ts")).claimTemplates(args),
        ),
      )
      .command(
        "lint <claim>",
        "say what is wrong with a claim, or cannot be refuted, before it is audited",
        (c) =>
          c
            .positional("claim", {
              type: "string",
              demandOption: true,
              describe: "claim.json, or a folder with claim.json and protocol.json",
            })
            .option("protocol", options.protocol)
            .option("strict", options.strict)
            .example("$0 claim lint claim_pkg", "")
            .example("$0 claim lint claim.json --protocol protocol.json", ""),
        command(async (args) => (await import("../commands/lint.ts")).claimLint(args)),
      )
      .demandCommand(
        1,
        "name a command: claim create, templates, lint, lock, check-lock, from-paper-url",
      );
}
