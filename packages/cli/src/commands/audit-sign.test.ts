import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { canonicalBytes, manifestName, memberType, sha256 } from "@worldflux/schema";
import { checkSignature, readTrustedSigners, signatureName } from "@worldflux/signing";
import { inMemory, readPackageFolder, verifyPackage } from "@worldflux/verifier";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { committed, withManifest } from "../../../evidence/test/committed-package.ts";
import {
  keyOf,
  signatureOf,
  trusting,
  unsignedPackage,
} from "../../../signing/test/signed-package.ts";
import { auditKeygen } from "./audit-keygen.ts";
import { auditSign } from "./audit-sign.ts";

const root = mkdtempSync(join(tmpdir(), "worldflux-sign-"));
const at = (...names: string[]) => join(root, ...names);
const variable = "WORLDFLUX_KEY_PASSPHRASE";
const before = process.env[variable];
// A job that tests this may have tokens of its own; none of them is to sign anything here.
delete process.env["SIGSTORE_ID_TOKEN"];
delete process.env["ACTIONS_ID_TOKEN_REQUEST_URL"];
const phrase = "correct horse battery";
const plain = unsignedPackage();
const code = (expected: string) => expect.objectContaining({ code: expected });

let folders = 0;
function write(files: ReadonlyMap<string, Uint8Array> = plain): string {
  const folder = at(`package-${folders++}`);
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

const sign = (folder: string, more: object = {}) =>
  auditSign({
    package: folder,
    backend: "self-sign",
    key: at("keys/signer.key"),
    force: false,
    json: false,
    ...more,
  });

/** `[signature, identity]` of a folder, by keygen's own configuration. */
function statuses(folder: string, config = at("keys/trusted_signers.json")) {
  const { files } = readPackageFolder(folder);
  const trustedSigners = readTrustedSigners(readFileSync(config), "trusted_signers.json");
  const { signature, identity } = checkSignature(inMemory(files), {
    trustedSigners,
    now: new Date(),
  });
  return [signature.status, identity.status];
}

beforeAll(async () => {
  process.env[variable] = phrase;
  await auditKeygen({ output: at("keys"), subject: "ACME QA", json: false });
});
afterAll(() => {
  if (before === undefined) delete process.env[variable];
  else process.env[variable] = before;
  rmSync(root, { recursive: true });
});

describe("audit keygen", () => {
  test.each(["p256", "ed25519"] as const)(
    "makes a %s key that signs and verifies",
    async (algorithm) => {
      const { text, json } = await auditKeygen({ output: at(algorithm), algorithm, json: false });
      const { key_id: keyId } = json as { key_id: string };
      expect(text).toContain(keyId);
      expect(JSON.stringify(json) + text).not.toContain(phrase);
      const folder = write();
      await sign(folder, { key: at(algorithm, "signer.key") });
      expect(statuses(folder, at(algorithm, "trusted_signers.json"))).toEqual(["pass", "pass"]);
      expect(statuses(folder)).toEqual(["not_evaluated", "fail"]);
    },
  );

  test("never overwrites", async () => {
    const { mtimeMs } = statSync(at("keys/signer.key"));
    const again = auditKeygen({ output: at("keys"), json: false });
    await expect(again).rejects.toEqual(code("WF_OUTPUT_EXISTS"));
    expect(statSync(at("keys/signer.key")).mtimeMs).toBe(mtimeMs);
  });

  test("writes no private key into a package", async () => {
    const folder = write();
    for (const inside of [join(folder, "keys"), join(folder, "a/b/keys")]) {
      await expect(auditKeygen({ output: inside, json: false })).rejects.toEqual(
        code("WF_OUTPUT_UNWRITABLE"),
      );
    }
    expect(readdirSync(folder)).toHaveLength(plain.size);
  });

  test.runIf(process.platform !== "win32")(
    "writes no private key into a package behind a link",
    async () => {
      const folder = write();
      mkdirSync(join(folder, "compliance"));
      symlinkSync(join(folder, "compliance"), at("into-package"));
      for (const inside of ["into-package/keys", "into-package/a/b/keys"]) {
        await expect(auditKeygen({ output: at(inside), json: false })).rejects.toEqual(
          code("WF_OUTPUT_UNWRITABLE"),
        );
      }
      expect(readdirSync(join(folder, "compliance"))).toEqual([]);
    },
  );

  test("refuses a subject that cannot be shown, and writes nothing", async () => {
    for (const subject of ["", "QA \u202egro", "a\nb", "x".repeat(201)]) {
      await expect(auditKeygen({ output: at("bad"), subject, json: false })).rejects.toEqual(
        code("WF_DOCUMENT_INVALID"),
      );
    }
    expect(readdirSync(root)).not.toContain("bad");
  });
});

describe("audit sign", () => {
  test("adds one file, and what was verified before verifies still", async () => {
    const folder = write();
    const { text, json } = await sign(folder);
    expect(readdirSync(folder).sort()).toEqual([...plain.keys(), signatureName].sort());
    for (const [name, bytes] of plain)
      expect(readFileSync(join(folder, name))).toEqual(Buffer.from(bytes));
    expect(json).toMatchObject({
      package_id: "evd_01HXY7K9ABCDEFGHJKMNPQRSTV",
      signature: "signature.sigstore.json",
      manifest_sha256: sha256(plain.get(manifestName) ?? ""),
      algorithm: "ecdsa-p256-sha256",
    });
    expect(text).toContain("audit verify");
    expect(statuses(folder)).toEqual(["pass", "pass"]);
  });

  test("replaces a signature only by force", async () => {
    const folder = write();
    await sign(folder);
    const first = readFileSync(join(folder, signatureName));
    await expect(sign(folder)).rejects.toEqual(code("WF_OUTPUT_EXISTS"));
    expect(readFileSync(join(folder, signatureName))).toEqual(first);
    await sign(folder, { force: true });
    expect(statuses(folder)).toEqual(["pass", "pass"]);
  });

  /** A member replaced and the manifest made to fit. */
  function edited(name: string, edit: (text: string) => string): Map<string, Uint8Array> {
    const text = (path: string) => new TextDecoder().decode(plain.get(path));
    const bytes = new TextEncoder().encode(edit(text(name)));
    const manifest = JSON.parse(text(manifestName));
    for (const member of manifest.members) {
      if (member.path === name)
        Object.assign(member, { sha256: sha256(bytes), size_bytes: bytes.length });
    }
    return new Map(plain).set(name, bytes).set(manifestName, canonicalBytes(manifest));
  }
  const kinder = edited("evidence.json", (text) =>
    text.replace(/"verdict":"\w+"/, '"verdict":"supported"'),
  );
  const raised = edited("evidence.json", (text) =>
    text.replace(/"successes":\d+/, '"successes":20'),
  );
  const flipped = edited("episode_results.jsonl", (text) => text.replace('"failure"', '"success"'));

  test.each([
    ["the verdict", kinder],
    ["a count", raised],
    ["one episode", flipped],
  ])("refuses a package in which %s was changed", async (_, files) => {
    const folder = write(files);
    await expect(sign(folder)).rejects.toEqual(code("WF_PACKAGE_REFUSED"));
    expect(readdirSync(folder)).not.toContain(signatureName);
  });

  test.each([
    ["the verdict", kinder],
    ["a count", raised],
    ["one episode", flipped],
  ])("cannot be stood in for: with the genuine key and %s changed, recompute fails", (_, files) => {
    const key = keyOf();
    const forged = new Map(files).set(signatureName, signatureOf(files, key));
    const policy = { trustedSigners: trusting(key), now: new Date("2026-06-01T00:00:00Z") };
    expect(checkSignature(forged, policy).signature.status).toBe("pass");
    const { ok, checks } = verifyPackage({ files, refused: [] });
    expect(ok).toBe(false);
    const failed = checks.filter(({ status }) => status === "fail").map(({ id }) => id);
    expect(failed.some((id) => id.startsWith("recompute."))).toBe(true);
  });

  test("refuses what was not handed over whole", async () => {
    const subset = new Map(plain);
    subset.delete("episode_results.jsonl");
    const refused = sign(write(subset));
    await expect(refused).rejects.toEqual(code("WF_PACKAGE_REFUSED"));
    await expect(refused).rejects.toThrow("recompute.episodes");
  });

  test.each([
    ["a member", "claim.json"],
    ["its signature", signatureName],
    ["an added file", "notes.txt"],
  ])("signs nothing when %s changes while the pass phrase is asked for", async (_, name) => {
    const folder = write();
    await sign(folder);
    const old = readFileSync(join(folder, signatureName));
    const signing = sign(folder, { force: true }); // has read the package, and waits for the phrase
    writeFileSync(join(folder, name), "{}\n");
    await expect(signing).rejects.toEqual(code("WF_PACKAGE_REFUSED"));
    await expect(signing).rejects.toThrow(`changed while it was being signed: ${name}`);
    const left = name === signatureName ? Buffer.from("{}\n") : old;
    expect(readFileSync(join(folder, signatureName))).toEqual(left);
  });

  const whole = committed(plain);
  const secrets = [...whole.keys()].filter((name) => memberType(name)?.visibility === "private");

  test("signs a package that commits to its records, when key and records are there", async () => {
    const folder = write(whole);
    await sign(folder);
    expect(statuses(folder)).toEqual(["pass", "pass"]);
  });

  test.each(secrets)("refuses a package from which %s was withheld", async (name) => {
    const subset = new Map(whole);
    subset.delete(name);
    expect(verifyPackage({ files: subset, refused: [] }).ok).toBe(true);
    const folder = write(subset);
    const refused = sign(folder);
    await expect(refused).rejects.toEqual(code("WF_PACKAGE_REFUSED"));
    await expect(refused).rejects.toThrow(`withheld: ${name}`);
    expect(readdirSync(folder)).not.toContain(signatureName);
  });

  test("refuses a root whose key the package does not even list", async () => {
    const without = new Map(whole);
    without.delete("commitment_key.json");
    const refused = sign(write(withManifest(without)));
    await expect(refused).rejects.toEqual(code("WF_PACKAGE_REFUSED"));
    await expect(refused).rejects.toThrow("commitments: ");
  });

  test.each([
    ["a file that does not belong", (folder: string) => writeFileSync(join(folder, "x"), "")],
    ["a link", (folder: string) => symlinkSync("/etc/hosts", join(folder, "y"))],
    [
      "a link in the signature's place",
      (folder: string) => symlinkSync("/x", join(folder, signatureName)),
    ],
  ])("refuses a package with %s", async (_, spoil) => {
    const folder = write();
    spoil(folder);
    await expect(sign(folder, { force: true })).rejects.toEqual(code("WF_PACKAGE_REFUSED"));
  });

  test.each<[string, object, string]>([
    ["no key", { key: undefined }, "WF_USAGE"],
    [
      "no backend, no key, no token, and nobody to ask",
      { backend: undefined, key: undefined },
      "WF_CONSENT",
    ],
    ["a key for the other backend", { backend: "sigstore" }, "WF_USAGE"],
    ["an issuer for this backend", { "oidc-issuer": "https://x.example" }, "WF_USAGE"],
    [
      "a time stamp for the other backend",
      { backend: "sigstore", key: undefined, "timestamp-url": "https://x.example" },
      "WF_USAGE",
    ],
    ["a time stamp in the clear", { "timestamp-url": "http://x.example" }, "WF_USAGE"],
    ["a key that is not there", { key: at("none") }, "WF_INPUT_NOT_FOUND"],
    ["the public key", { key: at("keys/signer.pub") }, "WF_KEY_REFUSED"],
  ])("refuses %s", async (_, more, expected) => {
    const folder = write();
    await expect(sign(folder, more)).rejects.toEqual(code(expected));
    expect(readdirSync(folder)).not.toContain(signatureName);
  });

  test("a wrong pass phrase is named as that, and not shown", async () => {
    process.env[variable] = "another phrase";
    const refused = sign(write());
    await expect(refused).rejects.toEqual(code("WF_PASS_PHRASE"));
    await expect(refused).rejects.not.toThrow("another phrase");
    process.env[variable] = phrase;
  });
});
