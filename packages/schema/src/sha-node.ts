import { createHash, hash } from "node:crypto";
import type { Sha } from "./sha.ts";

/** Hashes by Node's own crypto. */
export const sha: Sha = {
  sha256Hex: (data) => createHash("sha256").update(data).digest("hex"),
  sha256(data) {
    // One character a byte: several times as fast as a hash object or a buffer for short input.
    const digest = hash("sha256", data, "binary");
    const bytes = new Uint8Array(32);
    for (let i = 0; i < bytes.length; i++) bytes[i] = digest.charCodeAt(i);
    return bytes;
  },
  running() {
    const state = createHash("sha256");
    return { update: (data) => void state.update(data), hex: () => state.digest("hex") };
  },
  sha1: (data) => new Uint8Array(createHash("sha1").update(data).digest()),
};
