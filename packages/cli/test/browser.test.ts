import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { gzipSync } from "node:zlib";
import { readTrustedSigners } from "@worldflux/signing";
import { checkIds, inMemory, readPackageFolder, verifyPackage } from "@worldflux/verifier";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withManifest } from "../../evidence/test/committed-package.ts";
import { type Bundle, browserBundle } from "./browser-bundle.ts";
import { browserVectors, unjudgedVectors, type Vector } from "./browser-vectors.ts";
import { hasChromium, launchChromium } from "./chromium.ts";
import { auditRun, sample, worldflux } from "./worldflux.ts";

const vectors = [...browserVectors(), ...(await unjudgedVectors())];
const guide = readFileSync(
  new URL("../../../docs/verify-in-a-browser.md", import.meta.url),
  "utf8",
);
let bundle: Bundle;
let whole: ReturnType<typeof sampleWithSidecars>;
beforeAll(async () => {
  whole = sampleWithSidecars();
  bundle = await browserBundle({
    file: fileURLToPath(new URL("browser-page.ts", import.meta.url)),
  });
});

afterAll(() => rmSync(join(whole.folder, ".."), { recursive: true }));

interface Answer {
  readonly ok: boolean;
  readonly checks: readonly { readonly id: string; readonly status: string }[];
}

const known = new Map<Vector, Answer>();

/** What Node says, as it would cross from a page. */
function underNode(vector: Vector): Answer {
  const answer = known.get(vector) ?? verifyUnderNode(vector);
  known.set(vector, answer);
  return answer;
}

function verifyUnderNode({ files, refused = [], trust, now, withoutPolicy }: Vector): Answer {
  const trustedSigners = trust && readTrustedSigners(trust, "trusted_signers.json");
  const policy = { trustedSigners, now: new Date(now ?? noon) };
  return JSON.parse(
    JSON.stringify(verifyPackage({ files, refused }, withoutPolicy ? undefined : policy)),
  );
}

const noon = "2026-06-01T12:00:00Z";
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

/** A vector in the form that `browser-page.ts` reads. */
function sent({ files, refused = [], trust, now = noon, withoutPolicy = false }: Vector): string {
  return JSON.stringify({
    files: [...files].map(([name, bytes]) => [name, base64(bytes)]),
    refused,
    trust: trust ? base64(trust) : null,
    now,
    withoutPolicy,
  });
}

/** The package of the sample with every sidecar, as the command wrote it. */
function sampleWithSidecars(): { folder: string; vector: Vector } {
  const cwd = mkdtempSync(join(tmpdir(), "worldflux-browser-"));
  cpSync(sample, join(cwd, "eval_info.json"));
  worldflux(cwd, "claim create --template lerobot-libero --output claim_pkg");
  const options =
    "--mlbom --compliance eu-ai-act-annex4 --compliance nist-ai-rmf --emit-completeness-score";
  const { status, stderr } = worldflux(cwd, `${auditRun} ${options}`);
  if (status !== 0) throw new Error(stderr);
  const folder = join(cwd, "evidence_pkg");
  const { files } = readPackageFolder(folder);
  return { folder, vector: { name: "the sample", files: inMemory(files), fails: [] } };
}

describe("the vectors", () => {
  test.each(vectors)("$name", (vector) => {
    const { ok, checks } = underNode(vector);
    const failed = checks.filter(({ status }) => status === "fail").map(({ id }) => id);
    expect(failed).toEqual(expect.arrayContaining([...vector.fails]));
    expect(ok).toBe(vector.fails.length === 0);
  });

  test("every check passes in one of them and fails in another", () => {
    const all = [...vectors, whole.vector, otherSidecar(whole.vector)];
    const seen = new Set(
      all.flatMap((vector) => underNode(vector).checks.map(({ id, status }) => `${id} ${status}`)),
    );
    const wanted = checkIds.flatMap((id) => [`${id} pass`, `${id} fail`]);
    // A lock passes when somebody vouches for its time, which takes a judge of time stamps.
    expect(wanted.filter((outcome) => !seen.has(outcome))).toEqual(["lock pass"]);
  });
});

/** The sample with another verdict in its ML-BOM, under a manifest that fits. */
function otherSidecar({ files }: Vector): Vector {
  const name = "mlbom.cdx.json";
  const said = '"worldflux:verdict","value":"';
  const text = new TextDecoder().decode(files.get(name)).replace(said, `${said}not_`);
  const changed = withManifest(new Map(files).set(name, new TextEncoder().encode(text)));
  return { name: "another sidecar", files: changed, fails: ["recompute.sidecars"] };
}

