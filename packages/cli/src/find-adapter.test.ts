import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { memoryInput } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { describe, expect, onTestFinished, test } from "vitest";
import { findThirdParty, listThirdParty, loadAdapterFrom } from "./find-adapter.ts";

/** Source of an adapter; fields are JavaScript. */
function source(fields: Record<string, string> = {}, start = "export const adapter ="): string {
  const all = {
    api: "1",
    name: '"example"',
    role: '"trials"',
    shapes: '[{ id: "E1", description: "a list" }]',
    detect: "() => ({ shape: null, why: 'no list' })",
    read: "() => ({ shape: 'E1', episodes: [] })",
    ...fields,
  };
  const body = Object.entries(all).map(([key, value]) => `  ${key}: ${value},`);
  return `${start} {\n${body.join("\n")}\n};\n`;
}

/** Writes files into a fresh folder. */
function project(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "worldflux-find-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** The files of a package that offers an adapter. */
function offer(folder: string, code = source(), manifest: object = {}): Record<string, string> {
  const name = folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);
  return {
    [`${folder}/package.json`]: JSON.stringify({
      name,
      version: "1.2.3",
      type: "module",
      exports: "./index.mjs",
      ...manifest,
    }),
    [`${folder}/index.mjs`]: code,
  };
}

const here = "node_modules/worldflux-adapter-example";

async function refusal(attempt: Promise<unknown>): Promise<WorldFluxError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof WorldFluxError) return error;
  throw new Error(`expected a refusal, got ${String(error)}`);
}

