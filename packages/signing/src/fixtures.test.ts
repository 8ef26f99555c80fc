import { readFileSync } from "node:fs";
import { manifestName } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { now } from "../test/signed-package.ts";
import { signatureName } from "./bundle.ts";
import { readTrustedSigners } from "./trusted-signers.ts";
import { verifyBundle } from "./verify.ts";

// Signatures that were made once and are kept: what was signed has to verify for ever.
describe.each(["p256", "ed25519"])("the kept %s signature", (folder) => {
  const read = (name: string) =>
    readFileSync(new URL(`../fixtures/${folder}/${name}`, import.meta.url));
  const manifestBytes = read(manifestName);
  const trustedSigners = readTrustedSigners(read("trusted_signers.json"), "trusted_signers.json");
  const check = (bundleBytes: Uint8Array, manifest: Uint8Array = manifestBytes) =>
    verifyBundle({ bundleBytes, manifestBytes: manifest, trustedSigners, now });

  test("verifies", () => {
    const { signature, identity } = check(read(signatureName));
    expect([signature.status, identity.status]).toEqual(["pass", "pass"]);
    expect(identity.detail).toContain('"fixture"');
  });

  test("fits no other manifest", () => {
    const changed = Buffer.concat([manifestBytes, Buffer.from(" ")]);
    expect(check(read(signatureName), changed).signature.code).toBe("subject_mismatch");
  });

  test("is refused with any one bit of it flipped, but where the bit means nothing", () => {
    const bundle = read(signatureName);
    const genuine = JSON.parse(bundle.toString());
    for (let at = 0; at < bundle.length; at++) {
      const flipped = Buffer.from(bundle);
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (at % 8)), at);
      const { signature } = check(flipped);
      if (signature.status === "pass") expect(JSON.parse(flipped.toString())).toEqual(genuine);
    }
  });
});
