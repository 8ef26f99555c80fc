import {
  canonicalJson,
  type EpisodeCommitments,
  type EpisodeOpening,
  type EpisodeResult,
  hmacSha256,
  merkleTree,
  toHex,
} from "@worldflux/schema";

const saltLabel = "worldflux episode salt v0\0";
const encoder = new TextEncoder();

/**
 * Binds every episode record: the root of the tree whose leaf i is salt i and line i. Without the
 * key nothing about a record can be told from it, not even by trying records out.
 *
 * @param episodes the lines of `episode_results.jsonl`, in order; iterated once
 * @param key 32 random bytes, used for this package alone
 * @throws RangeError for a key of another length
 */
export function commitmentsOf(
  episodes: Iterable<EpisodeResult>,
  key: Uint8Array,
): EpisodeCommitments {
  const { size, root } = merkleTree(leaves(episodes, key));
  return {
    tree: "rfc6962_sha256",
    salt: "hmac_sha256_v0",
    tree_size: size,
    root: `sha256:${toHex(root)}`,
  };
}

/**
 * Discloses the records at some leaf indices: line, salt and audit path of each, by index. The
 * other records stay as hidden as before. An index past the last record is left out.
 *
 * @throws RangeError for a key that has not 32 bytes
 */
export function openEpisodes(
  episodes: Iterable<EpisodeResult>,
  key: Uint8Array,
  packageId: string,
  indices: Iterable<number>,
): EpisodeOpening {
  const asked = new Set(indices);
  const disclosed = new Map<number, { salt: string; line: string }>();
  const tree = merkleTree(
    leaves(episodes, key, (index, salt, line) => {
      if (asked.has(index)) disclosed.set(index, { salt: toHex(salt), line });
    }),
    asked,
  );
  return {
    schema_version: "worldflux.episode_opening.v0_draft",
    package_id: packageId,
    root: `sha256:${toHex(tree.root)}`,
    tree_size: tree.size,
    episodes: [...disclosed].map(([index, { salt, line }]) => ({
      leaf_index: index,
      salt,
      line,
      audit_path: (tree.paths.get(index) ?? []).map((hash) => `sha256:${toHex(hash)}`),
    })),
  };
}

/** Whether a package holds its episode records, and whether it commits to them; for people. */
export function recordsSentence(
  commitments: EpisodeCommitments | undefined,
  withheld: boolean,
): string {
  const where = withheld ? "withheld" : "in this package";
  if (commitments === undefined) return `${where}, not committed`;
  const { tree_size: size, root } = commitments;
  return `${where}, outcome committed: ${size} episodes under ${root}`;
}

/** What is hashed as a leaf: the salt's 32 bytes and the line's UTF-8, without line feed. */
export function leafBytes(salt: Uint8Array, line: string): Uint8Array {
  const text = encoder.encode(line);
  const leaf = new Uint8Array(salt.length + text.length);
  leaf.set(salt);
  leaf.set(text, salt.length);
  return leaf;
}

function* leaves(
  episodes: Iterable<EpisodeResult>,
  key: Uint8Array,
  visit?: (index: number, salt: Uint8Array, line: string) => void,
): Generator<Uint8Array> {
  if (key.length !== 32) throw new RangeError(`expected a key of 32 bytes, got ${key.length}`);
  let index = 0;
  for (const episode of episodes) {
    const salt = hmacSha256(key, encoder.encode(saltLabel + episode.id));
    const line = canonicalJson(episode);
    visit?.(index++, salt, line);
    yield leafBytes(salt, line);
  }
}
