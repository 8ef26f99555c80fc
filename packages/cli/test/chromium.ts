import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** A Chromium to look with, if there is one: CHROMIUM_PATH, the system's, or playwright's own. */
const path = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  chromium.executablePath(),
].find((candidate) => candidate !== undefined && candidate !== "" && existsSync(candidate));

/** False where no Chromium was found: tests that need one are skipped, visibly. */
export const hasChromium = path !== undefined;

/** Starts it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: path ?? "",
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
  });
}
