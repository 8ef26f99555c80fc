import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { episodeManifest } from "@worldflux/evidence";
import { startLocalSigstore } from "@worldflux/local-sigstore";
import { Claim, documentDigest, Protocol } from "@worldflux/schema";
import { openKey, signLock } from "@worldflux/signing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bridgeRun } from "./locked-run.ts";
import { bin } from "./worldflux.ts";

type LocalSigstore = Awaited<ReturnType<typeof startLocalSigstore>>;

let local: LocalSigstore;
let cwd = "";
const at = (name: string) => join(cwd, name);
const json = (name: string) => JSON.parse(readFileSync(at(name), "utf8"));
const write = (name: string, value: unknown) => writeFileSync(at(name), JSON.stringify(value));

/** The commands of docs/pre-registration.md: lock, co-sign, check, run, verify. */
const page = readFileSync(new URL("../../../docs/pre-registration.md", import.meta.url), "utf8");
const commands = [...page.matchAll(/```bash\n([\s\S]*?)```/g)].flatMap(([, block = ""]) =>
  block
    .replaceAll("\\\n", " ")
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).slice(2)),
);
const command = (i: number) =>
  (commands[i] ?? []).map((word) => (word.startsWith("https://") ? local.timestampUrl : word));
const documents = "--claim claim_pkg/claim.json --protocol claim_pkg/protocol.json";
const locks = "--lock lock.sigstore.json --lock accepted.sigstore.json";

/** The command in a process of its own, while this one stamps. */
function worldflux(line: string | readonly string[], environment: object = {}) {
  const args = typeof line === "string" ? line.split(" ") : line;
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NO_COLOR: "1",
      WORLDFLUX_KEY_PASSPHRASE: "correct horse battery",
      ...environment,
    },
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

async function refused(line: string): Promise<string> {
  const { status, stderr } = await worldflux(line);
  expect(status).toBe(3);
  expect(stderr).not.toContain("    at ");
  return /\[(WF_[A-Z_]+)\]/.exec(stderr)?.[1] ?? stderr;
}

function writeRun(name: string, startedAt: Date | null): void {
  writeFileSync(at(name), bridgeRun(startedAt));
}

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "worldflux-lock-"));
  local = await startLocalSigstore();
  await worldflux("claim create --template custom --output claim_pkg");
  const filled = (name: string) => {
    const text = readFileSync(at(name), "utf8")
      .replaceAll("your-org/your-policy", "acme/pick-1")
      .replaceAll("your-policy", "acme/pick-1")
      .replaceAll("your-suite", "pick")
      .replaceAll("your-benchmark", "bins")
      .replaceAll("your-evaluator", "acme-loop");
    return JSON.parse(text);
  };
  write("claim_pkg/claim.json", filled("claim_pkg/claim.json"));
  const protocol = filled("claim_pkg/protocol.json");
  protocol.execution.episodes_per_task = 60;
  protocol.model_runtime.digest = `sha256:${"ab12".repeat(16)}`;
  write("claim_pkg/protocol.json", protocol);
  await worldflux(`protocol bind ${documents}`);
  await worldflux(["audit", "keygen", "--output", "keys", "--subject", "ACME Robotics"]);
  await worldflux(["audit", "keygen", "--output", "buyer", "--subject", "Buyer QA"]);
  // As the page says how to get them.
  write("trusted_root.json", local.trustedRoot);
  const [, script = ""] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
  writeFileSync(at("authorities.mjs"), script);
  const authorities = execFileSync(process.execPath, ["authorities.mjs"], { cwd });
  const author = json("keys/trusted_signers.json");
  const both = {
    ...author,
    signers: [...author.signers, ...json("buyer/trusted_signers.json").signers],
  };
  write("signers_only.json", both);
  write("trusted_signers.json", {
    ...both,
    timestamp_authorities: JSON.parse(String(authorities)),
  });
});
afterAll(async () => {
  await local.close();
  rmSync(cwd, { recursive: true });
});

