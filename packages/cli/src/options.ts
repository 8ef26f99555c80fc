import { editDistance } from "@worldflux/schema/edit-distance"; // bundled, see tsup.config.ts
import type { Options } from "yargs";

/** Every option there is, by name; commands pick from here, so one name means one thing. */
export const options = {
  from: { type: "string", requiresArg: true, describe: "file or folder that the evaluator saved" },
  adapter: { type: "string", requiresArg: true, describe: "file or package of another adapter" },
  map: { type: "string", requiresArg: true, describe: "columns: task=<column>,success=<column>" },
  interim: {
    type: "boolean",
    default: false,
    describe: "the run has not finished: a look at it so far",
  },
  stopping: {
    type: "string",
    requiresArg: true,
    describe: "savi: decide by the test that holds whenever the run was stopped",
  },
  ppi: { type: "string", requiresArg: true, describe: "file of predicted outcomes" },
  fetch: {
    type: "boolean",
    default: false,
    describe: "read title and abstract over the network; nothing else does",
  },
  "from-file": {
    type: "string",
    requiresArg: true,
    describe: "read them from a saved page or text (.html, .txt) instead",
  },
  use: { type: "string", requiresArg: true, describe: "number of the stated rate to write in" },
  mlbom: { type: "boolean", default: false, describe: "add a CycloneDX ML-BOM" },
  compliance: {
    type: "string",
    requiresArg: true,
    describe: "map to a regime, such as eu-ai-act-annex8",
  },
  "emit-completeness-score": {
    type: "boolean",
    default: false,
    describe: "add completeness.json: what is declared and what is not",
  },
  nonce: { type: "string", requiresArg: true, describe: "text that the author cannot have known" },
  count: { type: "string", requiresArg: true, describe: "how many episodes to open (20)" },
  episode: { type: "string", requiresArg: true, describe: "id of an episode, such as ep_000001" },
  challenge: { type: "string", requiresArg: true, describe: "what evidence challenge wrote" },
  package: { type: "string", requiresArg: true, describe: "package folder" },
  backend: { type: "string", requiresArg: true, describe: "who signs: self-sign or sigstore" },
  key: { type: "string", requiresArg: true, describe: "private key, as audit keygen wrote it" },
  "timestamp-url": {
    type: "string",
    requiresArg: true,
    describe: "ask this authority for a time stamp (RFC 3161); with a key of one's own",
  },
  "signing-config": {
    type: "string",
    requiresArg: true,
    describe: "sigstore: services of another deployment than the public one",
  },
  "identity-token-env": {
    type: "string",
    requiresArg: true,
    describe: "sigstore: variable that holds an identity token",
  },
  "oidc-issuer": {
    type: "string",
    requiresArg: true,
    describe: "sigstore: where to log in with a browser",
  },
  "oidc-client-id": {
    type: "string",
    requiresArg: true,
    describe: "sigstore: whom identity tokens are for (sigstore)",
  },
  yes: {
    type: "boolean",
    default: false,
    describe: "sigstore: agree that an e-mail address becomes public for ever",
  },
  algorithm: { type: "string", requiresArg: true, describe: "kind of key (p256)" },
  subject: { type: "string", requiresArg: true, describe: "who signs, in words" },
  "trusted-signer-config": {
    type: "string",
    requiresArg: true,
    describe: "whose signatures you trust; never out of a package",
  },
  "sigstore-policy-config": {
    type: "string",
    requiresArg: true,
    describe: "whose Sigstore certificates you trust; never out of a package",
  },
  "require-signature": {
    type: "boolean",
    default: false,
    describe: "refuse a package that no trusted signer signed",
  },
  "allow-unsigned": {
    type: "boolean",
    default: false,
    describe: "although somebody is trusted, let an unsigned package pass",
  },
  "allow-hardlinks": {
    type: "boolean",
    default: false,
    describe: "take files that have a second name, as git and pnpm may make them",
  },
  seed: { type: "string", requiresArg: true, describe: "picks the sample (1)" },
  limit: { type: "string", requiresArg: true, describe: "most mutants" },
  "require-lock": {
    type: "boolean",
    default: false,
    describe: "refuse what was not locked by trusted signers at proven times",
  },
  lock: {
    type: "string",
    requiresArg: true,
    describe: "lock of claim and protocol, made before the run; repeat for a co-signature",
  },
  role: { type: "string", requiresArg: true, describe: "the side that signs (author)" },
  cosign: {
    type: "string",
    requiresArg: true,
    describe: "sign the other side's lock of the same claim and protocol",
  },
  "fail-on": {
    type: "string",
    requiresArg: true,
    describe: "verdicts that end with exit code 6, such as refuted,inconclusive",
  },
  detect: { type: "string", requiresArg: true, describe: "say what this file or folder is" },
  claim: { type: "string", requiresArg: true, describe: "claim.json" },
  protocol: { type: "string", requiresArg: true, describe: "protocol.json" },
  output: { type: "string", requiresArg: true, describe: "folder to write; must not exist" },
  "dry-run": { type: "boolean", default: false, describe: "write the reports and nothing else" },
  "select-run": { type: "string", requiresArg: true, describe: "id of a candidate of the report" },
  report: { type: "string", requiresArg: true, describe: "private report to write, JSON" },
  "customer-report": {
    type: "string",
    requiresArg: true,
    describe: "report without names and paths to write, Markdown",
  },
  "denominator-policy": {
    type: "string",
    requiresArg: true,
    describe: "how crashed and missing episodes count",
  },
  template: { type: "string", requiresArg: true, describe: "what to start from" },
  source: { type: "string", requiresArg: true, describe: "evaluator that saved the --from file" },
  "at-least": { type: "string", requiresArg: true, describe: "the rate claimed, 0.8 or 80%" },
  "at-most": { type: "string", requiresArg: true, describe: "the rate claimed, 0.2 or 20%" },
  margin: {
    type: "string",
    requiresArg: true,
    default: "0",
    describe: "slack: the threshold is the claimed rate less the margin",
  },
  alpha: {
    type: "string",
    requiresArg: true,
    default: "0.05",
    describe: "error of the two-sided interval; half of it on each side",
  },
  true: { type: "string", requiresArg: true, describe: "the rate that you expect, such as 0.9" },
  power: {
    type: "string",
    requiresArg: true,
    default: "0.8",
    describe: "chance to show the claim if that rate is true",
  },
  of: { type: "string", requiresArg: true, describe: "number of episodes" },
  max: { type: "string", requiresArg: true, describe: "episodes fixed beforehand (mode bounded)" },
  mode: { type: "string", requiresArg: true, describe: "when the run may stop" },
  method: { type: "string", requiresArg: true, describe: "interval that decides" },
  benchmark: { type: "string", requiresArg: true, describe: "name of the benchmark" },
  checkpoint: { type: "string", requiresArg: true, describe: "where the checkpoint lies" },
  threshold: { type: "string", requiresArg: true, describe: "success rate claimed, 0.8 or 80%" },
  operator: { type: "string", requiresArg: true, describe: "how it is compared, such as >=" },
  baseline: { type: "string", requiresArg: true, describe: "rate to compare with, if another" },
  task: { type: "string", requiresArg: true, describe: "suite or task; may be given again" },
  episodes: { type: "string", requiresArg: true, describe: "episodes of each task and seed" },
  seeds: { type: "string", requiresArg: true, describe: "0,1,2 or 0-9, or none" },
  success: { type: "string", requiresArg: true, describe: "when an episode is a success" },
  population: { type: "string", requiresArg: true, describe: "what episodes are a sample of" },
  "interval-method": { type: "string", requiresArg: true, describe: "interval that decides" },
  "max-steps": { type: "string", requiresArg: true, describe: "step limit of an episode" },
  evaluator: { type: "string", requiresArg: true, describe: "evaluator that will run it" },
  text: { type: "string", requiresArg: true, describe: "the claim as a sentence" },
  editor: {
    type: "boolean",
    default: false,
    describe: "add the JSON Schemas, for an editor that completes and checks",
  },
  strict: { type: "boolean", default: false, describe: "let warnings fail as errors do" },
  "as-tasks": {
    type: "boolean",
    default: false,
    describe: "take names that are not known for one task each",
  },
  force: { type: "boolean", default: false, describe: "replace the output folder" },
  json: { type: "boolean", default: false, describe: "print JSON on stdout" },
} as const satisfies Record<string, Options>;

/** The option that a mistyped one is closest to, if any is close; undefined for a known option. */
export function closestOption(typed: string): string | undefined {
  const known = [...Object.keys(options), "help", "version"];
  return known.includes(typed) ? undefined : closest(typed, known);
}

/** The name that a mistyped one is closest to, if any is close. */
export function closest(typed: string, names: readonly string[]): string | undefined {
  if (typed.length > 100) return undefined;
  const ranked = names
    .map((name) => ({ name, edits: editDistance(typed, name) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= Math.max(2, typed.length / 3) ? best.name : undefined;
}
