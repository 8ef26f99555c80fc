import { parentPort, workerData } from "node:worker_threads";
import { WorldFluxError } from "@worldflux/schema";
import {
  loadSigstoreTrust,
  loadTimestampTrust,
  readTrustedSigners,
  recordJudgement,
  type SignatureTrust,
} from "@worldflux/signing";
import type { JudgeJob, JudgeReply } from "./judge-in-worker.ts";

// The thread in which signatures are judged that a hostile bundle could make slow. It is stopped from outside.
const port = parentPort;
if (port === null) throw new TypeError("this file is a worker's");
const reply = (message: JudgeReply) => port.postMessage(message);
const job: JudgeJob = workerData;

try {
  const trust = await load(job);
  port.on("message", (bundle: Uint8Array) => {
    reply({ kind: "judged", judgement: recordJudgement(bundle, trust, job.now) });
  });
  reply({ kind: "ready" });
} catch (error) {
  if (!(error instanceof WorldFluxError)) throw error;
  const { code, message, hint } = error;
  reply({ kind: "refused", code, message, hint });
}

async function load({ signers, policy }: JudgeJob): Promise<SignatureTrust> {
  const trustedSigners = signers && readTrustedSigners(signers.bytes, signers.source);
  const timestamps = trustedSigners && (await loadTimestampTrust(trustedSigners, signers.source));
  const sigstore =
    policy &&
    (await loadSigstoreTrust({ ...policy, readBeside: () => policy.root ?? new Uint8Array() }));
  return { trustedSigners, timestamps: timestamps ?? undefined, sigstore };
}
