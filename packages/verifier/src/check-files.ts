import { lockMember } from "@worldflux/evidence";
import {
  type ArtifactManifest,
  type MemberName,
  manifestName,
  memberType,
  packageMembers,
  preview,
  signatureName,
} from "@worldflux/schema";
import { type Check, fail, notEvaluated, verdictOf } from "./check.ts";
import { contentDigest } from "./content.ts";
import { lockFiles } from "./lock-files.ts";
import { forgetful, type Memory } from "./memory.ts";
import type { PackageFiles } from "./read-folder.ts";

const required = Object.entries(packageMembers);

/** Files of a package that its manifest cannot list. */
const unlisted: readonly string[] = [manifestName, signatureName];

/** Every file is a plain one and expected; every public member is there. */
export function checkStructure({ files, refused, refusedWhy }: PackageFiles): Check {
  const problems = [
    ...refused.map((path) => `${preview(path)} ${refusedWhy?.get(path) ?? "is not a plain file"}`),
    ...(files.has(manifestName) ? [] : [`${manifestName} is missing`]),
    ...required
      .filter(([name, type]) => type.visibility === "public" && !files.has(name))
      .map(([name]) => `${name} is missing`),
    ...misnumbered(files),
    ...[...files.keys()]
      .filter((path) => !unlisted.includes(path) && memberType(path) === undefined)
      .map((path) => `${preview(path)} does not belong to the package`),
  ];
  const withheld = withheldMembers(files);
  return verdictOf(
    "structure",
    problems,
    withheld.length === 0
      ? `${memberCount(files)} members, complete`
      : `${memberCount(files)} members; withheld: ${withheld.join(", ")}`,
  );
}

/** Locks are numbered from 1 on: what is derived of them names them so. */
function misnumbered(files: PackageFiles["files"]): string[] {
  return lockFiles(files)
    .filter(({ name }, i) => name !== lockMember(i))
    .map(({ name }) => `${name} is numbered with a gap`);
}

function memberCount(files: PackageFiles["files"]): number {
  return files.size - (files.has(signatureName) ? 1 : 0);
}

/** Private members that are not in the folder. */
function withheldMembers(files: PackageFiles["files"]): MemberName[] {
  return required
    .filter(([name, type]) => type.visibility === "private" && !files.has(name))
    .map(([name]) => name as MemberName);
}

/** The manifest lists every member once, as what it is, and each present one has its hash. */
export function checkManifest(
  { files }: PackageFiles,
  manifest: ArtifactManifest | null,
  readProblems: readonly string[],
  memory: Memory = forgetful,
): Check {
  if (manifest === null) {
    return readProblems.length > 0
      ? fail("manifest", ...readProblems)
      : notEvaluated("manifest", `there is no ${manifestName}`);
  }
  const byPath = new Map(manifest.members.map((member) => [member.path, member]));
  const paths = manifest.members.map((member) => member.path);
  const problems: string[] = [];
  if (byPath.size !== paths.length) problems.push("a member is listed twice");
  if (paths.some((path, i) => i > 0 && path < (paths[i - 1] ?? ""))) {
    problems.push("the members are not sorted by path");
  }
  for (const [path, member] of byPath) {
    const type = memberType(path);
    if (type === undefined) {
      problems.push(`${preview(path)} is listed, but no package has such a member`);
    } else if (
      member.role !== type.role ||
      member.visibility !== type.visibility ||
      member.media_type !== type.mediaType
    ) {
      problems.push(`${path} is listed with another role, visibility or media type`);
    }
  }
  for (const [name] of required) {
    if (!byPath.has(name)) problems.push(`${name} is not listed`);
  }
  for (const [path, member] of byPath) {
    if (member.visibility === "public" && memberType(path) !== undefined && !files.has(path)) {
      problems.push(`${path} is listed, but it is not there`);
    }
  }
  for (const [path, content] of files) {
    if (unlisted.includes(path)) continue;
    const member = byPath.get(path);
    if (member === undefined) problems.push(`${preview(path)} is in the folder but not listed`);
    else if (member.size_bytes !== content.length) {
      problems.push(`${path} has ${content.length} bytes, listed are ${member.size_bytes}`);
    } else if (member.sha256 !== memory("sha256", [content], () => contentDigest(content))) {
      problems.push(`${path} was changed: its SHA-256 is not the listed one`);
    }
  }
  return verdictOf("manifest", problems, `${byPath.size} members listed, present ones unchanged`);
}
