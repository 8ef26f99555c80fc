import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Claim, documentDigest } from "@worldflux/schema";
import { expect, onTestFinished, test } from "vitest";
import { claimLint } from "./lint.ts";

const templates = fileURLToPath(new URL("../../templates/lerobot-libero", import.meta.url));

test("where claim and protocol do not belong together, it ends with what binds those two", async () => {
  const folder = join(mkdtempSync(join(tmpdir(), "worldflux-lint-")), "my claim");
  onTestFinished(() => rmSync(join(folder, ".."), { recursive: true, force: true }));
  cpSync(templates, folder, { recursive: true });
  const [claim, protocol] = ["claim.json", "protocol.json"].map((name) => join(folder, name));
  const last = async () => {
    const { text } = await claimLint({ claim: folder, strict: false, json: false });
    return text?.split("\n").at(-1);
  };
  const bind = `worldflux protocol bind --claim '${claim}' --protocol '${protocol}'`;
  expect(await last()).toContain(bind);
  const digest = documentDigest(Claim.parse(JSON.parse(readFileSync(claim ?? "", "utf8"))));
  const text = readFileSync(protocol ?? "", "utf8");
  writeFileSync(protocol ?? "", text.replace(/sha256:[0-9a-f]{64}/, digest));
  expect(await last()).toMatch(/^claim\.json and protocol\.json: /);
});
