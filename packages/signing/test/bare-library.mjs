// A worker that judges with @sigstore/verify as it comes, to show what the wrapper is for.
import { parentPort, workerData } from "node:worker_threads";
import { bundleFromJSON } from "@sigstore/bundle";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify";

const root = JSON.parse(Buffer.from(workerData.policy.root).toString());
const verifier = new Verifier(toTrustMaterial(TrustedRoot.fromJSON(root)));
parentPort.on("message", (bundle) => {
  let of = "accepted";
  try {
    verifier.verify(toSignedEntity(bundleFromJSON(JSON.parse(Buffer.from(bundle).toString()))));
  } catch (error) {
    of = error.code;
  }
  parentPort.postMessage({ kind: "judged", judgement: { kind: "certificate", of, judged: null } });
});
parentPort.postMessage({ kind: "ready" });
