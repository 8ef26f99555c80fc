import { sha1 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { toHex } from "./hex.ts";
import type { Sha } from "./sha.ts";

const utf8 = new TextEncoder();

/** Hashes without Node. WebCrypto has no call that answers at once, and none for pieces. */
export const sha: Sha = {
  sha256Hex: (data) => toHex(sha256(typeof data === "string" ? utf8.encode(data) : data)),
  sha256,
  running() {
    const state = sha256.create();
    return { update: (data) => void state.update(data), hex: () => toHex(state.digest()) };
  },
  sha1,
};
