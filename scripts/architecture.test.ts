import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";

/** Which workspace packages each package may depend on. Arrows point down only. */
const allowed: Record<string, readonly string[]> = {
  schema: [],
  stats: [],
  "adapter-kit": ["schema"],
  "adapters-*": ["adapter-kit", "schema"],
  "adapters-gr00t": ["adapter-kit", "adapters-openpi", "schema"], // N1.5 prints openpi's log
  "adapters-pi": ["adapter-kit", "adapters-bridge", "adapters-openpi", "schema"],
  "adapters-embodied-gov-bench": ["adapter-kit", "adapters-bridge", "schema"],
  "adapters-cosmos-predict": ["adapter-kit", "adapters-audit-input", "adapters-bridge", "schema"],
  evidence: ["schema", "stats"],
  paper: ["evidence", "schema", "stats"],
  verifier: ["evidence", "schema", "signing"],
  signing: ["schema"],
  "local-sigstore": ["schema"], // for tests, never published
  cli: ["*"],
};

/** Packages that touch neither files, clock, network nor environment, but for the files named. */
const pure: Record<string, readonly string[]> = {
  schema: ["ids.ts", "sha-node.ts"],
  stats: [],
  evidence: ["write-folder.ts"],
  "adapters-run-folder": ["list-folder.ts", "look-at-file.ts"],
  signing: [
    ...["key-file.ts", "private-key.ts", "verifier-of-node.ts", "write-files.ts"],
    // The network is in two of these, the rest hash and sign with node:crypto.
    ...["ask-service.ts", "one-callback.ts", "browser-login.ts", "signing-certificate.ts"].map(
      (name) => `keyless/${name}`,
    ),
    ...["inclusion.ts", "rekor-v1.ts", "rekor-v2.ts", "request-timestamp.ts"].map(
      (name) => `keyless/${name}`,
    ),
    // node:crypto as a second reader of certificates, and times that were read, as dates; no clock.
    ...["check-log-entry.ts", "judge-keyless.ts", "judge-timestamps.ts", "read-certificate.ts"].map(
      (name) => `sigstore/${name}`,
    ),
    "stated-time.ts", // a log's seconds, as a date; no clock
  ],
  verifier: [
    "plain-file.ts",
    "read-folder.ts",
    "self-test/folder-rows.ts",
    "self-test/folder-test.ts",
  ],
  paper: ["fetch-page.ts", "public-address.ts", "scaffold.ts"],
};

const packages = readdirSync("packages");
const adapters = packages.filter((name) => name.startsWith("adapters-"));
const read = (path: string) => readFileSync(path, "utf8");
const manifest = (name: string) => JSON.parse(read(`packages/${name}/package.json`));
const sources = (name: string) =>
  readdirSync(`packages/${name}/src`, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );

describe.each(packages)("packages/%s", (name) => {
  test("depends only on the layers below it", () => {
    const rule = allowed[name] ?? allowed[name.replace(/-.*/, "-*")];
    if (!rule) throw new Error(`add \`${name}\` to the table in scripts/architecture.test.ts`);
    const { dependencies = {} } = manifest(name);
    const siblings = Object.keys(dependencies)
      .filter((dependency) => dependency.startsWith("@worldflux/"))
      .map((dependency) => dependency.slice("@worldflux/".length));
    if (!rule.includes("*")) expect(rule).toEqual(expect.arrayContaining(siblings));
  });

  test("is ESM with types, a licence, a README and an engine that the CLI shares", () => {
    const { type, license, engines, version } = manifest(name);
    expect({ type, license, engines }).toEqual({
      type: "module",
      license: "Apache-2.0",
      engines: { node: ">=20.19" },
    });
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(existsSync(`packages/${name}/README.md`)).toBe(true);
  });

  test("imports zod as a namespace, which keeps 60 locale files out of a bundle", () => {
    for (const file of sources(name)) {
      expect(read(`packages/${name}/src/${file}`), file).not.toMatch(/import \{.*\} from "zod"/);
    }
  });
});

test.each(Object.keys(pure))("packages/%s keeps files, clock and host at its edge", (name) => {
  const impure = sources(name).filter((file) =>
    /from "node:|(?<![\w-])process\.[a-z]|\bDate\.now|new Date\(|Math\.random/.test(
      read(`packages/${name}/src/${file}`),
    ),
  );
  expect(impure.filter((file) => !pure[name]?.includes(file))).toEqual([]);
});

/** Packages with an entry for browsers, and what Node has beyond it. Types are in both. */
const nodeOnly: Record<string, readonly string[]> = {
  evidence: [
    // what writes and lints claims, plans runs and reads texts: a reviewer's page has no use for it
    ...["checkRun", "decidability", "draftDocuments", "evaluators", "findEvaluator", "lintClaim"],
    ...["lintProtocol", "lintWording", "planSheet", "quantitiesIn", "readSheet", "renderSheet"],
    ...["sentencesOf", "strongestSentence", "wordingCatalog"],
    "buildPackage",
    "packageBytes",
    "refuseExisting",
    "sidecarsOf",
    "withSidecars",
    "writeFolder",
  ],
  signing: [
    // what judges certificates and time stamps, by libraries that need Node
    ...["SigstorePolicyConfig", "loadSigstoreTrust", "loadTimestampTrust", "needsJudge"],
    ...["publicGoodRoot", "readSigstoreKeys", "readSigstorePolicy"],
    ...["recordJudgement", "recordedTrust", "stoppedJudgement"],
    // private keys and files
    ...["generateKey", "keyFileNames", "minPassPhrase", "openKey", "readKeyFile"],
    ...["refuseKeyFolder", "signLock", "signManifest", "writeKeyFolder", "writeSignatureFile"],
  ],
  verifier: ["readPackageFolder"],
};

