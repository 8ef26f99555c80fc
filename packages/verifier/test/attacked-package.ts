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
