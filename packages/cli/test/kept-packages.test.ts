import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { derivation } from "@worldflux/evidence";
import { expect, test } from "vitest";
import { worldflux } from "./worldflux.ts";

/** One signed package of each format that was ever released; `scripts/keep-package.mjs` makes them. */
const kept = new URL("../../verifier/fixtures/kept/", import.meta.url).pathname;
const packages = readdirSync(kept);

test("each format is kept with a key and with a certificate, and locked with both", () => {
  const kinds = ["keyless", "keyless-lock", "self-sign"].map((kind) => `v0_draft-1-${kind}`);
  expect(packages).toEqual(expect.arrayContaining(kinds));
});

test.each(packages)("%s verifies as it did when it was made", (name) => {
  const cwd = join(kept, name);
  const read = (file: string) => JSON.parse(readFileSync(join(cwd, file), "utf8"));
  const trust = [
    ["policy.json", "--sigstore-policy-config policy.json"],
    ["trusted_signers.json", "--trusted-signer-config trusted_signers.json"],
  ]
    .flatMap(([file = "", option]) => (existsSync(join(cwd, file)) ? [option] : []))
    .join(" ");
  const { status, stdout } = worldflux(cwd, `audit verify evidence_pkg ${trust} --json`);
  const checks: { id: string; status: string; detail: string }[] = JSON.parse(stdout).checks;
  const found = Object.fromEntries(checks.map((check) => [check.id, check.status]));
  const then = read("checks.json");
  const rules = read("evidence_pkg/evidence.json").derivation;
  if (rules === derivation) {
    expect(found).toEqual(then);
    expect(status).toBe(0);
    return;
  }
  // Rules that this version no longer derives by: who signed what is still seen, and which version recomputes it.
  const lasting = ["structure", "manifest", "signature", "identity", "lock", "schema"];
  for (const id of lasting) expect(found[id], id).toBe(then[id]);
  const evidence = checks.find(({ id }) => id === "recompute.evidence");
  expect(evidence?.detail).toContain(`was derived by rules ${rules}`);
});
