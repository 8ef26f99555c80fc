import type { ServerResponse } from "node:http";
import type { BadAnswer } from "./faults.ts";

/** Answers as badly as asked. `elsewhere` is where a redirect leads. */
export function answerBadly(
  response: ServerResponse,
  how: BadAnswer,
  { requestBody, elsewhere }: { readonly requestBody: Buffer; readonly elsewhere: string },
): void {
  const json = { "content-type": "application/json" };
  switch (how) {
    case "hang":
      return;
    case "hang-up":
      response.destroy();
      return;
    case "trickle": {
      response.writeHead(200, json);
      const drip = setInterval(() => response.write(" "), 100);
      response.on("close", () => clearInterval(drip));
      return;
    }
    case "huge":
      response.writeHead(200, json).end(JSON.stringify({ filler: "x".repeat(5_000_000) }));
      return;
    case "redirect":
      response.writeHead(307, { location: elsewhere }).end();
      return;
    case "garbage":
      response.writeHead(200, json).end(Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x00]));
      return;
    case "not-the-object":
      response.writeHead(200, json).end("[]");
      return;
    case "server-error": {
      const message = `cannot process ${requestBody.toString()}`;
      response.writeHead(500, json).end(JSON.stringify({ code: 13, message }));
      return;
    }
  }
}
