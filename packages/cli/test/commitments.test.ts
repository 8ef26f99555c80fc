import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { auditRun, preparedFolder, worldflux } from "./worldflux.ts";

/** A folder with the package of the sample, and `public/` with its public members alone. */
function packaged(): string {
  const cwd = preparedFolder();
  const { status, stderr } = worldflux(cwd, auditRun);
  expect(status, stderr).toBe(0);
  cpSync(join(cwd, "evidence_pkg"), join(cwd, "public"), { recursive: true });
  const { members } = JSON.parse(read(cwd, "evidence_pkg/artifact_manifest.json"));
  for (const { path, visibility } of members) {
    if (visibility === "private") rmSync(join(cwd, "public", path));
  }
  return cwd;
}

const read = (...path: string[]) => readFileSync(join(...path), "utf8");
const challenge =
  "evidence challenge public --nonce drawn-on-2026-01-02-4261 --output challenge.json";
const open = "evidence open evidence_pkg --challenge challenge.json --output opening.json";
const check = "evidence check-opening opening.json --package public --challenge challenge.json";

test("a reviewer with the public members has episodes opened, and believes no changed one", () => {
  const cwd = packaged();
  expect(readdirSync(join(cwd, "public"))).not.toContain("commitment_key.json");
  const { commitments } = JSON.parse(read(cwd, "public/audit_provenance.json"));
  expect(commitments).toMatchObject({ tree: "rfc6962_sha256", tree_size: 400 });

  expect(worldflux(cwd, challenge)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("20 of 400 episodes to open: 16 successes, 4 others"),
  });
  expect(worldflux(cwd, open).status).toBe(0);
  const accepted = worldflux(cwd, check);
  expect(accepted).toMatchObject({ status: 0, stderr: "" });
  expect(accepted.stdout.match(/^opened {3}ep_/gm)).toHaveLength(20);
  expect(accepted.stdout).toContain("the other 380 episodes: withheld, outcome committed");

  const opening = read(cwd, "opening.json");
  writeFileSync(join(cwd, "opening.json"), opening.replace('\\"failure\\"', '\\"success\\"'));
  const refused = worldflux(cwd, `${check} --json`);
  expect(refused.status).toBe(4);
  expect(JSON.parse(refused.stdout)).toMatchObject({ ok: false, tree_size: 400 });
});

test("the same nonce asks for the same; more episodes than were asked for are welcome", () => {
  const cwd = packaged();
  expect(worldflux(cwd, challenge).status).toBe(0);
  const first = read(cwd, "challenge.json");
  expect(worldflux(cwd, challenge)).toMatchObject({
    status: 3,
    stderr: expect.stringContaining("WF_OUTPUT_EXISTS"),
  });
  expect(worldflux(cwd, `${challenge} --force`).status).toBe(0);
  expect(read(cwd, "challenge.json")).toBe(first);

  const one = "evidence open evidence_pkg --episode ep_000001 --episode ep_000400";
  expect(worldflux(cwd, `${one} --output two.json`).status).toBe(0);
  const short = "evidence check-opening two.json --package public";
  expect(worldflux(cwd, short)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("the other 398 episodes: withheld, outcome committed"),
  });
  expect(worldflux(cwd, `${short} --challenge challenge.json`)).toMatchObject({
    status: 4,
    stdout: expect.stringContaining("asked for and not opened"),
  });
});

test("only who has records and key can open; a changed record opens nothing", () => {
  const cwd = packaged();
  const openPublic = "evidence open public --episode ep_000001 --output opening.json";
  expect(worldflux(cwd, openPublic)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("episode_results.jsonl"),
  });
  const path = join(cwd, "evidence_pkg/episode_results.jsonl");
  writeFileSync(path, read(path).replace('"outcome":"failure"', '"outcome":"success"'));
  expect(
    worldflux(cwd, "evidence open evidence_pkg --episode ep_000001 --output o.json"),
  ).toMatchObject({ status: 2, stderr: expect.stringContaining("WF_PACKAGE_INVALID") });
});

test("verify recomputes the root, and says what a public subset withholds", () => {
  const cwd = packaged();
  const of = (folder: string) => {
    const { checks } = JSON.parse(worldflux(cwd, `audit verify ${folder} --json`).stdout);
    return checks.find(({ id }: { id: string }) => id === "commitments");
  };
  expect(of("evidence_pkg")).toMatchObject({ status: "pass" });
  expect(of("public")).toMatchObject({
    status: "not_evaluated",
    detail: expect.stringContaining("400 episodes withheld, outcome committed"),
  });
  expect(worldflux(cwd, "evidence inspect public").stdout).toContain(
    "Episode records: withheld, outcome committed: 400 episodes under sha256:",
  );
});

test("two packages of the same input have different roots and keys", () => {
  const [a, b] = [packaged(), packaged()];
  const of = (cwd: string) => [
    JSON.parse(read(cwd, "public/audit_provenance.json")).commitments.root,
    JSON.parse(read(cwd, "evidence_pkg/commitment_key.json")).key,
  ];
  expect(new Set([...of(a), ...of(b)]).size).toBe(4);
});
