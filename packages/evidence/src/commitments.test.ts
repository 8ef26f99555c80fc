import {
  canonicalJson,
  type EpisodeResult,
  fromHex,
  merkleIncludes,
  merkleLeaf,
} from "@worldflux/schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testKey } from "../test/committed-package.ts";
import { episodesOf } from "../test/fixtures.ts";
import { commitmentsOf, leafBytes, openEpisodes, recordsSentence } from "./commitments.ts";
import { episodeId } from "./normalize.ts";

const packageId = "evd_01HXY7K9ABCDEFGHJKMNPQRSTV";
const numbered = (name: string, letters: string): EpisodeResult[] =>
  episodesOf(name, letters).map((episode, i) => ({ id: episodeId(i), ...episode }));
const episodes = numbered("pusht/0", "SFE");

describe("three records under the key 00 01 .. 1f", () => {
  // Computed with another language's hmac and SHA-256 from the definition.
  test("have this root", () => {
    expect(commitmentsOf(episodes, testKey)).toEqual({
      tree: "rfc6962_sha256",
      salt: "hmac_sha256_v0",
      tree_size: 3,
      root: "sha256:f72e5bf977478165270af200a6a4cdd998257de6a6bb29dea0c038745ed98a25",
    });
  });

  test("open to this salt, line and path", () => {
    expect(openEpisodes(episodes, testKey, packageId, [1])).toEqual({
      schema_version: "worldflux.episode_opening.v0_draft",
      package_id: packageId,
      root: "sha256:f72e5bf977478165270af200a6a4cdd998257de6a6bb29dea0c038745ed98a25",
      tree_size: 3,
      episodes: [
        {
          leaf_index: 1,
          salt: "a8651b04864cc64f639b46e3182c07b91e38a2cf493a6481fc7cd4b45357abe0",
          line: '{"attempt":0,"id":"ep_000002","index":1,"outcome":"failure","seed":null,"suite":"pusht","task":"0"}',
          audit_path: [
            "sha256:fbf47423fc7c344652153acac1020b939b7c8f24024b4739cf698d0745e7ced9",
            "sha256:2b21822b4c901b821ad3868b9abf48c0ecee453a2ffcf118474f8cd5111a392e",
          ],
        },
      ],
    });
  });
});

test("whatever is opened verifies under the root, and shows those records alone", () => {
  const letters = fc.string({ unit: fc.constantFrom("S", "F", "E"), minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(
      letters,
      fc.array(fc.nat(60)),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      (run, asked, key) => {
        const records = numbered("pusht/<b>\u202e", run);
        const { root, tree_size: size } = commitmentsOf(records, key);
        const opening = openEpisodes(records, key, packageId, asked);
        const expected = [...new Set(asked)].filter((i) => i < run.length).sort((a, b) => a - b);
        expect(opening.episodes.map((episode) => episode.leaf_index)).toEqual(expected);
        expect([opening.root, opening.tree_size]).toEqual([root, size]);
        for (const { leaf_index: index, salt, line, audit_path } of opening.episodes) {
          expect(line).toBe(canonicalJson(records[index]));
          const leaf = merkleLeaf(leafBytes(fromHex(salt), line));
          const path = audit_path.map((hash) => fromHex(hash.slice(7)));
          expect(merkleIncludes({ leaf, index, size, path, root: fromHex(root.slice(7)) })).toBe(
            true,
          );
        }
        // A salt that could be told from another one would open more than was asked for.
        const salts = openEpisodes(records, key, packageId, run.split("").keys()).episodes;
        expect(new Set(salts.map(({ salt }) => salt)).size).toBe(run.length);
      },
    ),
  );
});

test("a change of any record, of their order or of the key changes the root", () => {
  const { root } = commitmentsOf(episodes, testKey);
  const [first, second, third] = episodes as [EpisodeResult, EpisodeResult, EpisodeResult];
  const others = [
    commitmentsOf([first, second, { ...third, steps: 1 }], testKey),
    commitmentsOf([second, first, third], testKey),
    commitmentsOf([first, second], testKey),
    commitmentsOf(
      episodes,
      testKey.map((byte) => byte ^ 1),
    ),
  ];
  expect(others.map((other) => other.root)).not.toContain(root);
});

test("a key of another length is refused", () => {
  expect(() => commitmentsOf(episodes, new Uint8Array(31))).toThrow("a key of 32 bytes, got 31");
});

test("says what is withheld, and what of it is committed", () => {
  const commitments = commitmentsOf(episodes, testKey);
  expect(recordsSentence(commitments, true)).toBe(
    `withheld, outcome committed: 3 episodes under ${commitments.root}`,
  );
  expect(recordsSentence(commitments, false)).toMatch(/^in this package, outcome committed: 3 /);
  expect(recordsSentence(undefined, true)).toBe("withheld, not committed");
});
