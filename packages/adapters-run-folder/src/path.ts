/** The folder of a path below the root: `.` for what lies in the root itself. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end === -1 ? "." : path.slice(0, end);
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** True for `{task}/rollouts/{time}/{file}`, where one evaluation of lbm_eval has several files. */
export function isLaidOut(path: string): boolean {
  return /[^/]+\/rollouts\/[^/]+\/[^/]+$/.test(path);
}
