import { canonicalBytes, manifestName, signatureName } from "@worldflux/schema";
import { type Depth, type DocumentChange, documentChanges } from "./mutate-document.ts";
import { otherSpellings } from "./mutate-json.ts";
import { type Edits, everyLevel, type Mutation, pointerStep, sameKey } from "./mutation.ts";
import { type Files, parsed } from "./package-in-memory.ts";

const utf8 = new TextEncoder();

/** Every change of every place of a JSON member, and every other spelling of it. */
export function* jsonMutations(files: Files, path: string, depth: Depth): Generator<Mutation> {
  const bytes = files.get(path);
  const document = parsed(bytes);
  if (bytes === undefined || document === undefined) return;
  for (const change of documentChanges(document, depth)) {
    yield mutationOf(path, change, "", (next) => canonicalBytes(next));
  }
  for (const { class: name, change, bytes: other } of otherSpellings(decoded(bytes))) {
    yield whole(name, path, change, () => new Map([[path, other]]), sameKey);
  }
}

/** The same for some lines of a JSON Lines member, and lines dropped, duplicated and moved. */
export function* linesMutations(files: Files, path: string, depth: Depth): Generator<Mutation> {
  const bytes = files.get(path);
  if (bytes === undefined) return;
  const lines = decoded(bytes).split("\n").slice(0, -1);
  const text = (all: readonly string[]) => utf8.encode(all.map((line) => `${line}\n`).join(""));
  const at = (i: number, ...put: string[]) =>
    text([...lines.slice(0, i), ...put, ...lines.slice(i + 1)]);
  const numbers = depth.choices.sample([...lines.keys()], depth.elements);
  if (numbers.length < lines.length) {
    depth.onSampled({ pointer: "", elements: lines.length, taken: numbers.length });
  }
  for (const [n, i] of numbers.entries()) {
    const line = lines[i] ?? "";
    const next = lines[i + 1];
    const changes: [change: string, content: () => Uint8Array][] = [
      ["line dropped", () => at(i)],
      ["line duplicated", () => at(i, line, line)],
      ["blank line", () => at(i, line, "")],
    ];
    if (next !== undefined) {
      const swapped = [...lines.slice(0, i), next, line, ...lines.slice(i + 2)];
      changes.push(["two lines swapped", () => text(swapped)]);
      changes.push(["two lines swapped, ids kept in order", () => text(withIds(swapped, lines))]);
    }
    changes.push(["line dropped, ids renumbered", () => text(withIds(at2(lines, i), lines))]);
    for (const [change, content] of changes) {
      const edits = () => new Map([[path, content()]]);
      yield {
        class: "lines",
        member: path,
        pointer: pointerStep(i),
        change,
        levels: sameKey,
        edits,
      };
    }
    for (const change of documentChanges(JSON.parse(line), depth)) {
      const content = (value: unknown) => at(i, decoded(canonicalBytes(value)).trimEnd());
      yield mutationOf(path, change, pointerStep(i), content);
    }
    if (n > 0) continue;
    for (const { class: name, change, bytes: other } of otherSpellings(`${line}\n`)) {
      const edits = () => new Map([[path, at(i, decoded(other).replace(/\n$/, ""))]]);
      yield { class: name, member: path, pointer: pointerStep(i), change, levels: sameKey, edits };
    }
  }
  const classes: [change: string, bytes: () => Uint8Array][] = [
    ["all lines dropped", () => new Uint8Array()],
    ["every line duplicated", () => text(lines.flatMap((line) => [line, line]))],
    ["lines reversed", () => text([...lines].reverse())],
    ["lines reversed, ids kept in order", () => text(withIds([...lines].reverse(), lines))],
    ["carriage returns", () => utf8.encode(lines.map((line) => `${line}\r\n`).join(""))],
    ["byte order mark", () => Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes])],
    ["no last line feed", () => bytes.slice(0, -1)],
    ["last line torn", () => bytes.slice(0, -3)],
  ];
  if (lines.length === 0) return;
  for (const [change, content] of classes) {
    yield whole("lines", path, change, () => new Map([[path, content()]]), everyLevel);
  }
}

const at2 = (lines: readonly string[], i: number) => lines.filter((_, at) => at !== i);

/** Lines under the ids that stand at their place in the original. */
function withIds(lines: readonly string[], original: readonly string[]): string[] {
  const id = (line: string | undefined) => /"(?:id|episode_id)":"[^"]*"/.exec(line ?? "")?.[0];
  return lines.map((line, i) => line.replace(id(line) ?? "\n", id(original[i]) ?? ""));
}

