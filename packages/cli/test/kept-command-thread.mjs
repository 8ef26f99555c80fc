// Stands between a test, which waits, and the process of kept-command.mjs, which answers.
import { fork } from "node:child_process";
import { workerData } from "node:worker_threads";

const { port, answered } = workerData;
const child = fork(new URL("./kept-command.mjs", import.meta.url), {
  execArgv: [], // tests read the packages from source; the command does not
  stdio: ["ignore", "pipe", "pipe", "ipc"],
});
let said = "";
for (const stream of [child.stdout, child.stderr]) {
  stream.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
}

function answer(message) {
  port.postMessage(message);
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
}
child.on("message", answer);
child.on("close", (code, signal) => answer({ ended: `${code ?? signal} ${said}`.trim() }));
port.on("message", (message) => child.send(message));
