import { expect, test } from "vitest";
import { keys, memory, sealed } from "../../test/attacked-package.ts";
import { attackOn, type Mutant } from "./attack.ts";
import { folderTest } from "./folder-test.ts";
import type { AttackLevel } from "./mutation.ts";
import { seeded } from "./seeded.ts";
import { trialsOf } from "./trials.ts";

/**
 * What is done to a signed folder, group by group, and which check has to refuse it. `pass`: the reading is the
 * same, or what is withheld is named. `folder`: done on disk. Otherwise at the level and place named.
 */
type Row = readonly [
  attack: string,
  how: "folder" | AttackLevel,
  member: string,
  change: string,
  by: string,
];

const f = (attack: string, change: string, by: string): Row => [attack, "folder", "", change, by];
const manifest = (attack: string, change: string, by: string): Row => [
  attack,
  "same_key",
  "artifact_manifest.json",
  change,
  by,
];
const bundle = (attack: string, change: string, by = "signature"): Row => [
  attack,
  "edited",
  "signature.sigstore.json",
  change,
  by,
];
const statement = (attack: string, change: string): Row => [
  attack,
  "same_key",
  "signature.sigstore.json",
  `statement: ${change}`,
  "signature",
];
const json = (attack: string, change: string): Row => [
  attack,
  "same_key",
  "evidence.json",
  change,
  "schema",
];

const rows: Record<string, readonly Row[]> = {
  content: [
    f("byte flip", "content: a byte flipped", "manifest"),
    f("same size and mtime", "content: a byte flipped, size and times kept", "manifest"),
    f("CRLF", "content: line ends of Windows", "manifest"),
    f("trailing newline", "content: a line feed added", "manifest"),
    f("truncation", "content: cut short", "manifest"),
  ],
  set: [
    f("delete", "set: a file deleted", "structure"),
    f("rename", "set: a file renamed", "structure"),
    f("swap two files", "set: two files swapped", "manifest"),
    f("extra file", "set: a file added", "structure"),
    f("extra empty file", "set: an empty file added", "structure"),
    f("extra dotfile", "set: a hidden file added", "structure"),
    f("extra .git/x", "set: a file in .git added", "structure"),
    f("empty folder: refused, as no package has it", "set: an empty folder added", "structure"),
    f("empty folder that members may lie in", "set: an empty folder of sidecars added", "pass"),
  ],
  names: [
    f("case twin", "names: a twin in another case", "structure"),
    f("full-width twin", "names: a full-width twin", "structure"),
    f("Kelvin sign", "names: the sign for kelvin", "structure"),
    f("NFD", "names: an accent on its own", "structure"),
    f("zero-width", "names: a zero-width space", "structure"),
    f("RTL override", "names: a right-to-left override", "structure"),
    f("newline", "names: a line break", "structure"),
    f("invalid UTF-8", "names: bytes that are not UTF-8", "structure"),
    f("trailing dot", "names: a dot at the end", "structure"),
    f("NUL.json", "names: a device's name on Windows", "structure"),
    f("backslash", "names: a backslash", "structure"),
    f("colon", "names: a colon", "structure"),
  ],
  "links and types": [
    f("member symlink", "links: a member that is a link", "structure"),
    f("extra symlink", "links: a link more", "structure"),
    f("dangling symlink", "links: a link to nothing", "structure"),
    f("folder symlink", "links: a link to a folder", "structure"),
    f("member folder symlink", "links: the folder of sidecars is a link", "structure"),
    f("loop", "links: a link to itself", "structure"),
    f("root symlink", "links: the package folder is a link", "WF_PACKAGE_INVALID"),
    f("hard link out", "links: a member is a hard link to a file outside", "structure"),
    f("hard link in", "links: a second name inside", "structure"),
    f("hard link, allowed", "links: a member is a hard link, which the reader allows", "pass"),
    f("FIFO", "links: a named pipe in the place of a member", "structure"),
    f("device", "links: a device in the place of a member", "structure"),
    f("socket", "links: a socket in the place of a member", "structure"),
    f("folder in place of a file", "links: a folder in the place of a member", "structure"),
    f("sparse 9 GB", "links: a file of 9 GB with nothing in it", "WF_INPUT_TOO_LARGE"),
    f("sparse 1 GB", "links: a file of 1 GB with nothing in it, not listed so", "structure"),
  ],
  "manifest by a hostile signer": [
    manifest("../", "a path that leaves the folder", "manifest"),
    manifest("absolute", "an absolute path", "manifest"),
    manifest("listed twice", "a member listed twice", "manifest"),
    manifest("case twin", "a case twin listed", "manifest"),
    manifest("lists itself", "the manifest lists itself", "manifest"),
    manifest("lists the signature", "the manifest lists the signature", "manifest"),
    manifest("omits a required member", "a required member left out", "manifest"),
    manifest("omits a file on disk", "nothing listed", "manifest"),
    manifest("upper-case hex", "an upper-case digest", "manifest"),
    manifest("short digest", "a short digest", "manifest"),
    manifest("size lie", "a size that is not so", "manifest"),
    [
      "package_id mix",
      "same_key",
      "signature.sigstore.json",
      "signature and manifest of the same package under another id",
      "manifest",
    ],
  ],
  envelope: [
    bundle("no signature file", "taken away", "identity"),
    bundle("empty", "emptied"),
    bundle("5 MB", "more than 4 MiB"),
    bundle("[]", "list"),
    bundle("two signatures", "the last element duplicated"),
    bundle("flipped signature", "a bit flipped"),
    [
      "payloadType text/plain",
      "same_key",
      "signature.sigstore.json",
      "text/plain, signed so",
      "signature",
    ],
    [
      "spoofed hint",
      "other_key",
      "signature.sigstore.json",
      "another key under the genuine key's id",
      "signature",
    ],
    [
      "attacker key",
      "other_key",
      "signature.sigstore.json",
      "signed again with another key",
      "identity",
    ],
    bundle("unknown field", "key added"),
    bundle("BOM", "byte order mark"),
    bundle("duplicate JSON key", "key twice"),
    bundle("keyid is not the hint", "one character changed"),
  ],
  statement: [
    statement("other predicateType", "one character changed"),
    statement("subject twice", "the last element duplicated"),
    statement("missing subject", "the last element dropped"),
    statement("duplicate key in payload", "key twice"),
    statement("field left out", "key dropped"),
  ],
  JSON: [
    json("duplicate key", "key twice"),
    json("escaped duplicate key", "key twice, once escaped"),
    json("2^53+1", "2^53+1"),
    json("1e400", "1e400"),
    json("lone surrogate", "lone surrogate"),
    json("__proto__", "__proto__"),
    json("depth 100", "depth 100"),
    json("NaN", "NaN"),
    json("comment", "comment"),
    json("trailing data", "trailing data"),
    json("-0: refused, as JCS writes 0", "-0"),
    json("not UTF-8", "not UTF-8"),
  ],
  "time of check": [
    f("appended while read", "time: written to while it is read", "WF_INPUT_CHANGED"),
    f("added during verify", "time: a file added while others are read", "WF_INPUT_CHANGED"),
    f(
      "removed during verify",
      "time: a member taken away while others are read",
      "WF_INPUT_CHANGED",
    ),
    f(
      "exchanged for a link",
      "time: a member exchanged for a link after the names were listed",
      "structure",
    ),
    f(
      "written after read: the verified copy is used",
      "time: another member written to after it was read",
      "pass",
    ),
  ],
  subset: [
    f("exact public members", "subset: the public members alone", "pass"),
    f("one missing", "subset: the public members but one", "structure"),
    f(
      "private one smuggled in",
      "subset: a private member of other content smuggled in",
      "manifest",
    ),
  ],
};

