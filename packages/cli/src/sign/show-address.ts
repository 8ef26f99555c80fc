import { spawn } from "node:child_process";

/** What opens an address in a browser, by platform. */
const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  linux: ["xdg-open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Prints the address of a login, and tries a browser where a person sits at a terminal. */
export function showAddress(url: string): void {
  process.stderr.write(`log in at this address within five minutes:\n  ${url}\n`);
  const [program, ...args] = openers[process.platform] ?? [];
  if (!process.stderr.isTTY || !process.stdin.isTTY || program === undefined) return;
  const browser = spawn(program, [...args, url], { stdio: "ignore", detached: true });
  browser.on("error", () => {}); // there is none; the address is on the screen
  browser.unref();
}
