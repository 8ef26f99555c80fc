// A worker that does what a bundle's certificate says.
import { parentPort } from "node:worker_threads";

const does = {
  loop: () => {
    for (;;);
  },
  backtrack: () => /^(.|.)*!$/.test("a".repeat(40)),
  hoard: () => {
    for (const hoard = []; ; ) hoard.push(new Array(1e6).fill(hoard.length));
  },
  recurse: function recurse() {
    return recurse() + 1;
  },
  throw: () => {
    throw new Error("secret words of a library");
  },
  exit: () => process.exit(0),
  answer: () => parentPort.postMessage({ kind: "judged", judgement: null }),
};
parentPort.on("message", (bundle) => {
  const { certificate } = JSON.parse(Buffer.from(bundle).toString()).verificationMaterial;
  does[Buffer.from(certificate.rawBytes, "base64").toString()]();
});
parentPort.postMessage({ kind: "ready" });
