import { WorldFluxError } from "@worldflux/schema";

/**
 * Refuses texts that people hand in by mistake where an evaluator's JSON is wanted: nothing, a
 * git-LFS pointer, a log, printed Python.
 *
 * @throws WorldFluxError WF_INPUT_EMPTY, WF_LFS_POINTER or WF_PYTHON_REPR
 */
export function refuseLookAlikes(text: string, name: string, wanted: string): void {
  const start = text.slice(0, 4096).trimStart();
  if (start === "") {
    throw new WorldFluxError("WF_INPUT_EMPTY", `${name} is empty`, {
      hint: `hand in the ${wanted} that the evaluator saved`,
    });
  }
  if (start.startsWith("version https://git-lfs")) {
    throw new WorldFluxError(
      "WF_LFS_POINTER",
      `${name} is a git-LFS pointer: the file's content was never downloaded`,
      { hint: "run `git lfs pull` in that repository, then try again" },
    );
  }
  if (/^(?:DEBUG|INFO|WARNING|ERROR)\b/.test(start) || /^[[{(][[{(\s]*'/.test(start)) {
    throw new WorldFluxError(
      "WF_PYTHON_REPR",
      `${name} is what the evaluator printed (Python, not JSON)`,
      { hint: `hand in the ${wanted} that the same run saved in its output folder` },
    );
  }
}
