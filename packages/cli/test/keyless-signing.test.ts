import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Faults, startLocalSigstore } from "@worldflux/local-sigstore";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { auditRun, bin, sample, worldflux } from "./worldflux.ts";

// Several commands a test, each a process of its own.
vi.setConfig({ testTimeout: 180_000 });

type LocalSigstore = Awaited<ReturnType<typeof startLocalSigstore>>;

let local: LocalSigstore;
let cwd = "";
const signature = () => join(cwd, "evidence_pkg/signature.sigstore.json");

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "worldflux-keyless-"));
  cpSync(sample, join(cwd, "eval_info.json"));
  worldflux(cwd, "claim create --template lerobot-libero --output claim_pkg");
  expect(worldflux(cwd, auditRun).status).toBe(0);
  local = await startLocalSigstore();
  for (const rekor of [1, 2] as const) {
    const config = JSON.stringify(local.signingConfigWith({ rekor }));
    writeFileSync(join(cwd, `rekor${rekor}.json`), config);
  }
  const root = JSON.stringify(local.trustedRoot);
  writeFileSync(join(cwd, "trusted_root.json"), root);
  const sha256 = createHash("sha256").update(root).digest("hex");
  for (const [file, exact] of [
    ["policy.json", "dev@acme.example"],
    ["others.json", "other@acme.example"],
  ] as const) {
    const policy = {
      schema_version: "worldflux.sigstore_policy.v1",
      trust: { kind: "file", trusted_root: "trusted_root.json", sha256 },
      identities: [{ issuer: local.issuer, san: { exact } }],
    };
    writeFileSync(join(cwd, file), JSON.stringify(policy));
  }
  const keys = {
    mediaType: "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json",
    trustedRoot: local.trustedRoot,
    signingConfig: local.signingConfig,
  };
  writeFileSync(join(cwd, "with-keys.json"), JSON.stringify(keys));
});
afterAll(async () => {
  await local.close();
  rmSync(cwd, { recursive: true });
});
afterEach(() => {
  rmSync(signature(), { force: true });
  for (const fault of Object.keys(local.faults)) delete local.faults[fault as keyof Faults];
});

interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command in a process of its own, while this one serves; `watch` sees stderr as it comes. */
function start(line: string, environment: object, watch?: (stderr: string) => void) {
  const inherited = { ...process.env };
  // Tokens of a job that tests this are none of these tests' business.
  for (const name of ["SIGSTORE_ID_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL"]) delete inherited[name];
  const child: ChildProcess = spawn(process.execPath, [bin, ...line.trim().split(" ")], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...inherited, NO_COLOR: "1", ...environment },
  });
  return new Promise<Finished>((done) => {
    let [stdout, stderr] = ["", ""];
    child.stdout?.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      stderr += chunk;
      watch?.(stderr);
    });
    child.on("close", (status) => done({ status, stdout, stderr }));
  });
}

const sign = "audit sign evidence_pkg --backend sigstore --signing-config";

/** Signs with a token, and holds all output and the written bundle to not having it. */
async function signWith(token: string, options: string, config = "rekor1.json") {
  const finished = await start(`${sign} ${config} ${options}`, { SIGSTORE_ID_TOKEN: token });
  const bundle = existsSync(signature()) ? readFileSync(signature(), "utf8") : "";
  const all = finished.stdout + finished.stderr + bundle;
  for (const part of [token, ...token.split(".")]) expect(all).not.toContain(part);
  return finished;
}

/** Exit code of `audit verify`, and what it says of `signature` and `identity`. */
function verify(options: string) {
  const { status, stdout } = worldflux(cwd, `audit verify evidence_pkg --json ${options}`);
  const { checks } = JSON.parse(stdout);
  const of = (id: string) => checks.find((check: { id: string }) => check.id === id)?.status;
  return [status, of("signature"), of("identity")];
}