/** Rows of the matrix that a closed list of members, or one form of bundle, leaves no room for. */
const notApplicable: Record<string, string> = {
  "segment over 255 bytes, path over 1024, depth over 16":
    "no member has such a path, so structure refuses it by name",
  "digest of another algorithm": "hash_algorithm is a literal; another value is no manifest",
  "config maps a hint to another key, empty config, hint `constructor`":
    "tests of packages/signing: they are about the reader's own file",
  "self bundle where policy wants Sigstore; the 70 conformance cases":
    "tests of Sigstore bundles in packages/signing",
  "subset shown as full":
    "structure names what is withheld; nothing says complete without all members",
};

test("every attack on a folder, a manifest, an envelope, a statement or JSON ends as it has to", async () => {
  const bounds = { choices: seeded(1), limit: 1_000_000 };
  const { trials } = trialsOf(sealed.files, sealed.files, keys, bounds);
  const attack = attackOn(sealed, sealed, keys, memory);
  const { mutants, skipped } = await folderTest(sealed);
  const ended = ({ outcome, by }: Mutant) =>
    by ?? (outcome === "harmless" || outcome === "not_load_bearing" ? "pass" : outcome);
  for (const [group, list] of Object.entries(rows)) {
    for (const [name, how, member, change, by] of list) {
      const where = `${group}: ${name}`;
      if (how === "folder") {
        const mutant = mutants.find((of) => of.change === change);
        // What this system cannot make is named, and nothing else is left out.
        if (mutant === undefined) {
          const left = skipped.map((of) => of.change);
          expect(left, where).toContain(change.replace(/^\w+: /, ""));
        } else expect(ended(mutant), where).toBe(by);
        continue;
      }
      const found = trials.filter(
        ({ level, mutation: m }) => level === how && m.member === member && m.change === change,
      );
      expect(found.length, where).toBeGreaterThan(0);
      for (const trial of found.slice(0, 3)) {
        const mutant = attack(trial);
        if (mutant !== null) expect(ended(mutant), `${where} ${mutant.pointer}`).toBe(by);
      }
    }
  }
  expect(Object.values(rows).flat().length).toBeGreaterThan(80);
});

test("what has no row has a reason", () => {
  for (const reason of Object.values(notApplicable)) expect(reason.length).toBeGreaterThan(20);
});
