import type { ErrorCode } from "@worldflux/schema";

/**
 * Exit codes: 1 unexpected, 2 usage or invalid input, 3 refused on policy, 4 verification failed, 5
 * network or a service, 6 a verdict that `--fail-on` names.
 */
export const exitCodes = {
  unexpected: 1,
  input: 2,
  policy: 3,
  verification: 4,
  network: 5,
  verdict: 6,
} as const;

interface Report {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string | undefined;
}

/**
 * The one place where errors become output: text on stderr, JSON on stdout with `--json`, and an
 * exit code. Never a stack trace, unless WORLDFLUX_DEBUG asks for one.
 */
export async function reportError(error: unknown, json: boolean): Promise<number> {
  const { report, exitCode } = await describe(error);
  const hint = report.hint === undefined ? "" : `\nhint: ${report.hint}\n`;
  process.stderr.write(`error: ${clean(report.message)} [${report.code}]\n${clean(hint)}`);
  if (process.env["WORLDFLUX_DEBUG"] && error instanceof Error) {
    const { inspect } = await import("node:util");
    process.stderr.write(`\n${inspect(error)}\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify({ error: report }, null, 2)}\n`);
  return exitCode;
}

async function describe(error: unknown): Promise<{ report: Report; exitCode: number }> {
  const { WorldFluxError, errorCatalog } = await import("@worldflux/schema");
  if (error instanceof WorldFluxError) {
    const { code, message, hint } = error;
    const { kind } = errorCatalog[code];
    return {
      report: { code, message, hint },
      exitCode: kind === "bug" ? exitCodes.unexpected : exitCodes[kind],
    };
  }
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    report: {
      code: "WF_INTERNAL",
      message: `a bug in worldflux: ${what.slice(0, 300)}`,
      hint: "please report it, with the command; WORLDFLUX_DEBUG=1 shows where it happened",
    },
    exitCode: exitCodes.unexpected,
  };
}

/** Messages quote names from files; those may not move the cursor. Line breaks are ours. */
function clean(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?");
}
