import { type Claim, memberNames, sha256 } from "@worldflux/schema";
import { expect, test } from "vitest";
import { claimOf, episodesOf, packageOf, protocolOf, readingOf } from "../test/fixtures.ts";
import { renderInspection } from "./inspect.ts";

const claim = claimOf();
const reading = readingOf(episodesOf("pusht/0", "SSSSSSSSFE"));
const build = (of: Claim = claim, id?: string) =>
  packageOf(of, protocolOf(of, ["pusht"]), reading, id);
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

test("holds the eleven members, the manifest last", () => {
  const names = [...build().members.keys()];
  expect(names).toHaveLength(11);
  expect(new Set(names)).toEqual(new Set(memberNames));
  expect(names.at(-1)).toBe("artifact_manifest.json");
});

test("equal input gives equal bytes, but for the provenance and the manifest", () => {
  const one = build().members;
  const two = build(claim, "evd_01HXY7K9ABCDEFGHJKMNPQRST0").members;
  const differing = [...one.keys()].filter((name) => text(one.get(name)) !== text(two.get(name)));
  expect(differing).toEqual(["audit_provenance.json", "artifact_manifest.json"]);
});

test("lists each failure and error with what is known for replaying it", () => {
  const { members } = build();
  const index = text(members.get("failure_evidence_index.jsonl")).trim().split("\n");
  expect(index.map((line) => JSON.parse(line).outcome)).toEqual(["failure", "error"]);
  const [replay] = text(members.get("failure_replay_manifest.jsonl")).split("\n");
  expect(JSON.parse(replay ?? "")).toMatchObject({ episode_id: "ep_000009", index: 8 });
});

test.each(["/home/alice/ckpt", "mail alice@example.com", "https://x.example/?token=abc"])(
  "refuses a claim that would publish %j",
  (secret) => {
    const leaky = { ...claim, subject: { ...claim.subject, checkpoint_uri: secret } };
    expect(() => build(leaky)).toThrow(expect.objectContaining({ code: "WF_PRIVATE_TEXT" }));
    expect(() => build(leaky)).toThrow("claim.json: /subject/checkpoint_uri holds");
  },
);

test("a private file name is withheld, not refused", () => {
  const { members } = packageOf(claim, protocolOf(claim, ["pusht"]), reading, undefined, [
    { role: "eval_info", name: "alice@example.com.json", sha256: sha256("x"), size_bytes: 1 },
  ]);
  const raw = text(members.get("raw_evidence_manifest.json"));
  expect(raw).toContain('"name":"(name withheld)"');
});

test("a hostile claim text stays text, on the page and on the terminal", () => {
  const hostile = {
    ...claim,
    claim_text: "# <script>alert(1)</script> | [x](https://evil.example) \u001b[31m \u202egnp",
  };
  const { members, evidence } = build(hostile);
  const markdown = text(members.get("evidence.md"));
  expect(markdown).toContain("# \\# \\<script\\>alert(1)\\</script\\> \\| \\[x\\](");
  const pages = markdown + renderInspection(evidence, hostile);
  expect([...pages].some((c) => c < "\n" || c === "\u001b" || c === "\u202e")).toBe(false);
});

test("neither page claims more than evidence does", () => {
  const { members, evidence } = build();
  const pages = text(members.get("evidence.md")) + renderInspection(evidence, claim);
  expect(pages).not.toMatch(/\b(certif\w+|approv\w+|endors\w+|guarantee\w*|proven|deployable)\b/i);
});