describe("from lock to verified package, as the page has it", () => {
  test("lock, co-sign, check", async () => {
    expect(commands).toHaveLength(7);
    for (const i of [0, 1, 2]) {
      const { status, stdout, stderr } = await worldflux(command(i));
      expect(stderr).toBe("");
      expect(status).toBe(0);
      expect(stdout).not.toContain("Not declared");
      if (i === 2) expect(stdout).toMatch(/^pass .*"ACME Robotics".*\npass .*"Buyer QA"/);
    }
  });

  test("run, and a package of grade A", async () => {
    writeRun("run.jsonl", new Date());
    const run = await worldflux([...command(3), "--emit-completeness-score", "--json"]);
    expect(run.status).toBe(0);
    const { grade, lock, members } = JSON.parse(run.stdout);
    expect(grade).toBe("A");
    expect(lock).toMatchObject({ precedes: true, episodes_frozen: true });
    expect(members).toContain("locks/2.sigstore.json");
    const { status, stdout } = await worldflux(command(4));
    expect(stdout).toMatch(/pass +lock +.*"ACME Robotics".*"Buyer QA".*recorded start/);
    expect(stdout).toContain("A lock does not show that no other run was made");
    expect(status).toBe(0);
  });

  test("signed, and its public members alone, it verifies all the same", async () => {
    const sign = await worldflux("audit sign evidence_pkg --key keys/signer.key");
    expect(sign.status).toBe(0);
    cpSync(at("evidence_pkg"), at("public_pkg"), { recursive: true });
    for (const { path, visibility } of json("evidence_pkg/artifact_manifest.json").members) {
      if (visibility === "private") rmSync(at(`public_pkg/${path}`));
    }
    expect(existsSync(at("public_pkg/locks/1.sigstore.json"))).toBe(true);
    for (const folder of ["evidence_pkg", "public_pkg"]) {
      const verify = `audit verify ${folder} --trusted-signer-config trusted_signers.json --require-lock --json`;
      const { status, stdout } = await worldflux(verify);
      expect(status).toBe(0);
      const checks = JSON.parse(stdout).checks as { id: string; status: string }[];
      const pick = Object.fromEntries(checks.map(({ id, status }) => [id, status]));
      expect(pick).toMatchObject({ signature: "pass", identity: "pass", lock: "pass" });
    }
  });
});

describe("not shown", () => {
  const trust = "--trusted-signer-config trusted_signers.json";

  test("that the run came after, where its source records no start", async () => {
    writeRun("untimed.jsonl", null);
    const run = `audit run bridge --from untimed.jsonl ${documents} ${locks} --output untimed_pkg`;
    expect((await worldflux(run)).status).toBe(0);
    const verify = `audit verify untimed_pkg ${trust} --allow-unsigned`;
    const shown = await worldflux(verify);
    expect(shown.status).toBe(0);
    expect(shown.stdout).toMatch(/pass +lock +.*nothing shows that the run came after/);
    const required = await worldflux(`${verify} --require-lock --json`);
    expect(required.status).toBe(3);
    const { checks } = JSON.parse(required.stdout);
    expect(checks.find(({ id }: { id: string }) => id === "lock")).toMatchObject({
      status: "fail",
      code: "lock_order_unproven",
    });
  });

  test("when a side signed that has no time stamp", async () => {
    const line = `claim lock ${documents} --cosign lock.sigstore.json --key buyer/signer.key --output plain.sigstore.json`;
    expect((await worldflux(line)).status).toBe(0);
    const check = `claim check-lock lock.sigstore.json plain.sigstore.json ${documents} ${trust}`;
    const { status, stdout } = await worldflux(check);
    expect(status).toBe(0);
    expect(stdout).toContain("Nothing proves when plain.sigstore.json was signed.");
    expect(stdout).not.toContain("before its time above");
    const required = await worldflux(`${check} --require-lock --json`);
    expect(required.status).toBe(3);
    expect(JSON.parse(required.stdout).code).toBe("counterparty_time_unproven");
  });
});

