import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalSigstore } from "@worldflux/local-sigstore";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readTimestampReply, timestampQuery } from "./timestamp-token.ts";

const digest = createHash("sha256").update("a signature").digest();
const nonce = Buffer.from("0011223344556677", "hex");

test("openssl reads the request as what it is", () => {
  const folder = mkdtempSync(join(tmpdir(), "worldflux-timestamp-"));
  const query = join(folder, "query.tsq");
  writeFileSync(query, timestampQuery(digest, nonce));
  const args = ["ts", "-query", "-in", query, "-text"];
  const { stdout } = spawnSync("openssl", args, { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  expect(stdout).toContain("Hash Algorithm: sha256");
  expect(stdout).toContain("Nonce: 0x4011223344556677");
  expect(stdout).toContain("Certificate required: yes");
});

test("a reply for this digest and nonce is read, and with a byte changed no error is thrown", async () => {
  const local = await startLocalSigstore();
  const ask = async () => {
    const response = await fetch(local.timestampUrl, {
      method: "POST",
      headers: { "content-type": "application/timestamp-query" },
      body: timestampQuery(digest, nonce),
    });
    return new Uint8Array(await response.arrayBuffer());
  };
  const reply = await ask().finally(() => local.close());
  expect(readTimestampReply(reply, digest, nonce)).toEqual({
    time: expect.stringMatching(/^\d{14}Z$/),
  });
  const other = createHash("sha256").update("another").digest();
  expect(readTimestampReply(reply, other, nonce)).toBe("with a time stamp of something else");
  expect(readTimestampReply(reply, digest, Buffer.alloc(8, 1))).toBe(
    "with a time stamp for another request",
  );
  const hex = Buffer.from(reply).toString("hex");
  const at = hex.lastIndexOf("2a8648ce3d040302"); // ecdsa-with-SHA256, of the token's own signature
  const unknown = Buffer.from(`${hex.slice(0, at)}2a8648ce3d040309${hex.slice(at + 16)}`, "hex");
  expect(readTimestampReply(unknown, digest, nonce)).toContain("readers do not know");
  const place = fc.nat({ max: reply.length - 1 });
  fc.assert(
    fc.property(place, fc.integer({ min: 1, max: 255 }), fc.nat(reply.length), (at, flip, end) => {
      const changed = Uint8Array.from(reply);
      changed[at] = (changed[at] ?? 0) ^ flip;
      readTimestampReply(changed, digest, nonce);
      expect(typeof readTimestampReply(reply.subarray(0, end - 1), digest, nonce)).toBe("string");
    }),
  );
});

test("bytes of any kind are no reply", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(typeof readTimestampReply(bytes, digest, nonce)).toBe("string");
    }),
  );
});
