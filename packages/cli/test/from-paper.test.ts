import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { preparedFolder, workFolder, worldflux, worldfluxAlone } from "./worldflux.ts";

const page = `<!DOCTYPE html><html><head><title>[2401.01234] Rates</title>
<meta name="citation_title" content="Rates of Policies"></head><body><blockquote class="abstract">Abstract:
On LIBERO it reaches a success rate of 43.9% over 500 episodes, 16.5% better than others. It succeeds in 41 of 50
trials.</blockquote></body></html>`;

const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));

/** What a user would write in place of each text that says TO FILL. */
function fill(cwd: string, name: string, values: Record<string, unknown>): void {
  const path = join(cwd, name);
  const document = json(path);
  for (const [pointer, value] of Object.entries(values)) {
    const keys = pointer.slice(1).split("/");
    const last = keys.pop() ?? "";
    const parent = keys.reduce((at, key) => at[key], document);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  writeFileSync(path, JSON.stringify(document));
}

test("from a link to a package: what is to be filled is listed, refused, filled, bound and run", () => {
  const cwd = preparedFolder();
  const drafted = worldflux(
    cwd,
    "claim from-paper-url https://arxiv.org/abs/2401.01234v2 --output paper_pkg --json",
  );
  expect(drafted.status).toBe(0);
  const { to_fill, paper } = JSON.parse(drafted.stdout);
  expect(paper.citation).toBe("arXiv:2401.01234v2");
  expect(drafted.stderr).toContain("Nothing was read");
  const run =
    "audit run lerobot --from eval_info.json --claim paper_pkg/claim.json --protocol paper_pkg/protocol.json --output evidence_pkg";
  const early = worldflux(cwd, run);
  expect(early.status).toBe(2);
  expect(early.stderr).toContain("WF_DRAFT_UNFILLED");
  for (const { pointer } of to_fill["claim.json"]) expect(early.stderr).toContain(pointer);
  expect(readdirSync(cwd)).not.toContain("evidence_pkg");

  fill(cwd, "paper_pkg/claim.json", {
    "/claim_text": "The policy reaches at least 80 % success on four LIBERO suites.",
    "/subject/type": "hf_model",
    "/subject/id": "lab/policy",
    "/subject/checkpoint_uri": undefined,
    "/capability": "robot manipulation",
    "/applicability/benchmark": "LIBERO",
    "/applicability/robot_embodiment": "Franka Panda",
    "/applicability/simulator": "MuJoCo",
    "/expected_metrics/0/value": 0.8,
    "/decision_rule/margin": 0.05,
    "/decision_rule/alpha": 0.05,
    "/decision_rule/interval_method": "wilson",
    "/population": "tasks_fixed",
    "/source/title": "Rates of Policies",
    "/source/section": undefined,
  });
  const half = worldflux(cwd, run);
  expect(half.stderr).toContain("/execution/episodes_per_task");
  fill(cwd, "paper_pkg/protocol.json", {
    "/benchmark/name": "LIBERO",
    "/benchmark/task_list": ["libero_spatial", "libero_object", "libero_goal", "libero_10"],
    "/execution/episodes_per_task": 10,
    "/execution/seeds": [],
    "/execution/seed_policy": "not_controlled",
    "/evaluator/name": "lerobot",
    "/model_runtime/checkpoint_uri": undefined,
  });
  expect(worldflux(cwd, run).stderr).toContain("WF_CLAIM_HASH_MISMATCH");
  expect(
    worldflux(cwd, "protocol bind --claim paper_pkg/claim.json --protocol paper_pkg/protocol.json")
      .status,
  ).toBe(0);
  expect(worldflux(cwd, run).status).toBe(0);
  expect(worldflux(cwd, "audit verify evidence_pkg").status).toBe(0);
  expect(json(join(cwd, "evidence_pkg/claim.json")).source.citation).toBe("arXiv:2401.01234v2");
});

test("a saved page proposes rates, and --use writes one in", () => {
  const cwd = workFolder();
  writeFileSync(join(cwd, "paper.html"), page);
  const line = "claim from-paper-url 2401.01234 --from-file paper.html --output drafts";
  const shown = worldflux(cwd, line);
  expect(shown.status).toBe(0);
  expect(shown.stdout).toContain("1  43.9 %  no count of 500 episodes gives it");
  expect(shown.stdout).toContain("2  41/50");
  expect(shown.stdout).not.toContain("3  ");
  const draft = json(join(cwd, "drafts/claim.json"));
  expect(draft.expected_metrics[0].value).toMatch(/^TO FILL/);
  expect(draft.source.title).toBe("Rates of Policies");

  expect(worldflux(cwd, `${line} --use 1`).status).toBe(3); // exists
  expect(worldflux(cwd, `${line} --use 1 --force`).stdout).toContain("not checked");
  const chosen = json(join(cwd, "drafts/claim.json"));
  expect(chosen.expected_metrics[0].value).toBe(0.439);
  expect(chosen.source.asserted).toMatchObject({ printed: "43.9 %", count_exists: false });

  const wrong = worldflux(cwd, `${line} --use 7 --force`);
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain("numbered 1 to 2");
  expect(json(join(cwd, "drafts/claim.json"))).toEqual(chosen);
});

test.each([
  ["claim from-paper-url https://example.org/paper --output o", 2, "WF_PAPER_UNKNOWN"],
  ["claim from-paper-url 2401.01234 --output o --use 1", 2, "add --fetch, or --from-file"],
  ["claim from-paper-url 2401.01234 --output o --fetch --from-file x", 2, "exclude each other"],
  ["claim from-paper-url 2401.01234 --output o --from-file nowhere.html", 2, "WF_INPUT_NOT_FOUND"],
])("`worldflux %s` exits %i", (line, status, text) => {
  const cwd = workFolder();
  const run = worldflux(cwd, line);
  expect(run.status).toBe(status);
  expect(run.stderr).toContain(text);
  expect(run.stderr).not.toMatch(/\n\s+at /);
  expect(readdirSync(cwd)).toEqual([]);
});

/** Makes every name lead to this machine, as a hostile resolver would; no name is looked up. */
const poisoned = `data:text/javascript,${encodeURIComponent(`
import dns from "node:dns/promises";
import { syncBuiltinESMExports } from "node:module";
dns.lookup = async () => [{ address: "127.0.0.1", family: 4 }];
syncBuiltinESMExports();`)}`;

test("--fetch does not go where a name leads to this machine, and exits 5", () => {
  const cwd = workFolder();
  const run = worldfluxAlone(cwd, "claim from-paper-url 2401.01234 --fetch --output o", [
    "--import",
    poisoned,
  ]);
  expect(run.stderr).toContain("WF_FETCH_REFUSED");
  expect(run.stderr).toContain("not public");
  expect(run.status).toBe(5);
  expect(readdirSync(cwd)).toEqual([]);
});

/** Fails on the first use of the network of any kind. */
const offline = `data:text/javascript,${encodeURIComponent(`
import dns from "node:dns"; import promises from "node:dns/promises"; import net from "node:net";
import { syncBuiltinESMExports } from "node:module";
const no = () => { process.stderr.write("NETWORK"); process.exit(99); };
dns.lookup = no; promises.lookup = no; net.connect = no; net.createConnection = no; net.Socket.prototype.connect = no;
syncBuiltinESMExports();`)}`;

test("without --fetch nothing touches the network", () => {
  const cwd = workFolder();
  const run = worldfluxAlone(
    cwd,
    "claim from-paper-url https://arxiv.org/abs/2401.01234 --output o",
    ["--import", offline],
  );
  expect(run).toMatchObject({ status: 0, stderr: "" });
  const control = worldfluxAlone(cwd, "claim from-paper-url 2401.01234 --fetch --output p", [
    "--import",
    offline,
  ]);
  expect(control.stderr).toContain("NETWORK");
});
