import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";

/** What a run of the command gave. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Answer = (Run & { readonly before: string }) | { readonly ended: string };

let kept: ReturnType<typeof start> | undefined;

function start() {
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const { port1: port, port2 } = new MessageChannel();
  const thread = new Worker(new URL("./kept-command-thread.mjs", import.meta.url), {
    execArgv: [],
    workerData: { port: port2, answered },
    transferList: [port2],
  });
  thread.unref();
  port.unref();
  return { answered, port };
}

/**
 * Runs a command line in a process that is kept from one line to the next, and waits. A start costs half a
 * second, of which nothing is left here; what a process does at its start and end is not seen.
 */
export function runKept(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv): Run {
  kept ??= start();
  const { answered, port } = kept;
  Atomics.store(answered, 0, 0);
  port.postMessage({ cwd, args, env: JSON.parse(JSON.stringify(env)) });
  Atomics.wait(answered, 0, 0, 200_000);
  const answer: Answer | undefined = receiveMessageOnPort(port)?.message;
  const line = `worldflux ${args.join(" ")}`;
  if (answer === undefined) throw new Error(`${line}: no answer`);
  if ("ended" in answer) {
    kept = undefined;
    throw new Error(`${line}: the process ended with ${answer.ended}`);
  }
  const { before, ...run } = answer;
  if (before !== "")
    throw new Error(`printed after the end of the command before ${line}: ${before}`);
  return run;
}
