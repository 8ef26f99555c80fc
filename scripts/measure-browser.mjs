// Time and memory of verifying a package in a Chromium, beside Node on the same machine.
// usage: node scripts/measure-browser.mjs <package folder>, after a build
import { readdirSync, readFileSync } from "node:fs";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("give a package folder");
const verifier = new URL("../packages/verifier/dist/", import.meta.url);
const { readPackageFolder, verifyPackage } = await import(new URL("index.js", verifier).href);

const { files } = readPackageFolder(folder);
const bytes = [...files.values()].reduce((sum, content) => sum + content.length, 0);
const start = performance.now();
const { ok } = verifyPackage({ files, refused: [] }, { now: new Date() });
report("Node", performance.now() - start, ok, process.resourceUsage().maxRSS / 1024);

const worker = `import { verifyPackage } from ${JSON.stringify(new URL("browser.js", verifier).pathname)};
onmessage = async ({ data: names }) => {
  const files = new Map();
  for (const name of names) files.set(name, new Uint8Array(await (await fetch("/" + name)).arrayBuffer()));
  const start = performance.now();
  const { ok, checks } = verifyPackage({ files, refused: [] }, { now: new Date() });
  postMessage({ ok, checks, ms: performance.now() - start });
};`;
const bundle = await build({
  stdin: { contents: worker, resolveDir: new URL(".", import.meta.url).pathname },
  bundle: true,
  minify: true,
  platform: "browser",
  write: false,
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
});
const page = await browser.newPage();
await page.route("**/*", (route) => {
  const name = decodeURIComponent(new URL(route.request().url()).pathname.slice(1));
  if (name === "") return route.fulfill({ contentType: "text/html", body: "<!doctype html>" });
  if (name === "worker.js") {
    return route.fulfill({ contentType: "text/javascript", body: bundle.outputFiles[0].text });
  }
  return route.fulfill({ body: Buffer.from(files.get(name) ?? []) });
});
await page.goto("http://measure.test/");
// The page's own thread counts how long it was ever held up while the worker verifies.
const answer = await page.evaluate(
  (names) =>
    new Promise((resolve, reject) => {
      const thread = new Worker("/worker.js");
      let last = performance.now();
      let held = 0;
      setInterval(() => {
        held = Math.max(held, performance.now() - last);
        last = performance.now();
      }, 10);
      thread.onmessage = ({ data }) => resolve({ ...data, held });
      thread.onerror = ({ message }) => reject(new Error(message));
      thread.postMessage(names);
    }),
  [...files.keys()],
);
report("Chromium, in a worker", answer.ms, answer.ok, peakOfRenderers());
console.log(`the page itself was held up for ${Math.round(answer.held)} ms at most`);
await browser.close();

function report(where, ms, ok, mebibytes) {
  const size = (bytes / 2 ** 20).toFixed(1);
  console.log(
    `${where}: ${size} MiB, ${(ms / 1000).toFixed(1)} s, peak ${Math.round(mebibytes)} MiB, ${ok ? "passes" : "is refused"}`,
  );
}

/** Peak memory of the largest process that renders, in MiB; Linux only. */
function peakOfRenderers() {
  let peak = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=renderer")) continue;
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // a process that ended meanwhile
    }
  }
  return peak;
}
