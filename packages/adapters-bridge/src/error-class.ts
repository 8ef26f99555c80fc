/** Short classes of what breaks an episode, beside the exception classes of Python. */
const classes: ReadonlySet<string> = new Set([
  ...["exception", "timeout", "connection_closed", "crash", "out_of_memory", "disk_full"],
  ...["simulator", "policy_server", "hardware", "operator", "interrupted", "unknown"],
]);

/**
 * What may be kept of an error: its class. Messages and tracebacks hold paths and host names, so
 * anything that is no class becomes `exception`.
 */
export function errorClass(error: string): string {
  if (classes.has(error)) return error;
  const name = error.slice(error.lastIndexOf(".") + 1);
  return /^[A-Z][A-Za-z]{2,60}(?:Error|Exception|Interrupt|Timeout)$|^TimeoutExpired$/.test(name)
    ? name
    : "exception";
}
