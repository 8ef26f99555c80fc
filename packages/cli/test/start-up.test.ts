import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { auditRun, preparedFolder, workFolder, worldflux, worldfluxAlone } from "./worldflux.ts";

/** Writes down the URL of every module that is resolved. */
const hooks = `
import { appendFileSync } from "node:fs";
export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  appendFileSync("loaded.txt", resolved.url + "\\n");
  return resolved;
}`;

const register = `
import { register } from "node:module";
register("data:text/javascript," + encodeURIComponent(${JSON.stringify(hooks)}));`;

/** URLs of the files that a command line loads. */
function loadedBy(cwd: string, line: string): string[] {
  const preload = `data:text/javascript,${encodeURIComponent(register)}`;
  const { status, stderr } = worldfluxAlone(cwd, line, ["--import", preload]);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const urls = readFileSync(join(cwd, "loaded.txt"), "utf8").trim().split("\n");
  rmSync(join(cwd, "loaded.txt"));
  return [...new Set(urls.filter((url) => url.startsWith("file:")))];
}

test("making and checking a package loads nothing that asks services", () => {
  const cwd = preparedFolder();
  const services = (line: string) =>
    loadedBy(cwd, line).filter((url) => /keyless|sign-with-sigstore|@sigstore\/sign/.test(url));
  expect(services(auditRun)).toEqual([]);
  expect(services("audit verify evidence_pkg")).toEqual([]);
});

test("checking a package that is not signed loads nothing that judges certificates or time stamps", () => {
  const cwd = preparedFolder();
  expect(worldflux(cwd, auditRun).status).toBe(0);
  const policy = {
    schema_version: "worldflux.sigstore_policy.v1",
    trust: { kind: "public-good" },
    identities: [{ issuer: "https://issuer.example", san: { exact: "ci@acme.example" } }],
  };
  writeFileSync(join(cwd, "policy.json"), JSON.stringify(policy));
  const judges = /@sigstore\+|@sigstore\/|tuf-js|judge-|signature-worker/;
  for (const options of ["", " --sigstore-policy-config policy.json --allow-unsigned"]) {
    const urls = loadedBy(cwd, `audit verify evidence_pkg${options}`);
    expect(urls.length).toBeGreaterThan(5);
    expect(
      urls.filter((url) => judges.test(url)),
      options,
    ).toEqual([]);
  }
});

// How long a start takes depends on the machine; what it loads does not.
test.each(["--help", "--version", "audit run --help"])(
  "`worldflux %s` loads the CLI alone",
  (line) => {
    const files = loadedBy(workFolder(), line);
    expect(files.filter((url) => !url.includes("/packages/cli/"))).toEqual([]);
    const bytes = files.map((url) => statSync(fileURLToPath(url)).size);
    expect(bytes.reduce((a, b) => a + b, 0)).toBeLessThan(250_000);
  },
);
