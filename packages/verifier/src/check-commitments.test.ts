import { canonicalBytes, jsonlBytes } from "@worldflux/schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { committed, recordsOf, withManifest } from "../../evidence/test/committed-package.ts";
import {
  claimOf,
  episodesOf,
  packageOf,
  protocolOf,
  readingOf,
} from "../../evidence/test/fixtures.ts";
import { checkCommitments } from "./check-commitments.ts";
import { readMembers } from "./documents.ts";

const claim = claimOf();
const plain = packageOf(
  claim,
  protocolOf(claim, ["pusht"]),
  readingOf(episodesOf("pusht/0", "SSSSSSSSFE")),
).members;
const files = committed(plain);

type Files = ReadonlyMap<string, Uint8Array>;
const check = (of: Files) => {
  const { documents, sidecars } = readMembers({ files: of, refused: [] });
  return checkCommitments(documents, sidecars);
};
const without = (...names: string[]) => {
  const rest = new Map(files);
  for (const name of names) rest.delete(name);
  return rest;
};
interface Editable {
  key: string;
  commitments: { root: string; tree_size: number };
}
const edited = (name: string, edit: (document: Editable) => void) => {
  const document = JSON.parse(new TextDecoder().decode(files.get(name)));
  edit(document);
  return withManifest(new Map(files).set(name, canonicalBytes(document)));
};

test("passes for the records and the key that the root was made of", () => {
  expect(check(files)).toEqual({
    id: "commitments",
    status: "pass",
    detail: "10 episode records give the root",
  });
});

describe("is not evaluated", () => {
  test.each([
    [
      "when the records are withheld and the key is not, which lets them be tried out",
      without("episode_results.jsonl"),
      "; commitment_key.json is there: records can be tried out",
    ],
    [
      "in the public subset",
      without("episode_results.jsonl", "commitment_key.json"),
      "10 episodes withheld, outcome committed: root sha256:",
    ],
    ["when the key is withheld", without("commitment_key.json"), "commitment_key.json is withheld"],
    ["when the package commits to nothing", plain, "commits to no episode records"],
    ["without provenance", without("audit_provenance.json"), "could not be read"],
  ])("%s", (_, of, why) => {
    const { status, detail } = check(of);
    expect([status, detail]).toEqual(["not_evaluated", expect.stringContaining(why)]);
  });
});

describe("fails", () => {
  const records = recordsOf(files);
  const setSize = (size: number) =>
    edited("audit_provenance.json", (d) => {
      d.commitments.tree_size = size;
    });
  const cases: [string, Files, string][] = [
    [
      "for another root",
      edited("audit_provenance.json", (d) => {
        d.commitments.root = `sha256:${"0".repeat(64)}`;
      }),
      "but the records and the key give sha256:",
    ],
    [
      "for another key",
      edited("commitment_key.json", (d) => {
        d.key = "0".repeat(64);
      }),
      "but the records and the key give",
    ],
    [
      "for records that were changed after",
      new Map(files).set(
        "episode_results.jsonl",
        jsonlBytes(records.map((r, i) => (i === 8 ? { ...r, steps: 3 } : r))),
      ),
      "but the records and the key give",
    ],
    [
      "for a record that was cut off",
      new Map(files).set("episode_results.jsonl", jsonlBytes(records.slice(1))),
      "but episode_results.jsonl holds 9 lines",
    ],
    ["for another size", setSize(11), "tree_size is 11, but episode_results.jsonl holds 10 lines"],
    [
      "for a key without a root",
      new Map(plain).set(
        "commitment_key.json",
        files.get("commitment_key.json") ?? new Uint8Array(),
      ),
      "names no root",
    ],
  ];
  test.each(cases)("%s", (_, of, why) => {
    const { status, detail } = check(of);
    expect([status, detail]).toEqual(["fail", expect.stringContaining(why)]);
  });

  test("for a size that the public subset contradicts", () => {
    const subset = new Map(setSize(11));
    subset.delete("episode_results.jsonl");
    subset.delete("commitment_key.json");
    const { status, detail } = check(subset);
    expect([status, detail]).toEqual(["fail", expect.stringContaining("holds 10 outcomes")]);
  });
});

test("no bytes in place of the key or the provenance make it throw", () => {
  const any = fc.oneof(
    fc.json().map((text) => new TextEncoder().encode(`${text}\n`)),
    fc.uint8Array({ maxLength: 200 }),
  );
  const name = fc.constantFrom("commitment_key.json", "audit_provenance.json");
  fc.assert(
    fc.property(name, any, (member, bytes) => {
      expect(check(new Map(files).set(member, bytes)).status).not.toBe("pass");
    }),
  );
});
