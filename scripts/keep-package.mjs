// Makes packages to keep for ever: `node scripts/keep-package.mjs v0_draft-1` writes three folders of that name
// under packages/verifier/fixtures/kept/, which every later version has to verify as it did then. Run it once for
// each released format, on what was built; with the end of a folder's name behind it, such as `keyless-lock`, it
// writes that one alone. The keys that sign are thrown away.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startLocalSigstore } from "../packages/local-sigstore/dist/index.js";
import { sha256 } from "../packages/schema/dist/index.js";

const [name, only] = process.argv.slice(2);
if (!/^[a-z0-9_-]+$/.test(name ?? "")) throw new Error("give the name of the format");
const kept = resolve("packages/verifier/fixtures/kept");
const cli = resolve("packages/cli/bin/worldflux.js");
const cwd = mkdtempSync(join(tmpdir(), "worldflux-keep-"));
const local = await startLocalSigstore();
const read = (file) => JSON.parse(readFileSync(join(cwd, file), "utf8"));
const write = (file, value) => writeFileSync(join(cwd, file), `${JSON.stringify(value)}\n`);
const later = () => new Promise((done) => setTimeout(done, 1100));

/** A command in a process of its own, while this one serves. */
function worldflux(line, environment = {}) {
  const child = spawn(process.execPath, [cli, ...line.split(" ")], {
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...phrase, ...environment },
  });
  let printed = "";
  child.stdout.on("data", (chunk) => {
    printed += chunk;
  });
  return new Promise((done, failed) => {
    child.on("close", (status) =>
      status === 0 ? done(printed) : failed(new Error(`${line}: ${status}\n${printed}`)),
    );
  });
}
const phrase = { WORLDFLUX_KEY_PASSPHRASE: crypto.randomUUID() };

/** 60 episodes of one task, the last one in three of them a failure or a crash. */
function run(startedAt) {
  const header = {
    schema_version: "worldflux.bridge.v0_draft",
    evaluator: { name: "acme-loop", version: "1" },
    metric_contract: { success: "final_step", description: "the cube is in the bin" },
    planned: { total: 60 },
    asserted: { started_at: startedAt.toISOString(), max_steps: 300 },
    end_line: true,
  };
  const lines = Array.from({ length: 60 }, (_, index) => ({
    ...{ task: "pick", index, steps: 100 + index },
    ...(index === 30 ? { outcome: "error" } : { success: index % 13 !== 5 }),
  }));
  const all = [header, ...lines, { end: { episodes: 60 } }];
  writeFileSync(join(cwd, "run.jsonl"), all.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

/** Puts a package and what its reader trusts in their place, with what verify says of them now. */
async function keep(kind, files, trust) {
  if (only !== undefined && only !== kind) return;
  const checks = JSON.parse(await worldflux(`audit verify evidence_pkg ${trust} --json`)).checks;
  const folder = join(kept, `${name}-${kind}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(cwd, "evidence_pkg"), join(folder, "evidence_pkg"), { recursive: true });
  for (const file of files) cpSync(join(cwd, file), join(folder, file));
  const statuses = Object.fromEntries(checks.map(({ id, status }) => [id, status]));
  writeFileSync(join(folder, "checks.json"), `${JSON.stringify(statuses, null, 2)}\n`);
}

try {
  const documents = "--claim claim_pkg/claim.json --protocol claim_pkg/protocol.json";
  await worldflux(
    "claim create --template custom --subject acme/pick-1 --benchmark bins --task pick --episodes 60 --evaluator acme-loop --threshold 0.8 --output claim_pkg",
  );
  const protocol = read("claim_pkg/protocol.json");
  protocol.model_runtime.digest = sha256("the weights of no model");
  write("claim_pkg/protocol.json", protocol);
  await worldflux(`protocol bind ${documents}`);
  await worldflux("audit keygen --output keys --subject ACME");
  await worldflux("audit keygen --output buyer --subject Buyer");

  const stamp = `--timestamp-url ${local.timestampUrl}`;
  await worldflux(
    `claim lock ${documents} --key keys/signer.key ${stamp} --output lock.sigstore.json`,
  );
  await worldflux(
    `claim lock ${documents} --cosign lock.sigstore.json --key buyer/signer.key ${stamp} --output accepted.sigstore.json`,
  );
  await later();
  run(new Date());
  await later();
  const audit = `audit run bridge --from run.jsonl ${documents} --mlbom --compliance eu-ai-act-annex8 --emit-completeness-score`;
  const locks = "--lock lock.sigstore.json --lock accepted.sigstore.json";
  await worldflux(`${audit} ${locks} --output evidence_pkg`);
  await worldflux(`audit sign evidence_pkg --backend self-sign --key keys/signer.key ${stamp}`);
  const { certificates } = local.trustedRoot.timestampAuthorities[0].certChain;
  const pem = certificates.map(
    ({ rawBytes }) =>
      `-----BEGIN CERTIFICATE-----\n${rawBytes.replace(/.{64}(?=.)/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  );
  const mine = read("keys/trusted_signers.json");
  write("trusted_signers.json", {
    ...mine,
    require_timestamp: true,
    signers: [...mine.signers, ...read("buyer/trusted_signers.json").signers],
    timestamp_authorities: [
      {
        subject: "a time-stamping authority on loopback",
        certificate_chain_pem: pem.join(""),
        valid_from: "2020-01-01T00:00:00Z",
        valid_until: null,
      },
    ],
  });
  await keep("self-sign", ["trusted_signers.json"], "--trusted-signer-config trusted_signers.json");

  write("signing_config.json", local.signingConfigWith({ rekor: 1 }));
  write("trusted_root.json", local.trustedRoot);
  write("policy.json", {
    schema_version: "worldflux.sigstore_policy.v1",
    trust: {
      kind: "file",
      trusted_root: "trusted_root.json",
      sha256: sha256(readFileSync(join(cwd, "trusted_root.json"))).slice("sha256:".length),
    },
    identities: [{ issuer: local.issuer, san: { exact: "dev@acme.example" } }],
  });
  const policy = "--sigstore-policy-config policy.json";
  const keyless = (line) =>
    worldflux(`${line} --backend sigstore --signing-config signing_config.json --yes`, {
      SIGSTORE_ID_TOKEN: local.identityToken(),
    });
  rmSync(join(cwd, "evidence_pkg"), { recursive: true });
  await worldflux(`${audit} --output evidence_pkg`);
  await keyless("audit sign evidence_pkg");
  await keep("keyless", ["policy.json", "trusted_root.json"], policy);

  // The author by name, the buyer by key; without sidecars, which the others have.
  rmSync(join(cwd, "evidence_pkg"), { recursive: true });
  await keyless(`claim lock ${documents} --output named.sigstore.json`);
  await worldflux(
    `claim lock ${documents} --cosign named.sigstore.json --key buyer/signer.key ${stamp} --output bought.sigstore.json`,
  );
  await later();
  run(new Date());
  await later();
  await worldflux(
    `audit run bridge --from run.jsonl ${documents} --lock named.sigstore.json --lock bought.sigstore.json --output evidence_pkg`,
  );
  await keyless("audit sign evidence_pkg");
  await keep(
    "keyless-lock",
    ["policy.json", "trusted_root.json", "trusted_signers.json"],
    `${policy} --trusted-signer-config trusted_signers.json`,
  );
} finally {
  await local.close();
  rmSync(cwd, { recursive: true });
}
