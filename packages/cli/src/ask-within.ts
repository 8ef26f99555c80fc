import type { Worker } from "node:worker_threads";

/** A worker that had to be stopped, or that ended by itself; the message completes a sentence. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";
}

/**
 * Asks a worker, and waits for its next message at most so long.
 *
 * @param question not sent if undefined
 * @param limit milliseconds; null: no limit
 * @throws StoppedError when the time is up, or the worker ended; whatever the worker threw before it
 * was asked anything, which is a bug
 */
export function askWithin<Reply>(
  worker: Worker,
  question: unknown,
  limit: number | null,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const timer =
      limit === null
        ? undefined
        : setTimeout(() => {
            done();
            reject(new StoppedError(`took more than ${limit / 1000} seconds and was stopped`));
          }, limit);
    const onMessage = (message: Reply) => {
      done();
      resolve(message);
    };
    const onError = (error: Error) => {
      done();
      reject(limit === null ? error : new StoppedError("failed, or needed too much memory"));
    };
    const onExit = () => {
      done();
      reject(new StoppedError("ended without a result"));
    };
    const done = () => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      worker.on("error", () => {}); // a worker that is being stopped has nothing more to say
    };
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    if (question !== undefined) worker.postMessage(question);
  });
}
