import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manifestName } from "@worldflux/schema";
import { packageFacts, signatureName } from "@worldflux/signing";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { statementBytes } from "../../signing/src/statement.ts";
import {
  authorityOf,
  type LocalSigstore,
  policyFor,
  somebody,
  stampOver,
  startLocalSigstore,
} from "../../signing/test/keyless-package.ts";
import {
  bytesOf,
  configOf,
  keyOf,
  signatureOf,
  stamped,
} from "../../signing/test/signed-package.ts";
import { judgeInWorker, judgeLimit } from "../src/judge-in-worker.ts";
import { auditRun, sample, worldflux, worldfluxAlone } from "./worldflux.ts";

let local: LocalSigstore;
let cwd = "";
let payload: Uint8Array;
let plain: ReadonlyMap<string, Uint8Array>;

beforeAll(async () => {
  local = await startLocalSigstore();
  cwd = mkdtempSync(join(tmpdir(), "worldflux-keyless-"));
  cpSync(sample, join(cwd, "eval_info.json"));
  worldflux(cwd, "claim create --template lerobot-libero --output claim_pkg");
  expect(worldflux(cwd, auditRun).status).toBe(0);
  const folder = join(cwd, "evidence_pkg");
  plain = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
  payload = statementBytes(plain.get(manifestName) ?? new Uint8Array(), {
    ...packageFacts(plain),
    producer: { name: "worldflux", version: "0.0.0" },
    key: null,
  });
  write("trusted_root.json", local.trustedRoot);
  write("policy.json", policyFor(local));
});
afterAll(async () => {
  rmSync(cwd, { recursive: true });
  await local.close();
});
afterEach(() => {
  for (const fault of Object.keys(local.faults)) delete local.faults[fault as "entry"];
});

const write = (name: string, value: unknown) =>
  writeFileSync(join(cwd, name), value instanceof Uint8Array ? value : bytesOf(value));
const sign = (bundle: unknown) => write(`evidence_pkg/${signatureName}`, bundle);
const bundle = (log: "v1" | "v2" = "v1") => local.bundle({ payload, claims: somebody, log });

/** Exit code and what the two checks say. */
function verify(options = "--sigstore-policy-config policy.json", nodeArgs: string[] = []) {
  const line = `audit verify evidence_pkg --json ${options}`.trim();
  const { status, stdout, stderr } =
    nodeArgs.length === 0 ? worldflux(cwd, line) : worldfluxAlone(cwd, line, nodeArgs);
  expect(stderr).not.toContain("error:");
  const { checks } = JSON.parse(stdout);
  const of = (id: string) => checks.find((check: { id: string }) => check.id === id);
  const [signature, identity] = [of("signature"), of("identity")];
  return {
    status,
    codes: `${signature.status} ${signature.code} / ${identity.status} ${identity.code}`,
    detail: `${signature.detail}; ${identity.detail}`,
  };
}
const passed = "pass signature_valid / pass signer_trusted";
const refused = (code: string) => `fail ${code} / fail no_valid_signature`;

/** Throws at whatever would reach for the network, in this thread and in workers. */
const offline = [
  "--import",
  `data:text/javascript,${encodeURIComponent(`
    import net from "node:net";
    import dns from "node:dns";
    import tls from "node:tls";
    const refuse = () => { throw new Error("a socket was asked for"); };
    for (const name of ["connect", "createConnection"]) net[name] = refuse;
    net.Socket.prototype.connect = refuse;
    tls.connect = refuse;
    for (const name of ["lookup", "resolve", "resolve4", "resolve6"]) dns[name] = refuse;
  `)}`,
];

