import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe, { type AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, launchChromium } from "./chromium.ts";
import { auditRun, sample, workFolder, worldflux } from "./worldflux.ts";

const report = "evidence report evidence_pkg --output report.html";

/** Puts the sample's package into a folder. */
function packagedFolder(cwd = workFolder()): string {
  cpSync(sample, join(cwd, "eval_info.json"));
  for (const line of ["claim create --template lerobot-libero --output claim_pkg", auditRun]) {
    const { status, stderr } = worldflux(cwd, line);
    if (status !== 0) throw new Error(stderr);
  }
  return cwd;
}

describe("the command", () => {
  test("writes one page, says what it is, and the same bytes again", () => {
    const cwd = packagedFolder();
    const first = worldflux(cwd, report);
    expect(first.stderr).toBe("");
    expect(first.status).toBe(0);
    expect(first.stdout).toContain("wrote report.html");
    expect(first.stdout).toContain("worldflux audit verify evidence_pkg");
    const page = readFileSync(join(cwd, "report.html"));
    expect(page.length).toBeLessThan(200_000);
    const again = worldflux(cwd, "evidence report evidence_pkg/ --output again.html --json");
    expect(JSON.parse(again.stdout)).toMatchObject({ output: "again.html", bytes: page.length });
    expect(readFileSync(join(cwd, "again.html")).equals(page)).toBe(true);
    expect(worldflux(cwd, "audit verify evidence_pkg").status).toBe(0);
  });

  test("the digest that it tells people to compare is that of the file without line feeds", () => {
    const cwd = packagedFolder();
    worldflux(cwd, report);
    const page = readFileSync(join(cwd, "report.html"), "utf8");
    const evidence = readFileSync(join(cwd, "evidence_pkg/evidence.json"), "utf8");
    const digest = createHash("sha256").update(evidence.replaceAll("\n", "")).digest("hex");
    expect(page).toContain("tr -d &#39;\\n&#39; &lt; evidence_pkg/evidence.json | shasum -a 256");
    expect(page).toContain(`<code class="digest">${digest}</code>`);
  });

  test("overwrites nothing without --force, and writes nothing into the package", () => {
    const cwd = packagedFolder();
    writeFileSync(join(cwd, "report.html"), "mine");
    const refused = worldflux(cwd, report);
    expect(refused.status).toBe(3);
    expect(refused.stderr).toContain("WF_OUTPUT_EXISTS");
    expect(readFileSync(join(cwd, "report.html"), "utf8")).toBe("mine");
    expect(worldflux(cwd, `${report} --force`).status).toBe(0);
    expect(statSync(join(cwd, "report.html")).size).toBeGreaterThan(10_000);
    const inside = worldflux(cwd, "evidence report evidence_pkg --output evidence_pkg/report.html");
    expect(inside.status).toBe(2);
    expect(existsSync(join(cwd, "evidence_pkg/report.html"))).toBe(false);
  });

  test("needs the public members only, and refuses those of another package", () => {
    const cwd = packagedFolder();
    rmSync(join(cwd, "evidence_pkg/episode_results.jsonl"));
    rmSync(join(cwd, "evidence_pkg/audit_provenance.json"));
    expect(worldflux(cwd, report).status).toBe(0);
    const claim = join(cwd, "evidence_pkg/claim.json");
    writeFileSync(claim, readFileSync(claim, "utf8").replace("80 %", "90 %"));
    const { status, stderr } = worldflux(cwd, `${report} --force`);
    expect(status).toBe(2);
    expect(stderr).toContain("claim.json is not the one that evidence.json was derived from");
  });
});

const title = "the page in Chromium (skipped where none is found; set CHROMIUM_PATH)";

describe.skipIf(!hasChromium)(title, () => {
  let browser: Browser;
  let url: string;
  let cwd: string;

  beforeAll(async () => {
    cwd = packagedFolder(mkdtempSync(join(tmpdir(), "worldflux-report-")));
    worldflux(cwd, report);
    url = pathToFileURL(join(cwd, "report.html")).href;
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(cwd, { recursive: true, force: true });
  });

  /** Opens the page; `trouble` collects requests, console output and errors. */
  async function open(width: number, colorScheme: "light" | "dark" = "light") {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const trouble: string[] = [];
    page.on("console", (message) => trouble.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
    page.on("request", (request) => {
      if (request.url() !== url) trouble.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    return { page, trouble };
  }

  async function openEverything(page: Page): Promise<void> {
    for (const summary of await page.locator("summary").all()) await summary.click();
  }

  test.each([
    [1280, "light"],
    [1280, "dark"],
    [360, "light"],
    [360, "dark"],
  ] as const)("axe-core finds nothing serious at %i px, %s", async (width, colorScheme) => {
    const { page } = await open(width, colorScheme);
    await openEverything(page);
    await page.evaluate(axe.source);
    const results = await page.evaluate<AxeResults>("axe.run()");
    const serious = results.violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
    expect(serious).toEqual([]);
    await page.close();
  });

  test("nothing is requested, nothing complains, and its own styles apply", async () => {
    const { page, trouble } = await open(1280);
    await openEverything(page);
    await page.waitForTimeout(200);
    expect(trouble).toEqual([]);
    const paper = await page.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(paper).toBe("rgb(253, 252, 249)");
    await page.close();
  });

  test.each([320, 360, 768, 1280])("at %i px the page does not scroll sideways", async (width) => {
    const { page } = await open(width);
    await openEverything(page);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    await page.close();
  });

  test("what scrolls sideways can be reached by keyboard", async () => {
    const { page } = await open(320);
    const stuck = await page.evaluate(
      `[...document.querySelectorAll(".scroll, pre")].filter((box) => box.tabIndex !== 0).length`,
    );
    expect(stuck).toBe(0);
    await page.close();
  });

  test("prints on white, with what was folded", async () => {
    const { page } = await open(680, "dark"); // A4 less the margins
    await page.emulateMedia({ media: "print" });
    const paper = await page.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(paper).toBe("rgb(255, 255, 255)");
    const folded = `document.querySelector("details:not(.fold) table").checkVisibility()`;
    expect(await page.evaluate(folded)).toBe(true);
    await page.emulateMedia({ media: "screen" });
    expect(await page.evaluate(folded)).toBe(false);
    await page.emulateMedia({ media: "print" });
    const pdf = await page.pdf({ format: "A4", printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(680);
    await page.close();
  });
});