describe("where packages are looked for", () => {
  test.each([
    ["the folder itself", here, "."],
    ["a folder above", here, "a/b/c"],
    ["a scope", "node_modules/@lab/worldflux-adapter-example", "a"],
  ])("%s", async (_, folder, from) => {
    const root = project({ ...offer(folder), "a/b/c/x": "" });
    const adapter = await findThirdParty("example", join(root, from));
    expect(adapter?.name).toBe("example");
    expect(adapter?.origin).toEqual({
      package: folder.slice("node_modules/".length),
      version: "1.2.3",
      path: join(root, folder, "index.mjs"),
    });
  });

  test("not below, and not beside", async () => {
    const root = project({ ...offer(`data/${here}`), "work/x": "" });
    expect(await findThirdParty("example", root)).toBeUndefined();
    expect(await findThirdParty("example", join(root, "work"))).toBeUndefined();
    expect(await listThirdParty(root)).toEqual([]);
  });

  test("of one package the nearest copy counts", async () => {
    const root = project({ ...offer(here, "broken("), ...offer(`a/${here}`) });
    const adapter = await findThirdParty("example", join(root, "a"));
    expect(adapter?.origin.path).toBe(join(root, "a", here, "index.mjs"));
  });

  test("a link, as pnpm makes them", async () => {
    const root = project({ ...offer("store/it"), "node_modules/x": "" });
    symlinkSync(join(root, "store/it"), join(root, here), "junction");
    expect((await findThirdParty("example", root))?.name).toBe("example");
  });

  test.each([
    ["node_modules/@lab/worldflux-adapter-example", "node_modules/@org/worldflux-adapter-example"],
    ["node_modules/@lab/worldflux-adapter-example", "a/node_modules/worldflux-adapter-example"],
  ])("two packages of one name: %s and %s", async (one, other) => {
    const root = project({ ...offer(one), ...offer(other), "a/x": "" });
    const error = await refusal(findThirdParty("example", join(root, "a")));
    expect(error.code).toBe("WF_ADAPTER_INVALID");
    for (const folder of [one, other]) {
      const name = folder.replace(/.*node_modules\//, "");
      expect(error.message).toContain(name);
    }
    expect(error.hint).toContain(`--adapter ${join("..", one)}`);
  });

  test.each([
    "x/../evil",
    "x/../../outside",
    "../example",
    "@lab/worldflux-adapter-example",
    "..",
    "",
    "Example",
    "a".repeat(65),
    "constructor",
    "exa\0mple",
  ])("no package is named %j", async (name) => {
    const beside = { ...offer("node_modules/evil"), ...offer("outside") };
    const root = project({ ...beside, ...offer(here), "node_modules/worldflux-adapter-x/y": "" });
    expect(await findThirdParty(name, root)).toBeUndefined();
  });
});

describe("what a package may export", () => {
  test.each([
    ["a default export", source({}, "export default"), {}],
    ["conditions", source(), { exports: { ".": { types: "./x", import: "./index.mjs" } } }],
    ["conditions without a dot", source(), { exports: { node: ["./index.mjs"] } }],
    ["main", source(), { exports: undefined, main: "index.mjs" }],
    ["its api as a class", `${source({}, "class A { it =")}}\nexport default new A().it;`, {}],
  ])("%s", async (_, code, manifest) => {
    const root = project(offer(here, code, manifest));
    expect((await findThirdParty("example", root))?.name).toBe("example");
  });

  test("CommonJS", async () => {
    const files = offer(here, "", { type: "commonjs", exports: undefined, main: "main.js" });
    const root = project({ ...files, [`${here}/main.js`]: source({}, "exports.adapter =") });
    expect((await findThirdParty("example", root))?.name).toBe("example");
  });

  test.each([
    ["for a newer api", source({ api: "2" }), /written for api 2; .* takes api 1/, /update World/],
    ["for an older api", source({ api: "0" }), /written for api 0; .* takes api 1/, /for api 1/],
    ["for a strange api", source({ api: '"1"' }), /written for api "1"; .* takes api 1/, /author/],
    ["without an api", source({ api: "undefined" }), /does not say its api/, /for api 1/],
    ["without an adapter", "export const x = 1;", /exports no adapter/, /default export/],
    ["with a number", "export default 3;", /exports no adapter/, /default export/],
    ["of another name", source({ name: '"other"' }), /adapter other, not example/, /run other/],
    ["with a bad name", source({ name: '"../x"' }), /`name` is no/, /adapterConformance/],
    [
      "without functions",
      source({ read: "1", detect: "2" }),
      /detect` .*`read` is no function/,
      /./,
    ],
    ["without shapes", source({ shapes: "[]" }), /`shapes` is no list/, /./],
    ["with a bad role", source({ role: "null" }), /`role` is no/, /./],
    ["with an odd shape", source({ shapes: "[{ id: 'a b' }]" }), /`shapes` is no list/, /./],
    ["that throws", "throw new Error('no luck\\nat home');", /loaded: Error: no luck$/, /node /],
    ["that throws nothing", "throw null;", /cannot be loaded: null$/, /node /],
    ["that is no JavaScript", "export const = ;", /cannot be loaded: /, /node /],
    ["that lacks a package", 'import "not-there";', /not-there/, /^npm install not-there$/],
  ])("not a module %s", async (_, code, message, hint) => {
    const root = project(offer(here, code));
    const error = await refusal(findThirdParty("example", root));
    expect(error.code).toBe("WF_ADAPTER_INVALID");
    expect(error.message).toMatch(/^worldflux-adapter-example 1\.2\.3 /);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain("\n");
    expect(error.hint).toMatch(hint);
  });

  test.each([
    ["nothing", { exports: {} }],
    ["a path outside of `./`", { exports: "../../index.mjs" }],
    ["another entry", { exports: { "./other": "./index.mjs" } }],
    ["a main that is not there", { exports: undefined, main: "gone.js" }],
  ])("not %s", async (_, manifest) => {
    const root = project(offer(here, source(), manifest));
    const error = await refusal(findThirdParty("example", root));
    expect(error.message).toBe("worldflux-adapter-example 1.2.3: the package has no entry point");
  });
});

describe("--adapter", () => {
  test("a file, a package, and a name that differs", async () => {
    const root = project(offer("pkg", source(), { name: "my-adapter" }));
    const file = join(root, "pkg", "index.mjs");
    const fromFile = await loadAdapterFrom(file, "example");
    expect(fromFile.origin).toEqual({ package: null, version: null, path: file });
    const fromFolder = await loadAdapterFrom(join(root, "pkg"));
    expect(fromFolder.origin).toEqual({ package: "my-adapter", version: "1.2.3", path: file });
    const error = await refusal(loadAdapterFrom(file, "other"));
    expect(error.message).toContain("holds the adapter example, not other");
  });

  test.each(["gone.mjs", "https://a.example/x.mjs", "data:text/javascript,0", "a\0b"])(
    "there is no %j",
    async (path) => {
      const error = await refusal(loadAdapterFrom(path));
      expect(error.code).toBe("WF_INPUT_NOT_FOUND");
      expect(error.message).toBe(`there is no file or folder ${path}`);
    },
  );

  test("a folder without a package", async () => {
    const root = project({ "empty/x": "" });
    const error = await refusal(loadAdapterFrom(join(root, "empty")));
    expect(error.message).toContain("no entry point");
  });
});

test("the list names every package, and why one cannot be used", async () => {
  const root = project({
    ...offer("node_modules/@lab/worldflux-adapter-two", source({ name: '"two"' })),
    ...offer("node_modules/worldflux-adapter-one", source({ name: '"one"', api: "7" })),
    ...offer("node_modules/worldflux-other", source()),
    "node_modules/worldflux-adapter-file": "no folder",
  });
  const listed = await listThirdParty(root);
  expect(listed.map((each) => [each.name, each.package, each.version])).toEqual([
    ["two", "@lab/worldflux-adapter-two", "1.2.3"],
    ["file", "worldflux-adapter-file", null],
    ["one", "worldflux-adapter-one", "1.2.3"],
  ]);
  const [two, file, one] = listed;
  expect(two?.adapter?.shapes).toEqual([{ id: "E1", description: "a list" }]);
  expect(two?.problem).toBeUndefined();
  expect(file?.problem?.code).toBe("WF_ADAPTER_INVALID");
  expect(one?.adapter).toBeUndefined();
  expect(one?.problem?.message).toContain("api 7");
});

describe("code that we did not write", () => {
  const input = memoryInput({ "trials.json": "[]" });
  const load = async (fields: Record<string, string>) => {
    const root = project({ "it.mjs": source(fields) });
    return loadAdapterFrom(join(root, "it.mjs"));
  };
  const read = async (body: string) => {
    const adapter = await load({ read: body });
    return adapter.read(input, { interim: false });
  };

  test.each([
    ["throws", "() => { throw new TypeError('x is not\\n a y'); }", "failed: TypeError: x is not"],
    ["answers nothing", "() => undefined", "gives no answer"],
    ["answers later", "async () => ({ shape: 'E1', why: 'it is' })", "gives no answer"],
    ["answers a number", "() => ({ shape: 7, why: 'it is' })", "gives no answer"],
  ])("detect that %s", async (_, detect, why) => {
    const answer = (await load({ detect })).detect(input);
    expect(answer.shape).toBeNull();
    expect(answer.why).toMatch(new RegExp(`${why}$`));
  });

  test("detect that answers is heard", async () => {
    const detect = "() => ({ shape: 'E1', why: 'it has trials', more: 1 })";
    expect((await load({ detect })).detect(input)).toEqual({ shape: "E1", why: "it has trials" });
  });

  test.each([
    ["throws", "() => { throw new TypeError('x is not a y'); }", "TypeError: x is not a y"],
    ["rejects", "async () => { throw 'no'; }", '"no"'],
    ["gives nothing", "() => undefined", "TypeError: read gives no episodes"],
    ["gives no episodes", "() => ({})", "TypeError: read gives no episodes"],
    [
      "has a code of its own",
      "() => { throw { name: 'WorldFluxError', code: 'WF_X' }; }",
      "an object",
    ],
  ])("read that %s", async (_, body, words) => {
    const error = await refusal(Promise.resolve(read(body)));
    expect(error.code).toBe("WF_ADAPTER_INVALID");
    expect(error.message).toMatch(/it\.mjs failed on trials\.json: /);
    expect(error.message).toContain(words);
    expect(error.hint).toContain("its author");
  });

  test("read that throws half-way through the episodes", async () => {
    const body =
      "() => ({ episodes: { *[Symbol.iterator]() { yield 1; throw new Error('no'); } } })";
    const { episodes } = await read(body);
    expect(() => [...episodes]).toThrow(expect.objectContaining({ code: "WF_ADAPTER_INVALID" }));
  });

  test("a generator is kept, so that its episodes can be gone through again", async () => {
    const { episodes } = await read("() => ({ episodes: (function* () { yield 1; yield 2; })() })");
    expect([...episodes]).toEqual([1, 2]);
    expect([...episodes]).toEqual([1, 2]);
  });

  test("an error of another copy of @worldflux/schema is ours", async () => {
    const copy =
      "Object.assign(new Error('trials.json is empty'), { name: 'WorldFluxError', code: 'WF_INPUT_EMPTY', hint: 'look again' })";
    const error = await refusal(read(`() => { throw ${copy}; }`));
    const { code, message, hint } = error;
    expect({ code, message, hint }).toEqual({
      code: "WF_INPUT_EMPTY",
      message: "trials.json is empty",
      hint: "look again",
    });
  });
});
