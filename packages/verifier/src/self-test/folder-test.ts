import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { memberType, WorldFluxError } from "@worldflux/schema";
import { readPackageFolder } from "../read-folder.ts";
import { packageChecks } from "../verify.ts";
import type { Mutant, Sealed } from "./attack.ts";
import { excuseFor } from "./excuses.ts";
import { type FolderRow, folderRows } from "./folder-rows.ts";
import { editedOnly, type Mutation } from "./mutation.ts";

/** What was done to copies of a package folder, and what could not be done here. */
export interface FolderTest {
  readonly mutants: readonly Mutant[];
  readonly skipped: readonly { readonly change: string; readonly why: string }[];
}

/** Larger private members are left out of the copies. */
const LARGEST = 2 ** 20;

/**
 * Does to copies of a package, in a temporary folder, what only a file system can have: links, pipes, names,
 * files that change while they are read.
 */
export async function folderTest(sealed: Sealed): Promise<FolderTest> {
  const files = new Map(
    [...sealed.files].filter(
      ([path, { length }]) => length <= LARGEST || memberType(path)?.visibility !== "private",
    ),
  );
  const root = mkdtempSync(join(tmpdir(), "worldflux-self-test-"));
  const mutants: Mutant[] = [];
  const skipped: FolderTest["skipped"][number][] = [];
  try {
    for (const [i, row] of folderRows.entries()) {
      const result = await judged(row, { files, policy: sealed.policy }, join(root, String(i)));
      if (typeof result === "string") skipped.push({ change: row.change, why: result });
      else mutants.push(result);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  return { mutants, skipped };
}

async function judged(row: FolderRow, sealed: Sealed, at: string): Promise<Mutant | string> {
  const place = { folder: join(at, "pkg"), beside: join(at, "beside"), files: sealed.files };
  mkdirSync(place.beside, { recursive: true });
  writePackage(place.folder, sealed);
  const prepared = await attempt(() => row.prepare(place));
  if (typeof prepared === "string") return prepared;
  const mutation: Mutation = {
    class: "folder",
    member: "",
    pointer: "",
    change: `${row.group}: ${row.change}`,
    levels: editedOnly,
    edits: () => new Map(),
  };
  try {
    return verdict(mutation, sealed, prepared?.path ?? place.folder, prepared?.read);
  } finally {
    prepared?.end?.();
    rmSync(at, { recursive: true, force: true });
  }
}

function verdict(
  mutation: Mutation,
  sealed: Sealed,
  folder: string,
  read: Parameters<typeof readPackageFolder>[1],
): Mutant {
  const { class: name, member, pointer, change } = mutation;
  const of = { class: name, level: "edited", member, pointer, change } as const;
  const killed = { ...of, outcome: "killed", reason: null } as const;
  try {
    for (const { id, status } of packageChecks(readPackageFolder(folder, read), sealed.policy)) {
      if (status === "fail") return { ...killed, by: id };
    }
  } catch (error) {
    if (error instanceof WorldFluxError) return { ...killed, by: error.code };
    throw error;
  }
  const excuse = excuseFor(mutation, sealed.files, { said: true, notEvaluated: [] });
  return {
    ...of,
    outcome: excuse?.outcome ?? "survived",
    by: null,
    reason: excuse?.reason ?? null,
  };
}

function writePackage(folder: string, { files }: Sealed): void {
  for (const [path, bytes] of files) {
    const place = join(folder, ...path.split("/"));
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
  }
}

/** A name or a kind of file that the system here does not have is no finding. */
async function attempt<T>(prepare: () => T): Promise<T | string> {
  try {
    return await prepare();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return `it cannot be made here (${code})`;
  }
}
