import type { Argv } from "yargs";
import { options } from "../options.ts";
import type { Args, Wrap } from "./wrap.ts";

/** Sources of `audit run`, listed here so that `--help` loads nothing; a test holds them to the truth. */
export const sources = [
  ...["lerobot", "openpi", "lbm_eval", "vla-eval", "gr00t-n1.7", "pi-0.7"],
  ...["embodied-gov-bench", "cosmos-predict", "bridge", "audit-input", "mapped"],
];

/** Values of `--denominator-policy`; a test holds them to the schema. */
export const denominatorPolicies = [
  ...["errors_as_failures", "errors_excluded", "missing_as_failures"],
] as const;

/** The `audit` commands: make and check packages. */
export function auditGroup(command: Wrap) {
  return (y: Argv<Args>) =>
    y
      .command(
        "run <source>",
        "make an evidence package from an evaluator's saved output",
        (c) =>
          c
            .positional("source", {
              type: "string",
              demandOption: true,
              describe: `evaluator: ${sources.join(", ")}, or an installed worldflux-adapter-<name>`,
            })
            .option("from", { ...options.from, array: true, demandOption: true })
            .option("adapter", options.adapter)
            .option("map", options.map)
            .option("interim", options.interim)
            .option("stopping", { ...options.stopping, choices: ["savi"] as const })
            .option("ppi", options.ppi)
            .option("lock", { ...options.lock, array: true })
            .option("mlbom", options.mlbom)
            .option("compliance", { ...options.compliance, array: true })
            .option("emit-completeness-score", options["emit-completeness-score"])
            .option("fail-on", options["fail-on"])
            .option("claim", { ...options.claim, demandOption: true })
            .option("protocol", { ...options.protocol, demandOption: true })
            .option("output", { ...options.output, demandOption: true })
            .option("force", options.force)
            .example(
              "$0 audit run lerobot --from eval_info.json --claim claim_pkg/claim.json --protocol claim_pkg/protocol.json --output evidence_pkg/",
              "",
            ),
        command(async (args) => (await import("../commands/audit-run.ts")).auditRun(args)),
      )
      .command(
        "verify <package>",
        "check a package alone and offline: recompute every number in it",
        (c) =>
          c
            .positional("package", {
              type: "string",
              demandOption: true,
              describe: "package folder",
            })
            .option("trusted-signer-config", options["trusted-signer-config"])
            .option("sigstore-policy-config", options["sigstore-policy-config"])
            .option("require-signature", options["require-signature"])
            .option("allow-unsigned", options["allow-unsigned"])
            .option("allow-hardlinks", options["allow-hardlinks"])
            .option("require-lock", {
              ...options["require-lock"],
              describe:
                "refuse what trusted signers did not lock at proven times before the recorded start",
            })
            .example("$0 audit verify evidence_pkg/", "")
            .example("$0 audit verify evidence_pkg/ --json", ""),
        command(async (args) => (await import("../commands/audit-verify.ts")).auditVerify(args)),
      )
      .command("import", "make an audit input of what somebody handed over", (c) =>
        c
          .command(
            "run-folder",
            "look through a messy run folder, and pick one evaluation of it",
            (d) =>
              d
                .option("from", {
                  ...options.from,
                  demandOption: true,
                  describe: "folder to look through",
                })
                .option("dry-run", options["dry-run"])
                .option("select-run", options["select-run"])
                .option("report", { ...options.report, demandOption: true })
                .option("customer-report", { ...options["customer-report"], demandOption: true })
                .option("output", { ...options.output, describe: "audit_input.json to write" })
                .option("map", options.map)
                .option("denominator-policy", {
                  ...options["denominator-policy"],
                  choices: denominatorPolicies,
                })
                .option("claim", options.claim)
                .option("protocol", options.protocol)
                .option("force", options.force)
                .example(
                  "$0 audit import run-folder --from ./customer_run --dry-run --report import_report.json --customer-report import_report_public.md",
                  "",
                ),
            command(async (args) =>
              (await import("../commands/audit-import-run-folder.ts")).auditImportRunFolder(args),
            ),
          )
          .demandCommand(1, "name what to import: audit import run-folder"),
      )
      .command(
        "self-test <package>",
        "change a copy of a package in thousands of ways, and see what verify lets pass",
        (c) =>
          c
            .positional("package", {
              type: "string",
              demandOption: true,
              describe: "package folder; it is not written to",
            })
            .option("trusted-signer-config", options["trusted-signer-config"])
            .option("sigstore-policy-config", options["sigstore-policy-config"])
            .option("allow-hardlinks", options["allow-hardlinks"])
            .option("seed", options.seed)
            .option("limit", options.limit)
            .example("$0 audit self-test evidence_pkg/", ""),
        command(async (args) =>
          (await import("../commands/audit-self-test.ts")).auditSelfTest(args),
        ),
      )
      .command(
        "adapters",
        "list what can be read, or say what a file is",
        (c) =>
          c
            .option("detect", { ...options.detect, array: true })
            .example("$0 audit adapters", "")
            .example("$0 audit adapters --detect outputs/run_001/", ""),
        command(async (args) =>
          (await import("../commands/audit-adapters.ts")).auditAdapters(args),
        ),
      )
      .command(
        "keygen",
        "make a key of your own to sign packages with",
        (c) =>
          c
            .option("output", { ...options.output, demandOption: true })
            .option("algorithm", { ...options.algorithm, choices: ["p256", "ed25519"] as const })
            .option("subject", options.subject)
            .example('$0 audit keygen --output keys --subject "ACME QA"', ""),
        command(async (args) => (await import("../commands/audit-keygen.ts")).auditKeygen(args)),
      )
      .command(
        "sign <package>",
        "sign a package that verifies, with a key of your own or keyless",
        (c) =>
          c
            .positional("package", {
              type: "string",
              demandOption: true,
              describe: "package folder",
            })
            .option("backend", { ...options.backend, choices: ["self-sign", "sigstore"] as const })
            .option("key", options.key)
            .option("timestamp-url", options["timestamp-url"])
            .option("signing-config", options["signing-config"])
            .option("identity-token-env", options["identity-token-env"])
            .option("oidc-issuer", options["oidc-issuer"])
            .option("oidc-client-id", options["oidc-client-id"])
            .option("yes", options.yes)
            .option("force", options.force)
            .example("$0 audit sign evidence_pkg --backend self-sign --key keys/signer.key", "")
            .example("$0 audit sign evidence_pkg --backend sigstore", ""),
        command(async (args) => (await import("../commands/audit-sign.ts")).auditSign(args)),
      )
      .demandCommand(
        1,
        "name a command: audit run, audit verify, audit import, audit self-test, audit adapters, audit keygen, audit sign",
      );
}