describe("a token from the environment", () => {
  test.each([1, 2])("signs, and the log of version %i has it", async (rekor) => {
    const { status, stdout, stderr } = await signWith(
      local.identityToken(),
      "--yes --json",
      `rekor${rekor}.json`,
    );
    expect(stderr).toContain("as dev@acme.example, vouched for by http://127.0.0.1");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      backend: "sigstore",
      identity: "dev@acme.example",
      issuer: local.issuer,
      log: `${local.url}/rekor${rekor}`,
      timestamped: true,
    });
    const bundle = JSON.parse(readFileSync(signature(), "utf8"));
    expect(Object.keys(bundle.verificationMaterial).sort()).toEqual([
      "certificate",
      "timestampVerificationData",
      "tlogEntries",
    ]);
    expect(verify("--sigstore-policy-config policy.json")).toEqual([0, "pass", "pass"]);
    if (rekor === 1) {
      expect(verify("--sigstore-policy-config others.json")).toEqual([3, "pass", "fail"]);
    }
  });

  test("with the deployment's keys beside its services, a log of somebody else's is noticed", async () => {
    const { status, stdout } = await signWith(
      local.identityToken(),
      "--yes --json --force",
      "with-keys.json",
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verified: true });
    rmSync(signature());
    local.faults.entry = "wrong-signature";
    const spoiled = await signWith(local.identityToken(), "--yes", "with-keys.json");
    expect(spoiled.stderr).toContain("makes no signature that verifies");
    expect(spoiled.status).toBe(5);
    expect(existsSync(signature())).toBe(false);
  });

  test("may be in a variable of another name, and of a CI system, which is not asked", async () => {
    const token = local.identityToken({ sub: "https://ci.example/acme/robot" });
    const { status, stdout } = await start(`${sign} rekor1.json --identity-token-env MINE`, {
      MINE: token,
    });
    expect(status).toBe(0);
    expect(stdout).toContain("as https://ci.example/acme/robot");
  });

  test("GitHub Actions gives one to a job that may have it", async () => {
    const { status, stdout } = await start(`${sign} rekor1.json`, {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${local.issuer}/ci?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "secret",
    });
    expect(status).toBe(0);
    expect(stdout).toContain("as https://github.com/acme/robot/.github/workflows/eval.yml@");
  });
});

describe("nothing is written, and nothing leaks,", () => {
  const refused = async (token: string, options = "--yes") => {
    const { status, stdout, stderr } = await signWith(token, options);
    expect(stdout).toBe("");
    expect(existsSync(signature())).toBe(false);
    return `${status} ${stderr}`;
  };

  test("without agreement to publish an address", async () => {
    const asked = local.requests.length;
    const said = await refused(local.identityToken(), "");
    expect(said).toMatch(/^3 .*dev@acme\.example.*WF_CONSENT/);
    expect(local.requests.length).toBe(asked);
  });

  test("with a token whose address is not verified", async () => {
    const token = local.identityToken({ email_verified: false });
    expect(await refused(token)).toMatch(/^2 .*WF_IDENTITY_TOKEN/);
  });

  test.each<[string, Faults, string]>([
    ["Fulcio repeats the token", { answer: { fulcio: "server-error" } }, "WF_SERVICE_REFUSED"],
    ["Rekor logs something else", { entry: "other-content" }, "WF_SERVICE_ANSWER"],
    ["Rekor redirects", { answer: { rekor1: "redirect" } }, "WF_SERVICE_ANSWER"],
    ["the time stamp is of something else", { timestamp: "other-digest" }, "WF_SERVICE_ANSWER"],
  ])("when %s", async (_, faults, code) => {
    Object.assign(local.faults, faults);
    const said = await refused(local.identityToken());
    expect(said).toMatch(new RegExp(`^5 .*${code}`));
    expect(said).not.toMatch(/\n\s+at /);
  });

  test("when the token itself is given in place of a variable's name", async () => {
    const token = local.identityToken();
    const { status, stderr } = await start(`${sign} rekor1.json --identity-token-env ${token}`, {});
    expect(status).toBe(2);
    expect(stderr).not.toContain(token);
  });

  test("for a package that does not verify, which is asked about nowhere", async () => {
    const path = join(cwd, "evidence_pkg/evidence.json");
    const content = readFileSync(path, "utf8");
    writeFileSync(path, content.replace('"verdict":"', '"verdict":"x'));
    const asked = local.requests.length;
    try {
      expect(await refused(local.identityToken())).toMatch(/^3 .*does not verify/);
    } finally {
      writeFileSync(path, content);
    }
    expect(local.requests.length).toBe(asked);
  });
});