test.each(["v1", "v2"] as const)("a package in a log of kind %s verifies, offline", (log) => {
  sign(bundle(log));
  expect(verify(undefined, offline)).toMatchObject({ status: 0, codes: passed });
  const { stdout, status } = worldflux(
    cwd,
    "audit verify evidence_pkg --sigstore-policy-config policy.json",
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(/pass +signature +signed with a certificate under trusted_root\.json/);
  expect(stdout).toMatch(/pass +identity +signed by "dev@acme\.example", as "http:.*signed before/);
  expect(stdout).toContain("The package follows from its own episodes.\n");
});

test("rows of the table of docs/signing.md that need a policy", () => {
  const nobody = [{ issuer: local.issuer, san: { exact: "x" } }];
  write("others.json", policyFor(local, { identities: nobody }));
  write("signers.json", configOf(keyOf()));
  const policy = "--sigstore-policy-config policy.json";
  const others = "--sigstore-policy-config others.json";
  const signers = "--trusted-signer-config signers.json";
  sign(bundle());
  const rows: [options: string, status: number, codes: string][] = [
    ["--require-signature", 3, "not_evaluated no_sigstore_policy / fail no_sigstore_policy"],
    [`${policy} ${signers} --allow-unsigned`, 0, passed],
    [`${others} --allow-unsigned`, 3, "pass signature_valid / fail signer_unknown"],
    [signers, 3, "not_evaluated no_sigstore_policy / fail no_sigstore_policy"],
  ];
  for (const [options, status, codes] of rows) {
    expect(verify(options), options).toMatchObject({ status, codes });
  }
  rmSync(join(cwd, "evidence_pkg", signatureName));
  const unsigned = "not_evaluated unsigned / fail unsigned";
  expect(verify(policy)).toMatchObject({ status: 3, codes: unsigned });
  expect(verify(`${policy} --allow-unsigned`).status).toBe(0);
});

test("a bundle that does not hold is exit 4", () => {
  local.faults.certificate = "expired";
  sign(bundle());
  expect(verify()).toMatchObject({ status: 4, codes: refused("certificate_wrong") });
});

test("the reader's own files that cannot be used are said to be at fault", () => {
  sign(bundle());
  const run = (options: string) => {
    const { status, stdout, stderr } = worldflux(cwd, `audit verify evidence_pkg ${options}`);
    expect(stdout).toBe("");
    expect(stderr).not.toMatch(/^ +at /m);
    return `${status} ${stderr}`;
  };
  expect(run("--sigstore-policy-config nowhere.json")).toMatch(/^2 .*WF_INPUT_NOT_FOUND/);
  write("empty.json", policyFor(local, { identities: [] }));
  expect(run("--sigstore-policy-config empty.json")).toMatch(
    /^2 .*\/identities.*WF_DOCUMENT_INVALID/,
  );
  const pinned = { kind: "file", trusted_root: "trusted_root.json", sha256: "0".repeat(64) };
  write("pinned.json", policyFor(local, { trust: pinned }));
  expect(run("--sigstore-policy-config pinned.json")).toMatch(/^3 .*WF_TRUST_ROOT_MISMATCH/);
  expect(run("--allow-unsigned")).toMatch(/^2 .*WF_USAGE/);
  const broken = structuredClone(local.trustedRoot);
  Object.assign(broken.tlogs[0]?.publicKey ?? {}, { rawBytes: "AAAA" });
  write("trusted_root.json", broken);
  write("broken.json", policyFor({ ...local, trustedRoot: broken }));
  expect(run("--sigstore-policy-config broken.json")).toMatch(
    /^2 .*cannot be read.*WF_DOCUMENT_INVALID/,
  );
  write("trusted_root.json", local.trustedRoot);
});

test("a signature by a key with a time stamp verifies, offline, also when the key has run out", () => {
  const key = keyOf();
  const config = configOf(key);
  config["timestamp_authorities"] = [authorityOf(local)];
  const until = new Date(Date.now() + 1000).toISOString();
  Object.assign(config.signers[0] ?? {}, { valid_until: until });
  write("signers.json", config);
  const options = "--trusted-signer-config signers.json";
  sign(stamped(plain, key, (signature) => [stampOver(local, signature)]));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1100);
  const found = verify(options, offline);
  expect(found).toMatchObject({ status: 0, codes: passed });
  expect(found.detail).toMatch(/signed before .* \(time stamp by "ACME time stamps"\)/);
  sign(signatureOf(plain, key));
  expect(verify(options)).toMatchObject({
    status: 3,
    codes: "pass signature_valid / fail expired",
  });
  sign(stamped(plain, key, () => [stampOver(local, Buffer.from("another"))]));
  expect(verify(options)).toMatchObject({ status: 4, codes: refused("timestamp_wrong") });
});

const job = () => ({
  signers: undefined,
  policy: {
    bytes: bytesOf(policyFor(local)),
    source: "policy.json",
    root: bytesOf(local.trustedRoot),
  },
  now: new Date(),
});
const slowName = "^(.|.)*!$";

test("a checkpoint that hangs the library as it comes is refused at once", async () => {
  local.faults.checkpointName = slowName;
  const slow = bytesOf(bundle());
  delete local.faults.checkpointName;
  const bare = new URL("../../signing/test/bare-library.mjs", import.meta.url);
  const judgements = await judgeInWorker([bytesOf(bundle()), slow, bytesOf(bundle())], job(), bare);
  expect(judgements.map((judgement) => judgement?.of)).toEqual([
    "accepted",
    expect.any(String),
    "accepted",
  ]);
  expect(JSON.stringify(judgements[1])).toContain('"code":"bundle_too_slow"');

  sign(slow);
  const before = performance.now();
  expect(verify()).toMatchObject({ status: 4, codes: refused("log_entry_wrong") });
  expect(performance.now() - before).toBeLessThan(judgeLimit * 10); // the machine may be busy; the library takes minutes
});

test("whatever a bundle does to its judge, it ends, and the next one is judged", async () => {
  const script = new URL("./misbehaving-worker.mjs", import.meta.url);
  const genuine = bundle();
  const bundleThat = (does: string) => {
    const certificate = { rawBytes: Buffer.from(does).toString("base64") };
    const verificationMaterial = { ...genuine.verificationMaterial, certificate };
    return bytesOf({ ...genuine, verificationMaterial });
  };
  for (const does of ["loop", "backtrack", "hoard", "recurse", "throw", "exit"]) {
    const [stopped, next] = await judgeInWorker(
      [bundleThat(does), bundleThat("answer")],
      job(),
      script,
    );
    expect(JSON.stringify(stopped), does).toContain('"code":"bundle_too_slow"');
    expect(JSON.stringify(stopped), does).not.toContain("secret");
    expect(next, does).toBeNull();
  }
});
