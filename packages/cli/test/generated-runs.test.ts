import { readFileSync } from "node:fs";
import { checkReading, memoryInput } from "@worldflux/adapter-kit";
import { lerobot } from "@worldflux/adapters-lerobot";
import { buildPackage, packageBytes } from "@worldflux/evidence";
import {
  type Claim,
  canonicalBytes,
  documentDigest,
  manifestName,
  newId,
  type Protocol,
  sha256,
} from "@worldflux/schema";
import { verifyPackage } from "@worldflux/verifier";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { draftFromReading } from "../src/draft-from-reading.ts";

const template = (name: string) =>
  JSON.parse(readFileSync(new URL(`../templates/lerobot-libero/${name}`, import.meta.url), "utf8"));
const claim: Claim = template("claim.json");
const plan: Protocol = {
  ...template("protocol.json"),
  claim_id: claim.id,
  claim_hash: documentDigest(claim),
};

/** An eval_info.json as LeRobot would write it for these outcomes. */
const evaluation = fc
  .array(
    fc.record({
      task_group: fc.constantFrom("libero_spatial", "libero_goal", "pusht", "easy"),
      task_id: fc.integer({ min: 0, max: 9 }),
      successes: fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((tasks) => [...new Map(tasks.map((t) => [`${t.task_group}/${t.task_id}`, t])).values()])
  .map((tasks) => {
    const all = tasks.flatMap((t) => t.successes);
    const rate = (of: boolean[]) => (100 * of.filter(Boolean).length) / of.length;
    return {
      n: all.length,
      k: all.filter(Boolean).length,
      file: {
        per_task: tasks.map(({ task_group, task_id, successes }) => ({
          task_group,
          task_id,
          metrics: {
            sum_rewards: successes.map(Number),
            max_rewards: successes.map(Number),
            successes,
            video_paths: [],
          },
        })),
        per_group: Object.fromEntries(
          [...new Set(tasks.map((t) => t.task_group))].map((group) => {
            const of = tasks.filter((t) => t.task_group === group).flatMap((t) => t.successes);
            return [group, { pc_success: rate(of), n_episodes: of.length, video_paths: [] }];
          }),
        ),
        overall: { pc_success: rate(all), n_episodes: all.length, eval_s: 1, video_paths: [] },
      },
    };
  });

async function packageOf(file: unknown, fitPlan: boolean) {
  const input = memoryInput({ "eval_info.json": JSON.stringify(file) });
  const reading = checkReading("lerobot", await lerobot.read(input, { interim: false }));
  const files = input.sources().map(({ path, ...rest }) => ({
    role: "eval_info",
    name: path,
    ...rest,
  }));
  const digests = files.map(({ sha256 }) => sha256);
  const built = buildPackage({
    claim,
    protocol: fitPlan ? draftFromReading(plan, "lerobot", reading, digests) : plan,
    adapter: "lerobot",
    reading,
    files,
    run: {
      packageId: newId("evd"),
      createdAt: new Date().toISOString(),
      tool: { name: "worldflux", packages: {} },
      runtime: { node: "v20", platform: "linux", arch: "x64" },
    },
  });
  return { evidence: built.evidence, members: packageBytes(built) };
}

test("any run that LeRobot could write gives a package that verifies, with its counts", async () => {
  await fc.assert(
    fc.asyncProperty(evaluation, async ({ file, n, k }) => {
      const { evidence, members } = await packageOf(file, true);
      expect(evidence.result).toMatchObject({ successes: k, episodes: n });
      expect(evidence.denominators.recorded).toBe(n);
      const { checks } = verifyPackage({ files: members, refused: [] });
      expect(checks.filter((check) => check.status === "fail")).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test("against a plan that does not fit, counts still add up, or the run is refused", async () => {
  await fc.assert(
    fc.asyncProperty(evaluation, async ({ file, n }) => {
      try {
        const { evidence, members } = await packageOf(file, false);
        const d = evidence.denominators;
        expect(d.success + d.failure + d.out_of_protocol).toBe(n);
        expect(d.success + d.failure + d.missing).toBe(d.planned);
        expect(verifyPackage({ files: members, refused: [] }).ok).toBe(true);
      } catch (error) {
        expect(error).toMatchObject({ code: "WF_NOTHING_MATCHES" });
      }
    }),
    { numRuns: 100 },
  );
});

test("one edited number or outcome in any member is refused, re-hashed or not", async () => {
  const edit = fc.record({ member: fc.nat(), at: fc.nat(), by: fc.integer({ min: 1, max: 9 }) });
  await fc.assert(
    fc.asyncProperty(evaluation, edit, async ({ file }, { member, at, by }) => {
      const { members } = await packageOf(file, true);
      const edited = ["evidence.json", "audit_input.json", "episode_results.jsonl"];
      const name = edited[member % edited.length] ?? "";
      const text = new TextDecoder().decode(members.get(name));
      const changed = changeOne(text, name, at, by);
      if (changed === null) return;
      const bytes = new TextEncoder().encode(changed);
      const manifest = JSON.parse(new TextDecoder().decode(members.get(manifestName)));
      for (const entry of manifest.members) {
        if (entry.path === name)
          Object.assign(entry, { sha256: sha256(bytes), size_bytes: bytes.length });
      }
      const files = new Map(members).set(name, bytes).set(manifestName, canonicalBytes(manifest));
      expect(verifyPackage({ files, refused: [] }).ok, `${name}\n${changed}`).toBe(false);
    }),
    { numRuns: 300 },
  );
});

/** Changes one count or bound of a JSON member, or one outcome of the records. */
function changeOne(text: string, name: string, at: number, by: number): string | null {
  const places =
    name === "episode_results.jsonl"
      ? [...text.matchAll(/"outcome":"(?:success|failure)"/g)]
      : [
          ...text.matchAll(
            /"(?:successes|episodes|recorded|success|failure|planned|missing|lower|upper|estimate)":(\d+(?:\.\d+)?)/g,
          ),
        ];
  const place = places[at % places.length];
  if (place === undefined) return null;
  const [whole, number] = place;
  const other =
    number === undefined
      ? whole.includes("success")
        ? '"outcome":"failure"'
        : '"outcome":"success"'
      : whole.replace(
          number,
          String(Number.isInteger(+number) ? +number + by : +number / (by + 1)),
        );
  return text.slice(0, place.index) + other + text.slice(place.index + whole.length);
}
