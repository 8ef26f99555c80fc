import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalSigstore, workflowClaims } from "@worldflux/local-sigstore";
import { sha256 } from "@worldflux/schema";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { bridgeRun } from "./locked-run.ts";
import { bin, worldflux as inOneGo } from "./worldflux.ts";

// Several commands a test, each a process of its own.
vi.setConfig({ testTimeout: 120_000 });

type LocalSigstore = Awaited<ReturnType<typeof startLocalSigstore>>;

let local: LocalSigstore;
let cwd = "";
const at = (name: string) => join(cwd, name);
const read = (name: string) => readFileSync(at(name), "utf8");
const write = (name: string, value: unknown) => writeFileSync(at(name), JSON.stringify(value));
const documents = "--claim claim_pkg/claim.json --protocol claim_pkg/protocol.json";
const phrase = { WORLDFLUX_KEY_PASSPHRASE: "correct horse battery" };

/** The command in a process of its own, while this one serves. */
function worldflux(line: string, environment: object = {}) {
  const inherited = { ...process.env };
  for (const name of ["SIGSTORE_ID_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL"]) delete inherited[name];
  const child = spawn(process.execPath, [bin, ...line.split(" ")], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...inherited, NO_COLOR: "1", ...phrase, ...environment },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  return new Promise<{ status: number | null; stdout: string; stderr: string }>((done) => {
    child.on("close", (status) => done({ status, stdout, stderr }));
  });
}

/** A lock of the documents as whom a token names; no output may hold the token. */
async function lock(options: string, token = local.identityToken()) {
  const found = await worldflux(`claim lock ${documents} ${options}`, { SIGSTORE_ID_TOKEN: token });
  for (const part of token.split(".")) expect(found.stdout + found.stderr).not.toContain(part);
  return found;
}

function writeRun(name: string, startedAt: Date): void {
  writeFileSync(at(name), bridgeRun(startedAt));
}

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "worldflux-keyless-lock-"));
  local = await startLocalSigstore();
  inOneGo(
    cwd,
    "claim create --template custom --subject acme/pick-1 --benchmark bins --task pick --episodes 60 --evaluator acme-loop --threshold 0.8 --output claim_pkg",
  );
  const protocol = JSON.parse(read("claim_pkg/protocol.json"));
  protocol.model_runtime.digest = sha256("the weights of no model");
  write("claim_pkg/protocol.json", protocol);
  inOneGo(cwd, `protocol bind ${documents}`);
  await worldflux("audit keygen --output buyer --subject Buyer");
  write("rekor1.json", local.signingConfigWith({ rekor: 1, timestamps: false }));
  write("rekor2.json", {
    mediaType: "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json",
    trustedRoot: local.trustedRoot,
    signingConfig: local.signingConfigWith({ rekor: 2 }),
  });
  write("trusted_root.json", local.trustedRoot);
  const workflow = "https://github.com/acme/robot/.github/workflows/eval.yml@refs/tags/v1";
  write("sigstore_policy.json", {
    schema_version: "worldflux.sigstore_policy.v1",
    trust: {
      kind: "file",
      trusted_root: "trusted_root.json",
      sha256: sha256(readFileSync(at("trusted_root.json"))).slice("sha256:".length),
    },
    identities: ["dev@acme.example", workflow].map((exact) => ({
      issuer: local.issuer,
      san: { exact },
    })),
  });
  const [authority] = local.trustedRoot.timestampAuthorities;
  write("trusted_signers.json", {
    ...JSON.parse(read("buyer/trusted_signers.json")),
    timestamp_authorities: [
      {
        subject: "ACME time stamps",
        certificate_chain_pem: authority?.certChain.certificates
          .map(({ rawBytes }) => {
            const lines = rawBytes.replace(/.{64}(?=.)/g, "$&\n");
            return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
          })
          .join(""),
        valid_from: "2020-01-01T00:00:00Z",
        valid_until: null,
      },
    ],
  });
});
afterAll(async () => {
  await local.close();
  rmSync(cwd, { recursive: true });
});

const policy = "--sigstore-policy-config sigstore_policy.json";
const signers = "--trusted-signer-config trusted_signers.json";

test("an author by name and log time, a buyer by key and time stamp: grade A", async () => {
  const author = await lock("--signing-config rekor1.json --yes --output lock.json");
  expect(author.stderr).toBe("");
  expect(author.stdout).toContain("name      dev@acme.example, vouched for by http://127.0.0.1");
  expect(author.stdout).toMatch(/when {6}\S+Z by the log at 127\.0\.0\.1/);
  expect(author.stdout).toContain(
    `--claim claim_pkg/claim.json --protocol claim_pkg/protocol.json ${policy}\n`,
  );

  const buyer = await worldflux(
    `claim lock ${documents} --cosign lock.json --key buyer/signer.key --timestamp-url ${local.timestampUrl} --output accepted.json`,
  );
  expect(buyer.stdout).toContain(`${policy} ${signers}\n`);
  writeRun("run.jsonl", new Date());
  const run = await worldflux(
    `audit run bridge --from run.jsonl ${documents} --lock lock.json --lock accepted.json --output evidence_pkg`,
  );
  expect(run.stdout).toMatch(
    /locked by author and counterparty, log entry .*; before the recorded start/,
  );
  const evidence = JSON.parse(read("evidence_pkg/evidence.json"));
  expect(evidence.grade).toBe("A");
  expect(evidence.lock.locks[0]).toMatchObject({ signed_with: "certificate", stamped_by: "log" });
  for (const name of ["evidence.json", "evidence.md"]) {
    expect(read(`evidence_pkg/${name}`)).not.toContain("@acme.example");
  }

  const verify = `audit verify evidence_pkg --allow-unsigned --require-lock`;
  const found = await worldflux(`${verify} ${policy} ${signers}`);
  expect(found.stdout).toMatch(
    /pass +lock +.*"dev@acme\.example", as "http.*"Buyer".*recorded start/,
  );
  expect(found.status).toBe(0);
});

test("a job by name, in a log without time and with a time stamp: grade A", async () => {
  const token = local.identityToken(workflowClaims);
  const author = await lock("--signing-config rekor2.json --output job.json --json", token);
  const printed = JSON.parse(author.stdout);
  expect(printed).toMatchObject({ backend: "sigstore", verified: true });
  writeRun("job.jsonl", new Date());
  const run = await worldflux(
    `audit run bridge --from job.jsonl ${documents} --lock job.json --output job_pkg --json`,
  );
  const { grade, lock: locked } = JSON.parse(run.stdout);
  expect(grade).toBe("A");
  expect(locked.locks[0]).toMatchObject({ stamped_at: printed.stamped_at });
  expect(locked.locks[0].stamped_by).toBeUndefined();
  const check = await worldflux(
    `claim check-lock job.json ${documents} ${policy} --require-lock --json`,
  );
  expect(JSON.parse(check.stdout).locks[0]).toMatchObject({
    status: "pass",
    signer: locked.locks[0].signer,
    signed_by: "https://github.com/acme/robot/.github/workflows/eval.yml@refs/tags/v1",
    signed_at: { by: "rfc3161" },
  });
  expect(check.status).toBe(0);
});

test("without agreement nothing is asked for, and the lock is said to hold the address", async () => {
  const asked = local.requests.length;
  const { status, stderr } = await lock("--signing-config rekor1.json --output none.json");
  expect(stderr).toMatch(/dev@acme\.example.*into the lock, a public member.*WF_CONSENT/s);
  expect(status).toBe(3);
  expect(local.requests).toHaveLength(asked);
  expect(existsSync(at("none.json"))).toBe(false);
});
