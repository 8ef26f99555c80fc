import { accessSync, constants } from "node:fs";
import { recognisers } from "../adapters.ts";
import type { Outcome } from "../output.ts";
import { exitCodes } from "../report-error.ts";
import { packageVersions } from "../versions.ts";

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** `doctor`: what there is, as Markdown that can be pasted into an issue. Names no user, no path. */
export async function doctor(_args: { json: boolean }): Promise<Outcome> {
  const findings = [nodeVersion(), writable(), clock(), ...(await adapters())];
  const packages = packageVersions({ package: "@worldflux/adapters-lerobot" });
  const ok = findings.every((finding) => finding.ok);
  const lines = [
    ...findings.map((f) => `- ${f.ok ? "ok" : "PROBLEM"}: ${f.check}: ${f.detail}`),
    ...Object.entries(packages).map(([name, version]) => `- ${name} ${version}`),
  ];
  return {
    text: lines.join("\n"),
    json: { ok, checks: findings, packages },
    exitCode: ok ? 0 : exitCodes.unexpected,
  };
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return {
    check: "Node.js",
    ok: major > 20 || (major === 20 && minor >= 19),
    detail: `${process.version} on ${process.platform} ${process.arch}; 20.19 or newer is needed`,
  };
}

function writable(): Finding {
  try {
    accessSync(".", constants.W_OK);
    return { check: "this folder", ok: true, detail: "can be written" };
  } catch {
    return { check: "this folder", ok: false, detail: "cannot be written; use another --output" };
  }
}

/** Times go into packages; a clock before this program was written is wrong. */
function clock(): Finding {
  const now = new Date();
  return {
    check: "clock",
    ok: now.getTime() > Date.UTC(2026, 0, 1),
    detail: now.toISOString(),
  };
}

async function adapters(): Promise<Finding[]> {
  return (await recognisers()).map(({ name, shapes }) => ({
    check: `adapter ${name}`,
    ok: true,
    detail: `reads ${shapes.map((shape) => shape.id).join(", ")}`,
  }));
}
