import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { sep } from "node:path";
import { memberType } from "@worldflux/schema";
import type { ReadFolderOptions } from "../read-folder.ts";
import type { Files } from "./package-in-memory.ts";

/** A folder that holds a copy of a package, and room beside it. */
interface Place {
  /** The package folder. */
  readonly folder: string;
  /** A folder beside it. */
  readonly beside: string;
  readonly files: Files;
}

/** What a row did: how the folder is to be read, another path to read, something to end afterwards. */
interface Prepared {
  readonly read?: ReadFolderOptions;
  readonly path?: string;
  end?(): void;
}

/** Something done to a package folder, as only a file system can have it. */
export interface FolderRow {
  readonly group: "content" | "set" | "names" | "links" | "time" | "subset";
  readonly change: string;
  /** Changes the folder; a text says why that cannot be done here. */
  prepare(place: Place): Prepared | string | undefined | Promise<Prepared | string>;
}

/** Every row, in the order of the table in `docs/self-test.md`. */
export const folderRows: readonly FolderRow[] = [
  row("content", "a byte flipped", ({ folder, files }) => flip(folder, files)),
  row("content", "a byte flipped, size and times kept", ({ folder, files }) => {
    const { atime, mtime } = lstatSync(at(folder, "evidence.json"));
    flip(folder, files);
    utimesSync(at(folder, "evidence.json"), atime, mtime);
  }),
  row("content", "line ends of Windows", ({ folder }) => {
    const text = readFileSync(at(folder, "evidence.md"), "utf8");
    writeFileSync(at(folder, "evidence.md"), text.replaceAll("\n", "\r\n"));
  }),
  row("content", "a line feed added", ({ folder }) =>
    appendFileSync(at(folder, "claim.json"), "\n"),
  ),
  row("content", "cut short", ({ folder }) => truncateSync(at(folder, "claim.json"), 10)),
  row("set", "a file deleted", ({ folder }) => rmSync(at(folder, "claim.json"))),
  row("set", "a file renamed", ({ folder }) =>
    renameSync(at(folder, "claim.json"), at(folder, "claims.json")),
  ),
  row("set", "two files swapped", ({ folder }) => {
    renameSync(at(folder, "claim.json"), at(folder, "swap"));
    renameSync(at(folder, "protocol.json"), at(folder, "claim.json"));
    renameSync(at(folder, "swap"), at(folder, "protocol.json"));
  }),
  ...added("set", "notes.txt", "a file added"),
  row("set", "an empty file added", ({ folder }) => writeFileSync(at(folder, "empty"), "")),
  ...added("set", ".hidden", "a hidden file added"),
  row("set", "a file in .git added", ({ folder }) => {
    mkdirSync(at(folder, ".git"));
    writeFileSync(at(folder, ".git/config"), "x");
  }),
  row("set", "an empty folder added", ({ folder }) => mkdirSync(at(folder, "empty"))),
  row("set", "an empty folder of sidecars added", ({ folder }) => {
    mkdirSync(at(folder, "compliance"), { recursive: true });
  }),
  ...added("names", "Claim.json", "a twin in another case"),
  ...added("names", "\uff43laim.json", "a full-width twin"),
  ...added("names", "claim.\u212Ason", "the sign for kelvin"),
  ...added("names", "e\u0301vidence.json", "an accent on its own"),
  ...added("names", "claim\u200b.json", "a zero-width space"),
  ...added("names", "\u202eclaim.json", "a right-to-left override"),
  ...added("names", "claim\n.json", "a line break"),
  row("names", "bytes that are not UTF-8", ({ folder }) => {
    if (process.platform !== "linux") return "names are text on this system";
    return writeFileSync(Buffer.concat([Buffer.from(at(folder, "claim")), Buffer.of(0xff)]), "x");
  }),
  ...added("names", "claim.json.", "a dot at the end"),
  ...added("names", "NUL.json", "a device's name on Windows"),
  ...added("names", "a\\claim.json", "a backslash"),
  ...added("names", "claim.json:stream", "a colon"),
  row("links", "a member that is a link", ({ folder, beside }) => {
    renameSync(at(folder, "claim.json"), at(beside, "claim.json"));
    symlinkSync(at(beside, "claim.json"), at(folder, "claim.json"));
  }),
  row("links", "a link more", ({ folder }) => symlinkSync("claim.json", at(folder, "link"))),
  row("links", "a link to nothing", ({ folder }) => symlinkSync("nothing", at(folder, "link"))),
  row("links", "a link to a folder", ({ folder, beside }) =>
    symlinkSync(beside, at(folder, "link"), "junction"),
  ),
  row("links", "the folder of sidecars is a link", ({ folder, beside }) => {
    const place = at(folder, "compliance");
    if (lstatSync(place, { throwIfNoEntry: false })) renameSync(place, at(beside, "compliance"));
    else mkdirSync(at(beside, "compliance"));
    symlinkSync(at(beside, "compliance"), place, "junction");
  }),
  row("links", "a link to itself", ({ folder }) =>
    symlinkSync(".", at(folder, "loop"), "junction"),
  ),
  row("links", "the package folder is a link", ({ folder, beside }) => {
    symlinkSync(folder, at(beside, "package"), "junction");
    return { path: at(beside, "package") };
  }),
  row("links", "a member is a hard link to a file outside", ({ folder, beside }) => {
    renameSync(at(folder, "claim.json"), at(beside, "claim.json"));
    linkSync(at(beside, "claim.json"), at(folder, "claim.json"));
  }),
  row("links", "a member is a hard link, which the reader allows", ({ folder, beside }) => {
    linkSync(at(folder, "claim.json"), at(beside, "claim.json"));
    return { read: { allowHardLinks: true } };
  }),
  row("links", "a second name inside", ({ folder }) =>
    linkSync(at(folder, "claim.json"), at(folder, "again.json")),
  ),
  row("links", "a named pipe in the place of a member", ({ folder }) =>
    madeBy("mkfifo", [replacedFile(folder)]),
  ),
  row("links", "a device in the place of a member", ({ folder }) =>
    madeBy("mknod", [replacedFile(folder), "c", "1", "5"]),
  ),
  row("links", "a socket in the place of a member", ({ folder }) => socketAt(replacedFile(folder))),
  row("links", "a folder in the place of a member", ({ folder }) =>
    mkdirSync(replacedFile(folder)),
  ),
  row("links", "a file of 9 GB with nothing in it", ({ folder }) => {
    if (process.platform === "win32") return "it would take 9 GB of the disk here";
    return truncateSync(at(folder, "evidence.md"), 9e9);
  }),
  row("links", "a file of 1 GB with nothing in it, not listed so", ({ folder }) => {
    if (process.platform === "win32") return "it would take 1 GB of the disk here";
    return truncateSync(at(folder, "evidence.md"), 1e9);
  }),
  row("time", "written to while it is read", ({ folder }) =>
    meanwhile("evidence.json", () => appendFileSync(at(folder, "evidence.json"), " ")),
  ),
  row("time", "another member written to after it was read", ({ folder }) =>
    meanwhile("protocol.json", () => appendFileSync(at(folder, "artifact_manifest.json"), " ")),
  ),
  row("time", "a file added while others are read", ({ folder }) =>
    meanwhile("evidence.json", () => writeFileSync(at(folder, "late.txt"), "x")),
  ),
  row("time", "a member taken away while others are read", ({ folder }) =>
    meanwhile("evidence.json", () => rmSync(at(folder, "protocol.json"))),
  ),
  row("time", "a member exchanged for a link after the names were listed", ({ folder, beside }) =>
    meanwhile("artifact_manifest.json", () => {
      renameSync(at(folder, "claim.json"), at(beside, "claim.json"));
      symlinkSync(at(beside, "claim.json"), at(folder, "claim.json"));
    }),
  ),
  row("subset", "the public members alone", ({ folder, files }) => withhold(folder, files)),
  row("subset", "the public members but one", ({ folder, files }) => {
    withhold(folder, files);
    rmSync(at(folder, "claim.json"));
  }),
  row("subset", "a private member of other content smuggled in", ({ folder, files }) => {
    withhold(folder, files);
    writeFileSync(at(folder, "raw_evidence_manifest.json"), "{}\n");
  }),
];

