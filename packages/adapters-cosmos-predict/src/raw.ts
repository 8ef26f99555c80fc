import { type Input, type InputFile, refuseLookAlikes } from "@worldflux/adapter-kit";
import { bridgeHint } from "@worldflux/adapters-bridge";
import { type ErrorCode, WorldFluxError } from "@worldflux/schema";

/** A kind of file that Cosmos programs write or read, none of which records episodes. */
interface RawKind {
  readonly code: ErrorCode;
  readonly what: string;
  /** By its first bytes, read as text; linear time on any text. */
  readonly pattern: RegExp;
}

/** The first that fits is told, so those that decide about scores stand before the general ones. */
const kinds: readonly RawKind[] = [
  {
    code: "WF_SCORE_ONLY",
    what: "is a log of Cosmos Policy on a real robot: its successes are fractions that an operator gave, and a fraction is no outcome",
    pattern:
      /^(?:Success score: |Success: Partial|# successes: \d{1,9}\.\d|Total successes: \d{1,9}\.\d)/m,
  },
  {
    code: "WF_FORMAT_NOT_PUBLIC",
    what: "is a log of Cosmos Policy on LIBERO: what broke is counted as a failure there, and scenes that were skipped are missing",
    pattern: /^(?:Task suite: libero|Eval config: PolicyEvalConfig\()/m,
  },
  {
    code: "WF_FORMAT_NOT_PUBLIC",
    what: "is a log of Cosmos Policy on RoboCasa: it stops where an episode broke, without saying so",
    pattern:
      /^(?:Starting evaluation for task: |Evaluating task: | {0,8}Episode \d{1,9}: (?:SUCCESS|FAILURE) )/m,
  },
  {
    code: "WF_FORMAT_NOT_PUBLIC",
    what: "is a log of a policy evaluation: outcomes stand in lines for people",
    pattern: /^(?:Success: (?:True|False)|# episodes completed so far: )/m,
  },
  {
    code: "WF_SCORE_ONLY",
    what: "holds video quality (such as FVD, PSNR or LPIPS): how good a generated video looks says nothing about whether a policy succeeded",
    pattern: /\b(?:FVD|FID|PSNR|SSIM|LPIPS|VBench)(?:_[a-z0-9]{1,20})?\b/i,
  },
  {
    code: "WF_FORMAT_NOT_PUBLIC",
    what: "is a prompt for inference: it is what Cosmos reads, not what came of it",
    pattern: /"(?:inference_type|prompt|negative_prompt|input_path|input_video|prompt_path)"\s*:/,
  },
  {
    code: "WF_FORMAT_NOT_PUBLIC",
    what: "is a log of the guardrail, which judges prompts and videos, not policies",
    pattern: /\bguardrail/i,
  },
];

/** Refuses what is neither a bridge file nor an audit input, each kind in its own words. */
export function refusalOf(input: Input): WorldFluxError {
  const seen = input.files.map((file) => ({ file, kind: kindOf(file) }));
  const told = seen.find(({ kind }) => kind !== undefined);
  if (told?.kind !== undefined) {
    const { code, what } = told.kind;
    return new WorldFluxError(code, `${told.file.path} ${what}`, { hint: bridgeHint });
  }
  const [file] = input.files;
  const single = file !== undefined && input.files.length === 1;
  if (single) refuseLookAlikes(textOf(file), file.path, "bridge file or audit_input.json");
  return new WorldFluxError(
    "WF_FORMAT_NOT_PUBLIC",
    `${single ? file.path : input.name} is neither a bridge file nor an audit input, and cosmos-predict has no evaluator whose format could be read`,
    { hint: bridgeHint },
  );
}

function kindOf(file: InputFile): Pick<RawKind, "code" | "what"> | undefined {
  if (isVideo(file.head())) {
    return {
      code: "WF_FORMAT_NOT_PUBLIC",
      what: "is a video: what can be seen in it is not a recorded outcome",
    };
  }
  const text = textOf(file);
  return kinds.find(({ pattern }) => pattern.test(text));
}

/** MP4 and its relatives, WebM and Matroska, AVI, GIF: by their first bytes. */
function isVideo(head: Uint8Array): boolean {
  const start = String.fromCharCode(...head.subarray(0, 12));
  return (
    start.slice(4, 8) === "ftyp" ||
    start.startsWith("\x1a\x45\xdf\xa3") ||
    /^RIFF.{4}AVI /s.test(start) ||
    /^GIF8[79]a/.test(start)
  );
}

function textOf(file: InputFile): string {
  return new TextDecoder().decode(file.head());
}