/** Changes of a text member: to a reader's eye small. */
export function* textMutations(files: Files, path: string): Generator<Mutation> {
  const bytes = files.get(path);
  if (bytes === undefined) return;
  const text = decoded(bytes);
  const lines = text.split("\n");
  for (const [i, line] of lines.entries()) {
    const edits = (put: string[]) => () =>
      new Map([
        [path, utf8.encode([...lines.slice(0, i), ...put, ...lines.slice(i + 1)].join("\n"))],
      ]);
    const of = { class: "text", member: path, pointer: pointerStep(i) } as const;
    yield { ...of, change: "line changed", levels: everyLevel, edits: edits([`${line}.`]) };
    if (i < lines.length - 1) {
      yield { ...of, change: "line dropped", levels: sameKey, edits: edits([]) };
      yield { ...of, change: "line duplicated", levels: sameKey, edits: edits([line, line]) };
    }
    const [number] = /\d+/.exec(line) ?? [];
    if (number === undefined) continue;
    const other = line.replace(number, String(Number(number) + 1));
    yield { ...of, change: "a number changed", levels: sameKey, edits: edits([other]) };
  }
  const wholes: [change: string, text: string][] = [
    ["emptied", ""],
    ["carriage returns", text.replaceAll("\n", "\r\n")],
    ["byte order mark", `\ufeff${text}`],
    ["line feed added", `${text}\n`],
    ["space added", `${text} `],
    ["HTML comment added", `${text}<!-- approved -->\n`],
  ];
  for (const [change, other] of wholes) {
    yield whole("text", path, change, () => new Map([[path, utf8.encode(other)]]), everyLevel);
  }
}

/** Members dropped, swapped, doubled and renamed, and files that belong to no package. */
export function* setMutations(files: Files): Generator<Mutation> {
  const paths = [...files.keys()].filter((path) => ![manifestName, signatureName].includes(path));
  const bytes = (path: string) => files.get(path) ?? new Uint8Array();
  for (const [i, path] of paths.entries()) {
    yield whole("members", path, "member dropped", () => new Map([[path, null]]), everyLevel);
    const next = paths[(i + 1) % paths.length] ?? path;
    const swap: Edits = new Map([
      [path, bytes(next)],
      [next, bytes(path)],
    ]);
    yield whole("members", path, "swapped with the next member", () => swap, everyLevel);
    yield whole("members", path, "emptied", () => new Map([[path, new Uint8Array()]]), everyLevel);
    const moved = (to: string) => () =>
      new Map([
        [path, null],
        [to, bytes(path)],
      ]);
    yield whole("members", path, "renamed", moved(`${path}.bak`), everyLevel);
    yield whole("members", path, "renamed in upper case", moved(path.toUpperCase()), everyLevel);
    const other = path.replace(/^(locks\/)(\d)/, (_, folder, n) => `${folder}${Number(n) + 3}`);
    if (other !== path) yield whole("members", path, "renumbered", moved(other), everyLevel);
    yield whole(
      "members",
      path,
      "copied beside",
      () => new Map([[`copy-${path}`, bytes(path)]]),
      everyLevel,
    );
  }
  for (const name of strangeNames) {
    const edits = () => new Map([[name, utf8.encode("x")]]);
    yield whole("members", name, "file added", edits, everyLevel);
  }
}

/** Names of files that belong to no package, also such as other systems take for a member's. */
const strangeNames = [
  "notes.txt",
  "empty",
  ".hidden",
  ".git/config",
  "Claim.json",
  "claim.json ",
  "claim.json.",
  "claim\u200b.json",
  "\u202eclaim.json",
  "\uff43laim.json",
  "claim.\u212Ason",
  "e\u0301vidence.json",
  "claim\n.json",
  "claim.json:stream",
  "a\\claim.json",
  "../claim.json",
  "/claim.json",
  "NUL.json",
  "constructor",
  "__proto__",
  "compliance/../claim.json",
  "compliance/x.txt",
  "compliance/X.json",
  "compliance/a/b.json",
  "signature.sigstore.json.bak",
];

function mutationOf(
  path: string,
  { class: name, pointer, change, first, document }: DocumentChange,
  prefix: string,
  content: (value: unknown) => Uint8Array,
): Mutation {
  return {
    class: name,
    member: path,
    pointer: `${prefix}${pointer}`,
    change,
    levels: first ? everyLevel : sameKey,
    edits: () => new Map([[path, content(document())]]),
  };
}

function whole(
  name: Mutation["class"],
  member: string,
  change: string,
  edits: () => Edits,
  levels: Mutation["levels"],
): Mutation {
  return { class: name, member, pointer: "", change, levels, edits };
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
