import { spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync, sign as signBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleFromJSON, bundleToJSON } from "@sigstore/bundle";
import { SigningConfig, TrustedRoot } from "@sigstore/protobuf-specs";
import { bundleBuilderFromSigningConfig } from "@sigstore/sign";
import { toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type LocalSigstore, startLocalSigstore, workflowClaims } from "./index.ts";

let local: LocalSigstore;
beforeAll(async () => {
  local = await startLocalSigstore();
});
afterAll(() => local.close());
afterEach(() => {
  for (const fault of Object.keys(local.faults)) delete local.faults[fault as "entry"];
});

const payload = Buffer.from('{"_type":"https://in-toto.io/Statement/v1"}');
const payloadType = "application/vnd.in-toto+json";
const somebody = { email: "dev@acme.example", email_verified: true };

/** Upstream's own verifier, as it comes. */
function verify(bundle: unknown, policy = {}) {
  const material = toTrustMaterial(TrustedRoot.fromJSON(local.trustedRoot));
  const verifier = new Verifier(material, {
    tlogThreshold: 1,
    ctlogThreshold: 1,
    timestampThreshold: 1,
  });
  return verifier.verify(toSignedEntity(bundleFromJSON(bundle)), policy);
}

/** Upstream's own signer, over HTTP. */
async function sign(rekor: 1 | 2, token = local.identityToken()) {
  const builder = bundleBuilderFromSigningConfig({
    bundleType: "dsseEnvelope",
    signingConfig: SigningConfig.fromJSON(local.signingConfigWith({ rekor })),
    identityProvider: { getToken: async () => token },
    fetchOptions: { timeout: 5000, retry: 0 },
  });
  return bundleToJSON(await builder.create({ data: payload, type: payloadType }));
}

describe("upstream's signer and verifier accept the deployment", () => {
  test.each([1, 2] as const)("Rekor v%i", async (rekor) => {
    const signer = verify(await sign(rekor), {
      subjectAlternativeName: "^dev@acme\\.example$",
      extensions: { issuer: local.issuer },
    });
    expect(signer.identity).toMatchObject({ subjectAlternativeName: "dev@acme.example" });
  });

  test("a workflow's certificate names the workflow", async () => {
    const bundle = await sign(1, local.identityToken(workflowClaims));
    const { identity } = verify(bundle);
    expect(identity?.subjectAlternativeName).toBe(
      "https://github.com/acme/robot/.github/workflows/eval.yml@refs/tags/v1",
    );
  });

  test.each(["v1", "v2-dsse"] as const)("a bundle made in this process, log %s", (log) => {
    expect(() => verify(local.bundle({ payload, claims: somebody, log }))).not.toThrow();
  });

  test("the newer form of Rekor v2 fits what upstream does not read yet", () => {
    const bundle = local.bundle({ payload, claims: somebody, log: "v2" });
    expect(() => verify(bundle)).toThrow("digest mismatch");
  });
});

describe("Fulcio", () => {
  /** Asks for a certificate as a client of one's own, with a proof for `subject`. */
  async function ask(token: string, subject = "dev@acme.example") {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const response = await fetch(`${local.url}/api/v2/signingCert`, {
      method: "POST",
      body: JSON.stringify({
        credentials: { oidcIdentityToken: token },
        publicKeyRequest: {
          publicKey: {
            algorithm: "ECDSA",
            content: publicKey.export({ format: "pem", type: "spki" }),
          },
          proofOfPossession: signBytes("sha256", Buffer.from(subject), privateKey).toString(
            "base64",
          ),
        },
      }),
    });
    return `${response.status} ${JSON.stringify(await response.json()).slice(0, 100)}`;
  }

  test("gives a certificate to whom the token names", async () => {
    expect(await ask(local.identityToken())).toContain("BEGIN CERTIFICATE");
  });

  test.each([
    ["ran out", () => ask(local.identityToken({ exp: 1 })), "expired"],
    ["is for another audience", () => ask(local.identityToken({ aud: "other" })), "audience"],
    [
      "is of another issuer",
      () => ask(local.identityToken({ iss: "https://o.example" })),
      "issuer",
    ],
    [
      "was changed",
      () => ask(local.identityToken().replace(/\.[^.]+\./, ".e30.")),
      "identity token",
    ],
    [
      "does not verify the address",
      () => ask(local.identityToken({ email_verified: false })),
      "not verified",
    ],
  ])("refuses a token that %s", async (_, asked, why) => {
    expect(await asked()).toMatch(new RegExp(`^401 .*${why}`));
  });

  test("refuses a proof of possession for somebody else", async () => {
    expect(await ask(local.identityToken(), "other@acme.example")).toMatch(/^400 .*signature/);
  });

  test("refuses every proof when told to", async () => {
    local.faults.proofOfPossession = "refuse";
    await expect(sign(1)).rejects.toThrow();
  });
});

describe("a fault makes a bundle that does not verify", () => {
  const faults = [
    { certificate: "expired" },
    { certificate: "other-key" },
    { certificate: "no-sct" },
    { certificate: "other-authority" },
    { entry: "other-content" },
    { entry: "other-signature" },
    { entry: "other-log-id" },
    { entry: "no-proof" },
    { entry: "wrong-root" },
    { entry: "wrong-signature" },
    { checkpointName: "another-log.example" },
    { timestamp: "other-chain" },
    { timestamp: "other-digest" },
  ] as const;
  test.each(faults)("%o", (fault) => {
    Object.assign(local.faults, fault);
    const bundle = local.bundle({ payload, claims: somebody });
    expect(() => verify(bundle)).toThrow();
  });
});

test("openssl reads certificates and time stamps", () => {
  const folder = mkdtempSync(join(tmpdir(), "worldflux-local-sigstore-"));
  try {
    const openssl = (...args: string[]) =>
      spawnSync("openssl", args, { cwd: folder, encoding: "utf8" });
    const [stamper, root] = local.trustedRoot.timestampAuthorities[0]?.certChain.certificates ?? [];
    const bytes = (certificate: { rawBytes: string } | undefined) =>
      Buffer.from(certificate?.rawBytes ?? "", "base64");
    const toPem = (from: Buffer, to: string) => {
      writeFileSync(join(folder, "in.der"), from);
      return openssl("x509", "-inform", "DER", "-in", "in.der", "-out", to).status;
    };
    expect(toPem(bytes(root), "root.pem")).toBe(0);
    expect(toPem(bytes(stamper), "stamper.pem")).toBe(0);
    const leaf = Buffer.from(
      local.bundle({ payload, claims: somebody }).verificationMaterial.certificate.rawBytes,
      "base64",
    );
    expect(toPem(leaf, "leaf.pem")).toBe(0);
    const text = openssl("x509", "-in", "leaf.pem", "-noout", "-text").stdout;
    expect(text).toContain("email:dev@acme.example");
    expect(text).toContain("Signed Certificate Timestamp");

    writeFileSync(join(folder, "data"), "signature");
    writeFileSync(
      join(folder, "reply.tsr"),
      local.timestamp(createHash("sha256").update("signature").digest()),
    );
    const checked = openssl(
      ...["ts", "-verify", "-data", "data", "-in", "reply.tsr", "-CAfile", "root.pem"],
    );
    expect(checked.stdout + checked.stderr).toContain("Verification: OK");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
