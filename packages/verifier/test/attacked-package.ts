import { buildPackage, episodeManifest, packageBytes } from "@worldflux/evidence";
import { canonicalBytes, documentDigest } from "@worldflux/schema";
import { readLock, type SigningKey, signLock } from "@worldflux/signing";
import { committed } from "../../evidence/test/committed-package.ts";
import {
  claimOf,
  episodesOf,
  packageOf,
  protocolOf,
  readingOf,
} from "../../evidence/test/fixtures.ts";
import { keyOf, now, trusting } from "../../signing/test/signed-package.ts";
import { remembering } from "../src/memory.ts";
import type { Sealed } from "../src/self-test/attack.ts";
import { signedWith } from "../src/self-test/package-in-memory.ts";

/** A small package that commits to its records, unsigned. */
export function smallPackage(): Map<string, Uint8Array> {
  const claim = claimOf();
  const episodes = [
    ...episodesOf("pusht/0", "SSSSSSSSFE", { sum_reward: 1.5, steps: 20 }),
    ...episodesOf("pusht/1", "SFSSS"),
  ];
  const reading = { ...readingOf(episodes), asserted: { policy: "lab/policy" } };
  return committed(packageOf(claim, protocolOf(claim, ["pusht"]), reading).members);
}

export const keys = { genuine: keyOf(), other: keyOf() };
/** Holds the small package signed with `keys.genuine`, under a policy that trusts it. */
export const sealed: Sealed = {
  files: signedWith(smallPackage(), keys.genuine),
  policy: { trustedSigners: trusting(keys.genuine), now },
};
export const memory = remembering();

/** A package with a lock by a key, unsigned; the signature is another one if given. */
export function lockedPackage(key: SigningKey, signature?: Uint8Array): Map<string, Uint8Array> {
  const claim = claimOf();
  const protocol = protocolOf(claim, ["pusht"]);
  const lock = signLock({
    claim: { id: claim.id, sha256: documentDigest(claim) },
    protocol: { id: protocol.id, sha256: documentDigest(protocol) },
    episodes: episodeManifest(protocol),
    role: "author",
    cosigns: null,
    producer: { name: "worldflux", version: "0.0.0" },
    created_at: "2026-01-01T11:00:00Z",
    key,
  });
  const bundle = JSON.parse(new TextDecoder().decode(lock));
  if (signature !== undefined) {
    bundle.dsseEnvelope.signatures[0].sig = Buffer.from(signature).toString("base64");
  }
  return packageLockedBy(bundle);
}

/** The same with any lock of its claim and protocol, as a bundle. */
export function packageLockedBy(bundle: object): Map<string, Uint8Array> {
  const claim = claimOf();
  const built = buildPackage({
    claim,
    protocol: protocolOf(claim, ["pusht"]),
    adapter: "lerobot",
    reading: readingOf(episodesOf("pusht/0", "SSSSSSSSFE")),
    files: [],
    locks: [{ facts: readLock(canonicalBytes(bundle), "lock"), bundle }],
    run: {
      packageId: "evd_01HXY7K9ABCDEFGHJKMNPQRSTV",
      createdAt: "2026-01-02T03:04:05Z",
      tool: { name: "worldflux", packages: { "@worldflux/cli": "0.0.0" } },
      runtime: { node: "v20", platform: "linux", arch: "x64" },
    },
  });
  return packageBytes(built);
}
