import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { canonicalBytes, manifestName, sha256 } from "@worldflux/schema";
import { afterAll, describe, expect, test } from "vitest";
import { signatureName } from "../src/index.ts";
import { SigningAlgorithm } from "../src/public-key.ts";
import { signPayload } from "../src/sign.ts";
import { keyOf, signed, unsignedPackage } from "./signed-package.ts";

/** The page's own commands, run as they stand. */
const page = readFileSync(new URL("../../../docs/signing.md", import.meta.url), "utf8");
const section = page.slice(page.indexOf("## Checking without this program"));
const blocks = (language: string) =>
  [...section.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(
    (m) => m[1] ?? "",
  );
const [script = ""] = blocks("python");
const [p256 = "", ed25519 = ""] = blocks("sh");
const commands = {
  "ecdsa-p256-sha256": p256,
  ed25519: p256.replace(/^openssl.*\n/m, ed25519),
};

const root = mkdtempSync(join(tmpdir(), "worldflux-without-us-"));
afterAll(() => rmSync(root, { recursive: true }));
const tools = ["openssl", "sha256sum", "python3"];
const has = tools.every((tool) => {
  const [flag] = tool === "openssl" ? ["version"] : ["--version"];
  return spawnSync(tool, [flag ?? ""]).status === 0;
});

let folders = 0;
/** Exit code and output of the page's commands for a package and a public key. */
function run(algorithm: SigningAlgorithm, files: ReadonlyMap<string, Uint8Array>, pem: string) {
  const cwd = join(root, String(folders++));
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(cwd, "evidence_pkg", path)), { recursive: true });
    writeFileSync(join(cwd, "evidence_pkg", path), bytes);
  }
  mkdirSync(join(cwd, "keys"));
  writeFileSync(join(cwd, "keys/signer.pub"), pem);
  writeFileSync(join(cwd, "unpack.py"), script);
  return spawnSync("sh", ["-e", "-c", commands[algorithm]], { cwd, encoding: "utf8" });
}

test("the page has a script and the commands for both kinds of key", () => {
  expect(script).toContain("DSSEv1");
  expect(p256.trim().split("\n")).toHaveLength(3);
  expect(ed25519).toContain("pkeyutl");
});

describe.skipIf(!has).each(SigningAlgorithm.options)(
  "openssl, sha256sum and python3, %s",
  (algorithm) => {
    const key = keyOf(algorithm);
    const files = signed(unsignedPackage(), key);
    const { pem } = key.publicKey;

    test("accept a signed package, and its public subset", () => {
      const whole = run(algorithm, files, pem);
      expect(whole.stderr).toBe("");
      expect(whole.status).toBe(0);
      expect(whole.stdout).toMatch(/Verified (OK|Successfully)/);
      expect(whole.stdout.match(/: OK$/gm)).toHaveLength(files.size - 1);
      const subset = new Map(files);
      subset.delete("episode_results.jsonl");
      expect(run(algorithm, subset, pem).status).toBe(0);
    });

    const text = (name: string) => new TextDecoder().decode(files.get(name));
    const utf8 = (content: string) => new TextEncoder().encode(content);
    const flippedSig = text(signatureName).replace(/"sig":"(.{20})(.)/, (_, head, c) => {
      return `"sig":"${head}${c === "A" ? "B" : "A"}`;
    });
    const naming = (other: string) => {
      const statement = JSON.parse(atob(JSON.parse(text(signatureName)).dsseEnvelope.payload));
      statement.predicate.key = sha256(other);
      return signPayload(canonicalBytes(statement).subarray(0, -1), key);
    };
    test.each<[string, ReadonlyMap<string, Uint8Array>]>([
      ["a changed member", new Map(files).set("evidence.md", utf8(`${text("evidence.md")} `))],
      ["a changed manifest", new Map(files).set(manifestName, utf8(`${text(manifestName)} `))],
      ["an added file", new Map(files).set("more.txt", utf8("x"))],
      ["a missing public member", new Map([...files].filter(([name]) => name !== "claim.json"))],
      ["a flipped signature", new Map(files).set(signatureName, utf8(flippedSig))],
      ["another's signature", signed(unsignedPackage(), keyOf(algorithm))],
      ["a statement that names another key", new Map(files).set(signatureName, naming("another"))],
      [
        "another package's signature",
        new Map(files).set(
          signatureName,
          signed(unsignedPackage("evd_01HXY7K9ABCDEFGHJKMNPQRST0"), key).get(signatureName) ??
            utf8(""),
        ),
      ],
    ])("refuse %s", (_, changed) => {
      expect(run(algorithm, changed, pem).status).not.toBe(0);
    });
  },
);
