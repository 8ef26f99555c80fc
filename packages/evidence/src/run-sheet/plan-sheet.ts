import {
  type Claim,
  documentDigest,
  type Protocol,
  type RunSheetCell,
  type RunSheetHeader,
  WorldFluxError,
} from "@worldflux/schema";
import { type ExpandedTask, expandTasks } from "../benchmark-tasks/expand-tasks.ts";
import { checkBinding } from "../check-binding.ts";
import { list } from "../plan.ts";

/** Most cells that are written out, one a line. */
const MOST = 200_000;

/** Every episode to run, one after the other, and what they were planned from. */
export interface RunSheet {
  readonly header: RunSheetHeader;
  readonly cells: readonly RunSheetCell[];
}

/** How a sheet is made where the protocol leaves it open. */
export interface SheetOptions {
  /** Take a name that is not known here for one task. */
  readonly unknownAreTasks?: boolean;
}

/**
 * Writes the plan of a protocol out, cell by cell. A run that may stop early is listed in turns, an
 * episode of every task before the next of any, because no other order can be tested while it goes on.
 *
 * @throws WorldFluxError WF_SUITE_UNKNOWN for a name that may be a suite of unknown size,
 * WF_CLAIM_UNSUPPORTED for a plan of more cells than are written out, WF_CLAIM_HASH_MISMATCH or
 * WF_CLAIM_ID_MISMATCH when the protocol belongs to another claim
 */
export function planSheet(
  claim: Claim,
  protocol: Protocol,
  { unknownAreTasks = false }: SheetOptions = {},
): RunSheet {
  checkBinding(claim, protocol);
  const { episodes_per_task, seeds } = protocol.execution;
  const interleaved = (protocol.stopping?.mode ?? "fixed") !== "fixed";
  const header: RunSheetHeader = {
    schema_version: "worldflux.run_sheet.v0_draft",
    claim: { id: claim.id, sha256: documentDigest(claim) },
    protocol: { id: protocol.id, sha256: documentDigest(protocol) },
    benchmark: protocol.benchmark.name,
    task_list: protocol.benchmark.task_list,
    episodes_per_task,
    seeds: [...new Set(seeds)],
    evaluator: protocol.evaluator.name,
    order: interleaved ? "interleaved" : "by_task",
    unknown_names_are_tasks: unknownAreTasks,
    cells: 0,
  };
  const cells = sheetCells(header);
  return { header: { ...header, cells: cells.length }, cells };
}

/**
 * The cells that a header stands for. The header says it all, so that a sheet can be checked.
 *
 * @throws WorldFluxError WF_SUITE_UNKNOWN or WF_CLAIM_UNSUPPORTED as `planSheet`
 */
export function sheetCells(header: Omit<RunSheetHeader, "cells">): RunSheetCell[] {
  const { benchmark: name, task_list, unknown_names_are_tasks } = header;
  const { tasks, unknown } = expandTasks({ name, task_list }, unknown_names_are_tasks);
  const [first] = unknown_names_are_tasks ? [] : unknown;
  if (first !== undefined) {
    throw new WorldFluxError(
      "WF_SUITE_UNKNOWN",
      `${list(unknown)} of ${name}: whether that is a task, or a suite and of how many, is not known here`,
      {
        hint: `write the tasks of a suite out in benchmark.task_list, as ${first}/0, ${first}/1 and so on; or add --as-tasks if each name is one task`,
      },
    );
  }
  const seeds = header.seeds.length === 0 ? [null] : header.seeds;
  const count = tasks.length * seeds.length * header.episodes_per_task;
  if (count > MOST) {
    throw new WorldFluxError(
      "WF_CLAIM_UNSUPPORTED",
      `the protocol plans ${count} episodes, more than the ${MOST} that a sheet lists`,
      { hint: "check episodes_per_task and seeds in protocol.json, or plan a part at a time" },
    );
  }
  const place = { tasks, seeds, episodes: header.episodes_per_task };
  return header.order === "interleaved" ? inTurns(place) : byTask(place);
}

interface Places {
  readonly tasks: readonly ExpandedTask[];
  readonly seeds: readonly (number | null)[];
  readonly episodes: number;
}

function byTask({ tasks, seeds, episodes }: Places): RunSheetCell[] {
  const cells: RunSheetCell[] = [];
  for (const task of tasks) {
    for (const seed of seeds) {
      for (let index = 0; index < episodes; index++) {
        cells.push({ position: cells.length + 1, ...task, seed, index });
      }
    }
  }
  return cells;
}

function inTurns({ tasks, seeds, episodes }: Places): RunSheetCell[] {
  const cells: RunSheetCell[] = [];
  for (let index = 0; index < episodes; index++) {
    for (const seed of seeds) {
      for (const task of tasks) cells.push({ position: cells.length + 1, ...task, seed, index });
    }
  }
  return cells;
}