describe.each(Object.keys(nodeOnly))("the browser entry of packages/%s", (name) => {
  const bundled = (entry: "browser" | "index", packages: "bundle" | "external") =>
    build({
      entryPoints: [`packages/${name}/src/${entry}.ts`],
      bundle: true,
      conditions: ["@worldflux/source"],
      format: "esm",
      logLevel: "silent",
      metafile: true,
      packages,
      platform: entry === "browser" ? "browser" : "node",
      write: false,
    });

  test("reaches no module of Node, by whatever path", async () => {
    const { metafile } = await bundled("browser", "bundle"); // what cannot be resolved is an error
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.length).toBeGreaterThan(30);
    for (const file of inputs.filter((path) => path.startsWith("packages/"))) {
      expect(read(file), file).not.toMatch(/from "node:|\bBuffer\.|(?<![\w-])process\.[a-z]/);
    }
  });

  test("has every name that the other has, but those that need Node", async () => {
    const [browser = [], index = []] = await Promise.all(
      (["browser", "index"] as const).map(async (entry) => {
        const { metafile } = await bundled(entry, "external");
        return Object.values(metafile.outputs).flatMap(({ exports }) => exports);
      }),
    );
    expect(index.filter((exported) => !browser.includes(exported)).sort()).toEqual(
      [...(nodeOnly[name] ?? [])].sort(),
    );
    expect(browser.filter((exported) => !index.includes(exported))).toEqual([]);
  });
});

test("nothing but the wrapper imports the verifiers of Sigstore, which let forgeries through as they come", () => {
  const library = /(?:from|import|require)\s*\(?\s*"(?:@sigstore\/(?:verify|core)|sigstore)["/]/;
  const importing = packages
    .flatMap((name) => sources(name).map((file) => `${name}/src/${file}`))
    .filter((file) => library.test(read(`packages/${file}`)));
  expect(importing.length).toBeGreaterThan(2);
  expect(importing.filter((file) => !file.startsWith("signing/src/sigstore/"))).toEqual([]);
});

test("who checks a signature by a key loads none of them", () => {
  /** Files of the package that a file imports statically, and so on. */
  const reach = (file: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(file)) return seen;
    seen.add(file);
    const text = read(file).replace(/^(?:import|export) type [^;]*;/gm, "");
    for (const [, to] of text.matchAll(/from "(\.[^"]+\.ts)"/g)) {
      reach(join(dirname(file), to ?? ""), seen);
    }
    return seen;
  };
  const files = [...reach("packages/signing/src/index.ts")];
  expect(files).toContain("packages/signing/src/verify-envelope.ts");
  for (const file of files) expect(read(file), file).not.toMatch(/from "@sigstore\//);
});

test("the CLI knows every adapter, and each has a page", () => {
  const known = read("packages/cli/src/adapters.ts");
  for (const name of adapters) {
    expect(known).toContain(`import("@worldflux/${name}")`);
    expect(existsSync(`docs/adapters/${name.slice("adapters-".length)}.md`)).toBe(true);
  }
});

/** All source of a package but the file named, as one text. */
const sourceWithout = (name: string, without: string) =>
  sources(name)
    .filter((file) => file !== without)
    .map((file) => read(`packages/${name}/src/${file}`))
    .join("\n");

test("every error code is thrown somewhere", async () => {
  const codes = read("packages/schema/src/error.ts").match(/WF_[A-Z_]+(?=: \{)/g) ?? [];
  const all = packages.map((name) => sourceWithout(name, "error.ts")).join("\n");
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((code) => !all.includes(`"${code}"`))).toEqual([]);
});

test("every label is given somewhere", () => {
  const codes = read("packages/schema/src/labels.ts").match(/^ {2}[a-z_]+(?=: \{)/gm) ?? [];
  const given = ["find-labels", "robustness-labels"]
    .map((name) => read(`packages/evidence/src/${name}.ts`))
    .join("\n");
  const unrecorded = /Unrecorded = z\.enum\(\[([^\]]+)/.exec(
    read("packages/schema/src/reading.ts"),
  );
  const fromReading = (unrecorded?.[1]?.match(/[a-z_]+/g) ?? []).map(
    (what) => `${what}_not_recorded`,
  );
  const known = (code: string) => given.includes(`"${code}"`) || fromReading.includes(code);
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.map((code) => code.trim()).filter((code) => !known(code))).toEqual([]);
});

test("one version of pnpm is named", () => {
  const { packageManager, devDependencies } = JSON.parse(read("package.json"));
  expect(packageManager).toBe(`pnpm@${devDependencies.pnpm}`);
});
