import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditRun, sample, worldflux } from "./worldflux.ts";

const variable = "WORLDFLUX_KEY_PASSPHRASE";
const before = process.env[variable];
const phrase = "correct horse battery";
let cwd = "";

/** The commands of docs/signing.md, from key to verified package. */
const page = readFileSync(new URL("../../../docs/signing.md", import.meta.url), "utf8");
const commands = (/```bash\n([\s\S]*?)```/.exec(page)?.[1] ?? "")
  .trim()
  .split("\n")
  .map((line) =>
    (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', "")).slice(2),
  );

beforeAll(() => {
  process.env[variable] = phrase;
  cwd = mkdtempSync(join(tmpdir(), "worldflux-signing-"));
  cpSync(sample, join(cwd, "eval_info.json"));
  worldflux(cwd, "claim create --template lerobot-libero --output claim_pkg");
  expect(worldflux(cwd, auditRun).status).toBe(0);
});
afterAll(() => {
  if (before === undefined) delete process.env[variable];
  else process.env[variable] = before;
  rmSync(cwd, { recursive: true });
});

const verify = (options: string) => {
  const { status, stdout } = worldflux(cwd, `audit verify evidence_pkg --json ${options}`.trim());
  const { ok, checks } = JSON.parse(stdout);
  const of = (id: string) => checks.find((check: { id: string }) => check.id === id)?.status;
  return { status, ok, signature: of("signature"), identity: of("identity") };
};
const config = "--trusted-signer-config keys/trusted_signers.json";

test("a package without a signature passes only when nobody asks for one", () => {
  const keygen = worldflux(cwd, commands[0] ?? []);
  expect(keygen.stderr).toBe("");
  expect(keygen.stdout).toContain("ACME QA");
  const unsigned = { signature: "not_evaluated", identity: "not_evaluated" };
  expect(verify("")).toEqual({ status: 0, ok: true, ...unsigned });
  expect(verify(config)).toEqual({ ...unsigned, status: 3, ok: false, identity: "fail" });
  expect(verify(`${config} --allow-unsigned`)).toEqual({ status: 0, ok: true, ...unsigned });
  expect(verify("--require-signature")).toMatchObject({ status: 3, identity: "fail" });
});

test("keygen, sign, verify, as the page has it", () => {
  expect(commands).toHaveLength(3);
  for (const words of commands.slice(1)) {
    const { status, stdout, stderr } = worldflux(cwd, words);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).not.toContain(phrase);
  }
  expect(verify(config)).toEqual({ status: 0, ok: true, signature: "pass", identity: "pass" });
  expect(verify("")).toMatchObject({ status: 0, signature: "not_evaluated" });
});

test("a package is signed once, and a key made once", () => {
  for (const words of commands.slice(0, 2)) {
    const { status, stderr } = worldflux(cwd, words);
    expect(stderr).toContain("WF_OUTPUT_EXISTS");
    expect(status).toBe(3);
  }
});

test("another's key is refused, and so is an edited package", () => {
  worldflux(cwd, "audit keygen --output others");
  const others = "--trusted-signer-config others/trusted_signers.json";
  expect(verify(others)).toMatchObject({ status: 3, signature: "not_evaluated", identity: "fail" });
  const path = join(cwd, "evidence_pkg/evidence.json");
  const content = readFileSync(path, "utf8");
  writeFileSync(path, content.replace('"verdict":"', '"verdict":"x'));
  expect(verify(config)).toMatchObject({ status: 4, ok: false });
  const sign = worldflux(cwd, [...(commands[1] ?? []), "--force"]);
  expect(sign.stderr).toContain("WF_PACKAGE_REFUSED");
  expect(sign.status).toBe(3);
  writeFileSync(path, content);
});

test("without a pass phrase and a terminal nothing is signed", () => {
  delete process.env[variable];
  const { status, stderr } = worldflux(cwd, [...(commands[1] ?? []), "--force"]);
  process.env[variable] = phrase;
  expect(stderr).toContain("WF_PASS_PHRASE");
  expect(status).toBe(2);
  rmSync(join(cwd, "evidence_pkg/signature.sigstore.json"));
  expect(verify(config)).toMatchObject({ status: 3, identity: "fail" });
});
