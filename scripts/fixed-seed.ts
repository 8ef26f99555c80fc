import { configureGlobal } from "fast-check";

// Property tests draw the same cases everywhere, so that a run can be repeated and a failure is the
// change's own. `FAST_CHECK_SEED=7 npx vitest run` looks at other cases.
configureGlobal({ seed: Number(process.env["FAST_CHECK_SEED"] ?? 20261122) });
