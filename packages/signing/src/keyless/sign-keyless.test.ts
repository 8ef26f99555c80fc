import { createHash } from "node:crypto";
import { bundleFromJSON } from "@sigstore/bundle";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify";
import { type Faults, startLocalSigstore, workflowClaims } from "@worldflux/local-sigstore";
import { canonicalJson, manifestName, WorldFluxError } from "@worldflux/schema";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { unsignedPackage } from "../../test/signed-package.ts";
import { preAuthenticationEncoding } from "../dsse.ts";
import { packageFacts } from "../package-facts.ts";
import { statementBytes } from "../statement.ts";
import { readIdentityToken } from "./identity-token.ts";
import { publicGood } from "./public-good.ts";
import { signKeyless } from "./sign-keyless.ts";
import { readSigningServices } from "./signing-config.ts";

type LocalSigstore = Awaited<ReturnType<typeof startLocalSigstore>>;

let local: LocalSigstore;
beforeAll(async () => {
  local = await startLocalSigstore();
});
afterAll(() => local.close());
afterEach(() => {
  for (const fault of Object.keys(local.faults)) delete local.faults[fault as keyof Faults];
});

const files = unsignedPackage();
const manifestBytes = files.get(manifestName) ?? new Uint8Array();
const facts = packageFacts(files);
const producer = { name: "worldflux", version: "0.0.0" };

interface How {
  readonly rekor?: 1 | 2;
  readonly timestamps?: boolean;
  readonly token?: string;
  /** The deployment's keys, to verify with before anything is returned. */
  readonly root?: object;
  readonly timeoutMs?: number;
}

async function sign({
  rekor = 1,
  timestamps = true,
  token = local.identityToken(),
  timeoutMs = 20_000,
  root,
}: How = {}) {
  const signingConfig = local.signingConfigWith({ rekor, timestamps });
  const mediaType = "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json";
  const config = JSON.stringify(
    root === undefined ? signingConfig : { mediaType, signingConfig, trustedRoot: root },
  );
  const now = new Date();
  return signKeyless({
    ...{ manifestBytes, facts, producer, now },
    identity: readIdentityToken(token, "sigstore", now),
    services: readSigningServices(new TextEncoder().encode(config), "signing_config.json", now),
    limits: { timeoutMs, maxBytes: 256 * 1024 },
  });
}

/** Upstream's verifier, told what Rekor v2 logs of an envelope since 2026. */
function verify(bundleBytes: Uint8Array, timestampThreshold = 1) {
  const material = toTrustMaterial(TrustedRoot.fromJSON(local.trustedRoot));
  const thresholds = { tlogThreshold: 1, ctlogThreshold: 1, timestampThreshold };
  const json = JSON.parse(new TextDecoder().decode(bundleBytes));
  const entity = toSignedEntity(bundleFromJSON(json));
  if (json.verificationMaterial.tlogEntries[0].kindVersion.kind === "hashedrekord") {
    const { payload, payloadType } = json.dsseEnvelope;
    const encoding = preAuthenticationEncoding(payloadType, Buffer.from(payload, "base64"));
    const digest = createHash("sha256").update(encoding).digest();
    Object.assign(entity.signature, { compareDigest: (other: Buffer) => digest.equals(other) });
  }
  return new Verifier(material, thresholds).verify(entity, {
    extensions: { issuer: local.issuer },
  });
}

describe("what is signed verifies with upstream's verifier", () => {
  test.each([
    { rekor: 1, timestamps: true },
    { rekor: 1, timestamps: false },
    { rekor: 2, timestamps: true },
  ] as const)("%o", async (how) => {
    const { bundleBytes, name, issuer } = await sign(how);
    expect(name).toBe("dev@acme.example");
    expect(issuer).toBe(local.issuer);
    // A log of version 1 vouches for a time, and so does an authority.
    const { identity } = verify(bundleBytes, how.rekor === 1 && how.timestamps ? 2 : 1);
    expect(identity?.subjectAlternativeName).toBe("dev@acme.example");
  });

  test("a CI job is named by its workflow", async () => {
    const { bundleBytes, name } = await sign({ token: local.identityToken(workflowClaims) });
    expect(name).toBe("https://github.com/acme/robot/.github/workflows/eval.yml@refs/tags/v1");
    expect(verify(bundleBytes).identity?.subjectAlternativeName).toBe(name);
  });
});

test("the statement is the one that a key of one's own signs, without a key, and the bundle is canonical", async () => {
  const { bundleBytes } = await sign();
  const text = new TextDecoder().decode(bundleBytes);
  const bundle = JSON.parse(text);
  expect(Buffer.from(bundle.dsseEnvelope.payload, "base64")).toEqual(
    Buffer.from(statementBytes(manifestBytes, { ...facts, producer, key: null })),
  );
  expect(text).toBe(`${canonicalJson(bundle)}\n`);
});