function row(
  group: FolderRow["group"],
  change: string,
  // biome-ignore lint/suspicious/noConfusingVoidType: most rows are one call that returns nothing
  prepare: (place: Place) => Prepared | string | undefined | void | Promise<Prepared | string>,
): FolderRow {
  return { group, change, prepare: (place) => prepare(place) ?? undefined };
}

/** A file of a name that only some file systems take, or take for another. */
function added(group: FolderRow["group"], name: string, change: string): FolderRow[] {
  return [
    row(group, change, ({ folder, files }) => {
      if (lstatSync(at(folder, name), { throwIfNoEntry: false }) !== undefined) {
        return "this file system takes the name for a member's";
      }
      // What looks like a member has a member's content.
      writeFileSync(at(folder, name), files.get("claim.json") ?? "");
      return undefined;
    }),
  ];
}

function at(folder: string, name: string): string {
  return `${folder}${sep}${name}`;
}

function flip(folder: string, files: Files): void {
  const bytes = Uint8Array.from(files.get("evidence.json") ?? []);
  const i = bytes.length >> 1;
  bytes[i] = (bytes[i] ?? 0) ^ 1;
  writeFileSync(at(folder, "evidence.json"), bytes);
}

/** Takes a member away and returns its place. */
function replacedFile(folder: string): string {
  const place = at(folder, "claim.json");
  rmSync(place);
  return place;
}

function madeBy(program: string, args: readonly string[]): string | undefined {
  const { status, error } = spawnSync(program, args, { stdio: "ignore" });
  return status === 0 ? undefined : `${program} cannot make it here (${error ? "absent" : status})`;
}

function socketAt(place: string): Promise<Prepared | string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve("a socket cannot be made here"));
    server.listen(place, () => resolve({ end: () => void server.close() }));
  });
}

/** Does something at the moment at which a file is open and not yet read. */
function meanwhile(path: string, change: () => void): Prepared {
  let done = false;
  const onFile = (open: string) => {
    if (open !== path || done) return;
    done = true;
    change();
  };
  return { read: { onFile } };
}

function withhold(folder: string, files: Files): void {
  for (const path of files.keys()) {
    if (memberType(path)?.visibility === "private") rmSync(at(folder, path));
  }
}