describe("refused", () => {
  test("a lock that counts other episodes than its own protocol plans", async () => {
    const claim = Claim.parse(json("claim_pkg/claim.json"));
    const protocol = Protocol.parse(json("claim_pkg/protocol.json"));
    const key = openKey(
      readFileSync(at("keys/signer.key"), "utf8"),
      "correct horse battery",
      "keys/signer.key",
    );
    const lock = signLock({
      claim: { id: claim.id, sha256: documentDigest(claim) },
      protocol: { id: protocol.id, sha256: documentDigest(protocol) },
      episodes: { ...episodeManifest(protocol), cells: 6 },
      role: "author",
      cosigns: null,
      producer: { name: "worldflux", version: "0.0.0" },
      created_at: new Date().toISOString(),
      key,
    });
    writeFileSync(at("fewer.json"), lock);
    const { status, stdout } = await worldflux(`claim check-lock fewer.json ${documents}`);
    expect(stdout).toContain("6 episodes of 1 tasks are planned");
    expect(status).toBe(4);
  });

  test("a reader who trusts no authority, or nobody, when a lock is required", async () => {
    const verify = "audit verify evidence_pkg --require-lock";
    for (const trust of ["", " --trusted-signer-config signers_only.json"]) {
      const { status, stdout } = await worldflux(`${verify}${trust}`);
      expect(status).toBe(3);
      expect(stdout).toContain("read it as B");
    }
  });

  test("a run that began before the lock", async () => {
    writeRun("early.jsonl", new Date(Date.now() - 86_400_000));
    const run = `audit run bridge --from early.jsonl ${documents} --output early_pkg`;
    expect(await refused(`${run} ${locks}`)).toBe("WF_LOCK_LATE");
    expect(existsSync(at("early_pkg"))).toBe(false);
    // Without the lock it is a package like any other, and of no grade A.
    const { stdout } = await worldflux(`${run} --json`);
    expect(JSON.parse(stdout)).toMatchObject({ grade: "B", lock: null });
  });

  test("a claim or a protocol that was changed after it was locked", async () => {
    cpSync(at("claim_pkg"), at("kinder"), { recursive: true });
    const kinder = "--claim kinder/claim.json --protocol kinder/protocol.json";
    const claim = json("kinder/claim.json");
    write("kinder/claim.json", {
      ...claim,
      decision_rule: { ...claim.decision_rule, margin: 0.2 },
    });
    await worldflux(`protocol bind ${kinder}`);
    const run = `audit run bridge --from run.jsonl ${kinder} ${locks} --output kinder_pkg`;
    expect(await refused(run)).toBe("WF_LOCK_MISMATCH");
    const check = `claim check-lock lock.sigstore.json ${kinder}`;
    expect((await worldflux(check)).status).toBe(4);
    const cosign = `claim lock ${kinder} --cosign lock.sigstore.json --key buyer/signer.key --output x.json`;
    expect(await refused(cosign)).toBe("WF_LOCK_MISMATCH");
  });

  test("a co-signature alone, one lock twice, one key on both sides", async () => {
    const run = `audit run bridge --from run.jsonl ${documents} --output other_pkg`;
    expect(await refused(`${run} --lock accepted.sigstore.json`)).toBe("WF_LOCK_MISMATCH");
    const twice = "--lock lock.sigstore.json --lock lock.sigstore.json";
    expect(await refused(`${run} ${twice}`)).toBe("WF_LOCK_MISMATCH");
    const own = `claim lock ${documents} --cosign lock.sigstore.json --key keys/signer.key --output own.json`;
    expect(await refused(own)).toBe("WF_LOCK_REFUSED");
  });

  test("a plan that was read off results, and a template as it is", async () => {
    await worldflux("claim create --template custom --output fresh");
    const fresh = "--claim fresh/claim.json --protocol fresh/protocol.json";
    const lock = (which: string) =>
      refused(`claim lock ${which} --key keys/signer.key --output drafted.json`);
    expect(await lock(fresh)).toBe("WF_LOCK_REFUSED");
    await worldflux(
      "claim create --template custom --from run.jsonl --source bridge --output drafted",
    );
    expect(await lock("--claim drafted/claim.json --protocol drafted/protocol.json")).toBe(
      "WF_LOCK_REFUSED",
    );
    expect(existsSync(at("drafted.json"))).toBe(false);
  });

  test("what is no lock, with exit code 2", async () => {
    const run = `audit run bridge --from run.jsonl ${documents} --output none_pkg --lock`;
    for (const file of [
      "evidence_pkg/signature.sigstore.json",
      "run.jsonl",
      "claim_pkg/claim.json",
    ]) {
      const { status, stderr } = await worldflux(`${run} ${file}`);
      expect(stderr).toContain("WF_LOCK_INVALID");
      expect(status).toBe(2);
    }
  });

  test("an authority that stamps something else, and no lock is left behind", async () => {
    local.faults.timestamp = "other-digest";
    const { status, stderr } = await worldflux([
      ...`claim lock ${documents} --key keys/signer.key --output bad.json --timestamp-url`.split(
        " ",
      ),
      local.timestampUrl,
    ]);
    delete local.faults.timestamp;
    expect(stderr).toMatch(/\[WF_SERVICE_/);
    expect(status).toBe(5);
    expect(existsSync(at("bad.json"))).toBe(false);
  });
});
