import { expect, test } from "vitest";
import { openvlaLog } from "../fixtures/build.ts";
import { written } from "../fixtures/write-folder.ts";
import { customerReport } from "./customer-report.ts";
import { inspectFolder } from "./inspect-folder.ts";

test("the whole text, for a log, a place of credentials and a video", async () => {
  const root = written({
    "logs/ada.log": openvlaLog([{ instruction: "open the drawer", episodes: "SXF" }]),
    "ada/.env": "A=1",
    "ada/v.mp4": new Uint8Array(5),
  });
  const { report } = await inspectFolder(root, { adapters: [] });
  const [candidate] = report.candidates;
  const text = customerReport({
    ...report,
    selected: { candidate: candidate?.id ?? "", accepted: false, audit_input_sha256: null },
  });
  expect(text).toMatchInlineSnapshot(`
    "# Import report of a run folder

    What a run folder holds and which evaluations in it a claim can rest on. It names no file, path, person or machine. Nothing in the folder was changed.

    ## Folder

    3 files and 2 folders, 3 KiB.

    | what | files | size |
    | --- | --- | --- |
    | records of episodes | 1 | 3 KiB |
    | videos | 1 | 5 bytes |
    | places of credentials | 1 | 3 bytes |

    Nothing was skipped.

    ## Credentials

    Places that look like credentials: 1, in files: 1. Whoever holds this folder can read them: revoke them. The private report says where.

    ## Candidates

    1 found, 0 acceptable. They are never merged.

    Selected by hand: \`run_610d1fbfe4263207\`, refused.

    | candidate | read by | recorded | succeeded | failed | errors | no result | verdict |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | \`run_610d1fbfe4263207\` | openvla | 3 | 1 | 1 | 1 | 0 | refused |

    ### \`run_610d1fbfe4263207\`

    - met: each episode says whether it succeeded
    - met: each episode has a task or suite and is there once
    - **not met**: it is said what a success is, and that fits the claim where one was given
    - met: it is known which episodes are counted, and none is missing
    - met: no credential, path or address would be published

    - **ambiguous**: The files can be read in more than one way, or contradict themselves. Say what is meant: which run counts, which column holds what, when an episode is a success (--map).

    ## What this does not show

    - That the records are true, complete or from one policy: they were read as they were found.
    - That nothing else was run: a folder shows what was put into it.
    - Anything about videos, recordings and weights: they were counted and not opened.
    "
  `);
});
