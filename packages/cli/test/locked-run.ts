/** What a bridge writer saves of 60 episodes of one task, to be held against a lock; null: it noted no start. */
export function bridgeRun(startedAt: Date | null): string {
  const header = {
    schema_version: "worldflux.bridge.v0_draft",
    evaluator: { name: "acme-loop", version: "1" },
    metric_contract: { success: "final_step", description: "the cube is in the bin" },
    planned: { total: 60 },
    asserted: { ...(startedAt && { started_at: startedAt.toISOString() }), max_steps: 300 },
    end_line: true,
  };
  const lines = Array.from({ length: 60 }, (_, index) => ({
    ...{ task: "pick", index, success: index % 13 !== 5 },
  }));
  const all = [header, ...lines, { end: { episodes: 60 } }];
  return all.map((line) => `${JSON.stringify(line)}\n`).join("");
}