describe("the bundle for a page", () => {
  test("takes in nothing that needs Node", () => {
    expect(
      bundle.inputs.filter((file) => /node:|browser-external|\(disabled\)/.test(file)),
    ).toEqual([]);
    expect(bundle.inputs.filter((file) => /-node\.js$|cyclonedx|ajv/.test(file))).toEqual([]);
    expect(bundle.inputs.filter((file) => /-browser\.js$/.test(file))).toHaveLength(2);
    expect(bundle.code).not.toMatch(/\b(?:Buffer|process)\.[a-z]+\(|require\(/);
  });

  test("is as large as its page says", () => {
    const [, minified, zipped] = /(\d+) KiB minified, (\d+) KiB with gzip/.exec(guide) ?? [];
    const kib = (bytes: number) => bytes / 1024;
    expect(Math.abs(kib(bundle.code.length) / Number(minified) - 1)).toBeLessThan(0.1);
    expect(Math.abs(kib(gzipSync(bundle.code).length) / Number(zipped) - 1)).toBeLessThan(0.1);
  });

  test("gives the same checks where there is no Node at all", () => {
    // Only what every browser has; no Buffer, no process, no require, no crypto.
    const context = vm.createContext({ TextEncoder, TextDecoder, Uint8Array, atob, btoa });
    vm.runInContext(bundle.code, context);
    for (const each of [...vectors, whole.vector, otherSidecar(whole.vector)]) {
      const answer = vm.runInContext(`verifySent(${JSON.stringify(sent(each))})`, context);
      expect(JSON.parse(answer), each.name).toEqual(underNode(each));
    }
  });
});

const title = "in Chromium (skipped where none is found; set CHROMIUM_PATH)";

describe.skipIf(!hasChromium)(title, () => {
  let browser: Browser;
  let page: Page;
  const trouble: string[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
    page = await browser.newPage();
    page.on("console", (message) => trouble.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
    page.on("request", (request) => trouble.push(`request: ${request.url()}`));
    await page.addScriptTag({ content: bundle.code });
  });
  afterAll(async () => {
    await browser?.close();
  });

  const inPage = async (vector: Vector): Promise<Answer> =>
    JSON.parse(await page.evaluate(`verifySent(${JSON.stringify(sent(vector))})`));

  test.each(vectors)("the same checks: $name", async (vector) => {
    expect(await inPage(vector)).toEqual(underNode(vector));
  });

  test("the same checks as `audit verify --json`, for the sample with every sidecar", async () => {
    const { folder, vector } = whole;
    const { stdout } = worldflux(folder, "audit verify . --json");
    const answer = await inPage(vector);
    expect(answer).toEqual(JSON.parse(stdout));
    const sidecars = answer.checks.find(({ id }) => id === "recompute.sidecars");
    expect(sidecars).toMatchObject({ status: "pass", detail: expect.stringContaining("mlbom") });
    const other = otherSidecar(vector);
    expect(await inPage(other)).toEqual(underNode(other));
  });

  test("the same checks in a worker", async () => {
    const source = `${bundle.code}\nonmessage = ({ data }) => postMessage(verifySent(data));`;
    const some = vectors.filter((_, i) => i % 5 === 0);
    const answers = await page.evaluate<string[]>(`(async () => {
      const blob = new Blob([${JSON.stringify(source)}], { type: "text/javascript" });
      const worker = new Worker(URL.createObjectURL(blob));
      const answers = [];
      for (const sent of ${JSON.stringify(some.map(sent))}) {
        answers.push(await new Promise((resolve, reject) => {
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage(sent);
        }));
      }
      return answers;
    })()`);
    expect(answers.map((answer) => JSON.parse(answer))).toEqual(some.map(underNode));
    expect(some.length).toBeGreaterThan(10);
  });

  test("nothing was requested, and nothing complained", () => {
    expect(trouble.filter((what) => !what.startsWith("request: blob:"))).toEqual([]);
  });

  test("the page of the guide, on a folder that somebody chose", async () => {
    const { folder } = whole;
    const block = (language: string, n = 0) =>
      [...guide.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))][n]?.[1] ?? "";
    const served: Record<string, [type: string, body: string]> = {
      "/": ["text/html", block("html")],
      "/page.js": ["text/javascript", (await browserBundle({ code: block("js", 1) })).code],
      "/verify-worker.js": [
        "text/javascript",
        (await browserBundle({ code: block("js", 0) })).code,
      ],
    };
    const visitor = await browser.newPage();
    await visitor.route("**/*", (route) => {
      const file = served[new URL(route.request().url()).pathname];
      if (file === undefined) return route.abort();
      return route.fulfill({ contentType: file[0], body: file[1] });
    });
    await visitor.goto("http://reviewer.test/");
    await visitor.locator("input").setInputFiles(folder);
    await visitor.locator("li").first().waitFor();
    const lines = await visitor.locator("li").allTextContents();
    const { checks } = JSON.parse(worldflux(folder, "audit verify . --json").stdout);
    expect(lines.map((line) => line.split(": ")[0])).toEqual(
      checks.map((check: { id: string; status: string }) => `${check.id} ${check.status}`),
    );
    await visitor.close();
  });
});
