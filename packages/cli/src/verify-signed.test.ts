import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signatureName, trustedSignersFor } from "@worldflux/signing";
import { checkIds, verifyPackage } from "@worldflux/verifier";
import { afterAll, expect, test } from "vitest";
import { keyOf, now, signed, unsignedPackage } from "../../signing/test/signed-package.ts";
import { verifySigned } from "./verify-signed.ts";

const folder = mkdtempSync(join(tmpdir(), "worldflux-verify-"));
afterAll(() => rmSync(folder, { recursive: true }));
const config = join(folder, "trusted_signers.json");
const key = keyOf();
const validFrom = "2026-01-01T00:00:00Z";
writeFileSync(config, trustedSignersFor(key.publicKey, { subject: "ACME QA", validFrom }));

const plain = unsignedPackage();
const changed = new Map(plain).set("evidence.md", new TextEncoder().encode("kinder\n"));
const verify = (files: ReadonlyMap<string, Uint8Array>, line = "") =>
  verifySigned(
    { files, refused: [] },
    {
      "trusted-signer-config": line.includes("config") ? config : undefined,
      "require-signature": line.includes("require"),
      "require-lock": false,
      "allow-unsigned": line.includes("allow"),
    },
    now,
  );

/** Checks that structure has to know the signature file for; the verifier is told of it elsewhere. */
const knowsSignature = verifyPackage({
  files: new Map(plain).set(signatureName, new Uint8Array()),
  refused: [],
}).ok;

test.each<[string, ReadonlyMap<string, Uint8Array>, string, string, string, number]>([
  ["unsigned", plain, "", "not_evaluated", "not_evaluated", 0],
  ["unsigned", plain, "require", "not_evaluated", "fail", 3],
  ["unsigned", plain, "config", "not_evaluated", "fail", 3],
  ["unsigned", plain, "config require", "not_evaluated", "fail", 3],
  ["unsigned", plain, "config allow", "not_evaluated", "not_evaluated", 0],
  ["unsigned and changed", changed, "config", "not_evaluated", "fail", 4],
])("%s, with %j", async (_, files, line, signature, identity, exitCode) => {
  const result = await verify(files, line);
  expect(result.checks.map(({ id }) => id)).toEqual(checkIds);
  const status = (id: string) => result.checks.find((check) => check.id === id)?.status;
  expect([status("signature"), status("identity")]).toEqual([signature, identity]);
  expect(result.exitCode).toBe(exitCode);
  expect(result.ok).toBe(exitCode === 0);
});

test
  .runIf(knowsSignature)
  .each<[string, ReadonlyMap<string, Uint8Array>, string, string, string, number]>([
    ["signed", signed(plain, key), "", "not_evaluated", "not_evaluated", 0],
    ["signed", signed(plain, key), "require", "not_evaluated", "fail", 3],
    ["signed", signed(plain, key), "config", "pass", "pass", 0],
    ["signed", signed(plain, key), "config allow", "pass", "pass", 0],
    ["signed by another", signed(plain, keyOf()), "config", "not_evaluated", "fail", 3],
    ["signed by another", signed(plain, keyOf()), "config allow", "not_evaluated", "fail", 3],
    ["signed, then changed", signed(changed, key), "config", "pass", "pass", 4],
    [
      "with a broken signature",
      new Map(plain).set(signatureName, new Uint8Array()),
      "",
      "fail",
      "not_evaluated",
      4,
    ],
  ])("%s, with %j", async (_, files, line, signature, identity, exitCode) => {
  const result = await verify(files, line);
  const status = (id: string) => result.checks.find((check) => check.id === id)?.status;
  expect([status("signature"), status("identity")]).toEqual([signature, identity]);
  expect(result.exitCode).toBe(exitCode);
});

test("options that contradict each other are refused", async () => {
  for (const line of ["allow", "config allow require"]) {
    await expect(verify(plain, line)).rejects.toThrow("--allow-unsigned goes with");
  }
});