test("every signature has a key of its own", async () => {
  const [one, two] = [await sign(), await sign()];
  const certificate = ({ bundleBytes }: typeof one) =>
    JSON.parse(new TextDecoder().decode(bundleBytes)).verificationMaterial.certificate.rawBytes;
  expect(certificate(one)).not.toBe(certificate(two));
});

/** Signs, expects an error, and returns it with all that could be printed of it. */
async function failure(how: How = {}): Promise<WorldFluxError> {
  const token = how.token ?? local.identityToken();
  const error = await sign({ ...how, token }).catch((thrown: unknown) => thrown);
  if (!(error instanceof WorldFluxError)) throw new Error(`no WorldFluxError: ${String(error)}`);
  const printed = `${error.message} ${error.hint} ${String(error.cause)} ${error.stack}`;
  for (const part of [token, ...token.split(".")]) expect(printed).not.toContain(part);
  return error;
}

describe("an answer that is not what was asked for is refused", () => {
  const cases: readonly (readonly [Faults, How["rekor"], string])[] = [
    [{ certificate: "expired" }, 1, "not valid now"],
    [{ certificate: "other-key" }, 1, "for another key"],
    [{ certificate: "other-name" }, 1, "for another address"],
    [{ clock: { fulcio: new Date("2030-01-01T00:00:00Z") } }, 1, "status 401"],
    [{ entry: "other-content" }, 1, "about something else"],
    [{ entry: "other-content" }, 2, "about something else"],
    [{ entry: "other-signature" }, 1, "about something else"],
    [{ entry: "other-signature" }, 2, "about something else"],
    [{ entry: "other-certificate" }, 1, "about something else"],
    [{ entry: "other-certificate" }, 2, "about something else"],
    [{ entry: "no-promise" }, 1, "no entry with a promise"],
    [{ entry: "no-proof" }, 1, "no entry with a promise and a proof"],
    [{ entry: "no-proof" }, 2, "no entry with a proof"],
    [{ entry: "wrong-root" }, 1, "does not lead to the entry"],
    [{ entry: "wrong-root" }, 2, "does not lead to the entry"],
    [{ timestamp: "other-nonce" }, 1, "for another request"],
    [{ timestamp: "no-nonce" }, 1, "for another request"],
    [{ timestamp: "other-digest" }, 1, "of something else"],
    [{ timestamp: "refused" }, 1, "grants no time stamp"],
    [{ timestamp: "milliseconds" }, 1, "cannot read"],
    [{ clock: { tsa: new Date("2030-01-01T00:00:00Z") } }, 1, "ten minutes"],
  ];
  test.each(cases)("%o, log %i", async (faults, rekor = 1, why) => {
    Object.assign(local.faults, faults);
    const error = await failure({ rekor });
    expect(error.message).toContain(why);
    expect(error.code).toMatch(/^WF_SERVICE_(ANSWER|REFUSED)$/);
  });
});

test("an authority whose time cannot be read is asked again, and three times at most", async () => {
  const asked = () => local.requests.filter((path) => path.endsWith("/timestamp")).length;
  let before = asked();
  local.faults.timestamp = "milliseconds-once";
  verify((await sign()).bundleBytes, 2);
  expect(asked() - before).toBe(2);
  before = asked();
  local.faults.timestamp = "milliseconds";
  await failure();
  expect(asked() - before).toBe(3);
});

