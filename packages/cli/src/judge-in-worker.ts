import { Worker } from "node:worker_threads";
import { type ErrorCode, WorldFluxError } from "@worldflux/schema";
import { type Judgement, stoppedJudgement } from "@worldflux/signing";
import { askWithin, StoppedError } from "./ask-within.ts";

/** What a worker loads its judges from. */
export interface JudgeJob {
  readonly signers: { readonly bytes: Uint8Array; readonly source: string } | undefined;
  readonly policy:
    | {
        readonly bytes: Uint8Array;
        readonly source: string;
        /** The file of keys beside the policy, if it names one. */
        readonly root: Uint8Array | undefined;
      }
    | undefined;
  /** The moment of verifying. */
  readonly now: Date;
}

/** What a worker says: that it has loaded, that the reader's own files are at fault, or a judgement. */
export type JudgeReply =
  | { readonly kind: "ready" }
  | {
      readonly kind: "refused";
      readonly code: ErrorCode;
      readonly message: string;
      readonly hint: string | undefined;
    }
  | { readonly kind: "judged"; readonly judgement: Judgement | null };

/** How long the judge of one bundle may take, in milliseconds; an honest one takes 10 to 50. */
export const judgeLimit = 2000;
/** How much memory it may take, in MiB. */
const MAX_MEMORY = 256;

/**
 * Has bundles judged in a thread that is stopped when it takes too long; a bundle that needs stopping is
 * refused. The time to load the judges is not counted: it depends on the machine and not on the bundle.
 *
 * @param script the worker; another one only for tests
 * @throws WorldFluxError for a file of the reader's that cannot be used
 */
export async function judgeInWorker(
  bundles: readonly Uint8Array[],
  job: JudgeJob,
  script: URL = new URL("./signature-worker.js", import.meta.url),
): Promise<(Judgement | null)[]> {
  const judgements: (Judgement | null)[] = [];
  let worker: Worker | undefined;
  try {
    for (const bundle of bundles) {
      worker ??= await start(script, job);
      try {
        judgements.push(await ask(worker, bundle));
      } catch (error) {
        if (!(error instanceof StoppedError)) throw error;
        await worker.terminate();
        worker = undefined;
        judgements.push(stoppedJudgement(bundle, `judging the signature ${error.message}`));
      }
    }
  } finally {
    await worker?.terminate();
  }
  return judgements;
}

async function start(script: URL, job: JudgeJob): Promise<Worker> {
  const worker = new Worker(script, {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY },
  });
  const reply = await askWithin<JudgeReply>(worker, undefined, null);
  if (reply.kind === "ready") return worker;
  await worker.terminate();
  if (reply.kind !== "refused") throw new TypeError("the worker answered before it was asked");
  const { code, message, hint } = reply;
  throw new WorldFluxError(code, message, hint === undefined ? {} : { hint });
}

async function ask(worker: Worker, bundle: Uint8Array): Promise<Judgement | null> {
  const reply = await askWithin<JudgeReply>(worker, bundle, judgeLimit);
  if (reply.kind !== "judged") throw new TypeError("the worker gave no judgement");
  return reply.judgement;
}