describe("a login in the browser", () => {
  /** Runs the command, and opens the address that it shows. */
  async function logIn(browse: (url: string) => Promise<unknown>) {
    let opened: Promise<unknown> | undefined;
    const finished = await start(`${sign} rekor2.json --yes`, {}, (stderr) => {
      const url = /^ {2}(http:\S+)\n/m.exec(stderr)?.[1];
      if (url !== undefined) opened ??= browse(url);
    });
    await opened;
    return finished;
  }

  test("signs, and shows no token", async () => {
    const { status, stdout, stderr } = await logIn((url) => fetch(url));
    expect(stdout).toContain("as dev@acme.example");
    expect(status).toBe(0);
    expect(stdout + stderr).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
  });

  test("with another login's state signs nothing", async () => {
    const { status, stderr } = await logIn(async (url) => {
      const response = await fetch(url, { redirect: "manual" });
      const back = new URL(response.headers.get("location") ?? "");
      back.searchParams.set("state", "guessed");
      return fetch(back);
    });
    expect(stderr).toContain("WF_LOGIN");
    expect(status).toBe(5);
    expect(existsSync(signature())).toBe(false);
  });

  test("does not start where nobody can agree", async () => {
    const asked = local.requests.length;
    const { status, stderr } = await start(`${sign} rekor1.json`, {});
    expect(stderr).toContain("WF_CONSENT");
    expect(status).toBe(3);
    expect(local.requests.length).toBe(asked);
  });
});

test("a key of one's own gets a time stamp, which counts for who trusts its authority", async () => {
  const environment = { WORLDFLUX_KEY_PASSPHRASE: "correct horse battery" };
  expect((await start("audit keygen --output keys", environment)).status).toBe(0);
  const path = join(cwd, "keys/trusted_signers.json");
  const config = { ...JSON.parse(readFileSync(path, "utf8")), require_timestamp: true };
  const { certificates = [] } = local.trustedRoot.timestampAuthorities[0]?.certChain ?? {};
  const pem = ({ rawBytes }: { rawBytes: string }) =>
    `-----BEGIN CERTIFICATE-----\n${rawBytes.replace(/.{64}(?=.)/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
  const authority = {
    subject: "ACME time stamps",
    certificate_chain_pem: certificates.map(pem).join(""),
    valid_from: "2020-01-01T00:00:00Z",
    valid_until: null,
  };
  const trusting = { ...config, timestamp_authorities: [authority] };
  writeFileSync(join(cwd, "trusting.json"), JSON.stringify(trusting));

  const line = "audit sign evidence_pkg --key keys/signer.key --force";
  expect((await start(line, environment)).status).toBe(0);
  expect(verify("--trusted-signer-config trusting.json")).toEqual([3, "pass", "fail"]);

  const stamped = await start(`${line} --timestamp-url ${local.timestampUrl} --json`, environment);
  expect(JSON.parse(stamped.stdout)).toMatchObject({ backend: "self-sign", timestamped: true });
  expect(verify("--trusted-signer-config trusting.json")).toEqual([0, "pass", "pass"]);

  // openssl says the same of the token, which has its authority's certificate in it.
  const bundle = JSON.parse(readFileSync(signature(), "utf8"));
  const [{ signedTimestamp }] =
    bundle.verificationMaterial.timestampVerificationData.rfc3161Timestamps;
  writeFileSync(join(cwd, "reply.tsr"), Buffer.from(signedTimestamp, "base64"));
  writeFileSync(join(cwd, "sig.bin"), Buffer.from(bundle.dsseEnvelope.signatures[0].sig, "base64"));
  writeFileSync(join(cwd, "root.pem"), certificates.slice(1).map(pem).join(""));
  const args = ["ts", "-verify", "-data", "sig.bin", "-in", "reply.tsr", "-CAfile", "root.pem"];
  const { stdout, stderr } = spawnSync("openssl", args, { cwd, encoding: "utf8" });
  expect(stdout + stderr).toContain("Verification: OK");
});