describe("with the deployment's keys, nothing is returned that a reader would refuse", () => {
  test.each([1, 2] as const)("log %i", async (rekor) => {
    const { name } = await sign({ rekor, root: local.trustedRoot });
    expect(name).toBe("dev@acme.example");
  });

  test("a login that the issuer passed on is vouched for by where it was", async () => {
    const connector = "https://accounts.example";
    const token = local.identityToken({
      ...{ sub: "1", email: "dev@acme.example", email_verified: true },
      federated_claims: { connector_id: connector },
    });
    expect((await sign({ token, root: local.trustedRoot })).issuer).toBe(connector);
  });

  test.each<[Faults, How["rekor"]]>([
    [{ certificate: "no-sct" }, 1],
    [{ certificate: "other-authority" }, 1],
    [{ entry: "other-log-id" }, 1],
    [{ entry: "other-log-id" }, 2],
    [{ entry: "wrong-signature" }, 1],
    [{ entry: "wrong-signature" }, 2],
    [{ checkpointName: "^(.|.)*!$" }, 1],
    [{ timestamp: "other-chain" }, 1],
    [{ clock: { rekor1: new Date("2030-01-01T00:00:00Z") } }, 1],
    [{ clock: { "ct-log": new Date("2030-01-01T00:00:00Z") } }, 1],
  ])("%o, log %i", async (faults, rekor = 1) => {
    Object.assign(local.faults, faults);
    const error = await failure({ rekor, root: local.trustedRoot });
    expect(error.code).toBe("WF_SERVICE_ANSWER");
    expect(error.message).toContain("makes no signature that verifies");
  });

  test("a deployment without a log of certificates", async () => {
    local.faults.certificate = "no-sct";
    const root = { ...local.trustedRoot, ctlogs: [] };
    expect((await sign({ root })).name).toBe("dev@acme.example");
  });

  test("the public-good deployment's keys, which are part of this package", async () => {
    const now = new Date();
    const config = new TextEncoder().encode(JSON.stringify(local.signingConfig));
    const signing = signKeyless({
      ...{ manifestBytes, facts, producer, now },
      identity: readIdentityToken(local.identityToken(), "sigstore", now),
      services: { ...readSigningServices(config, "config", now), keys: publicGood.keys },
    });
    await expect(signing).rejects.toThrow("makes no signature that verifies");
  });

  test("another deployment's keys", async () => {
    const other = await startLocalSigstore();
    const error = await failure({ root: other.trustedRoot }).finally(() => other.close());
    expect(error.message).toContain("makes no signature that verifies");
  });
});

test("Fulcio's refusal of a proof of possession is said without its words", async () => {
  local.faults.proofOfPossession = "refuse";
  const error = await failure();
  expect(error.code).toBe("WF_SERVICE_REFUSED");
  expect(error.message).toMatch(
    /^the certificate authority at 127\.0\.0\.1:\d+ refused, with status 400$/,
  );
});

describe("services that misbehave", () => {
  const services = ["fulcio", "rekor1", "rekor2", "tsa"] as const;
  const answers = {
    hang: ["WF_NETWORK", "did not answer in full within 1 seconds"],
    trickle: ["WF_NETWORK", "did not answer in full within 1 seconds"],
    huge: ["WF_SERVICE_ANSWER", "with more than 262144 bytes"],
    redirect: ["WF_SERVICE_ANSWER", "sends its clients elsewhere"],
    garbage: ["WF_SERVICE_ANSWER", "answered with something"],
    "not-the-object": ["WF_SERVICE_ANSWER", "answered with something"],
    "server-error": ["WF_SERVICE_REFUSED", "refused, with status 500"],
    "hang-up": ["WF_NETWORK", "could not be asked"],
  } as const;
  const cases = services
    .flatMap((service) =>
      (Object.keys(answers) as (keyof typeof answers)[]).map(
        (answer) => [service, answer] as const,
      ),
    )
    // All services are waited for by the same lines; these take their second each.
    .filter(([service, answer]) => service === "fulcio" || !["hang", "trickle"].includes(answer));
  test.each(cases)("%s: %s", async (service, answer) => {
    local.faults.answer = { [service]: answer };
    const waits = answer === "hang" || answer === "trickle";
    const error = await failure({
      rekor: service === "rekor2" ? 2 : 1,
      ...(waits ? { timeoutMs: 1000 } : {}),
    });
    const [code, why] = answers[answer];
    expect(error.code).toBe(code);
    expect(error.message).toContain(why);
  });

  test("a service that nobody runs", async () => {
    const gone = await startLocalSigstore();
    const config = JSON.stringify(gone.signingConfig);
    await gone.close();
    const now = new Date();
    const signing = signKeyless({
      ...{ manifestBytes, facts, producer, now },
      identity: readIdentityToken(local.identityToken(), "sigstore", now),
      services: readSigningServices(new TextEncoder().encode(config), "signing_config.json", now),
    });
    await expect(signing).rejects.toThrow("could not be asked (ECONNREFUSED)");
  });
});

describe("a token that leads nowhere is sent nowhere", () => {
  test.each([
    ["expired", { exp: 1 }, "has expired"],
    ["for another audience", { aud: "other" }, "for another audience"],
    ["address not verified", { email_verified: false }, "did not verify"],
  ])("%s", async (_, claims, why) => {
    const asked = local.requests.length;
    const error = await failure({ token: local.identityToken(claims) });
    expect(error.code).toBe("WF_IDENTITY_TOKEN");
    expect(error.message).toContain(why);
    expect(local.requests.length).toBe(asked);
  });

  test("white space around a token is none of it", () => {
    const token = local.identityToken();
    expect(readIdentityToken(` ${token}\n`, "sigstore", new Date()).token).toBe(token);
  });

  test.each(["", "a.b", "a.b.c", "x".repeat(20_000), "é.é.é"])("no token: %o", (token) => {
    expect(() => readIdentityToken(token, "sigstore", new Date())).toThrow("is no JSON Web Token");
  });
});
