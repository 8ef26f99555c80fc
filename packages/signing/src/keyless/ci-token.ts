import { WorldFluxError } from "@worldflux/schema";
import * as z from "zod";
import { askForJson, badAnswer, hostOf, type ServiceLimits } from "./ask-service.ts";

/** The environment, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const Answer = z.looseObject({ value: z.string().min(1) });

/**
 * The identity token that a CI system has for its job: `SIGSTORE_ID_TOKEN`, as GitLab and others set it,
 * or one that GitHub Actions is asked for. Undefined where there is neither.
 *
 * @param audience whom the token is for
 * @throws WorldFluxError as `askService`; WF_IDENTITY_TOKEN when GitHub's address cannot be used
 */
export async function ciToken(
  environment: Environment,
  audience: string,
  limits?: ServiceLimits,
): Promise<string | undefined> {
  const given = environment["SIGSTORE_ID_TOKEN"];
  if (given) return given;
  const address = environment["ACTIONS_ID_TOKEN_REQUEST_URL"];
  const secret = environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"];
  if (!address || !secret) return undefined;
  if (!URL.canParse(address)) {
    throw new WorldFluxError("WF_IDENTITY_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL is no address", {
      hint: "give the job the permission `id-token: write`, which sets it",
    });
  }
  const url = new URL(address);
  url.searchParams.set("audience", audience);
  const service = "GitHub's token service";
  const answer = await askForJson({
    ...{ service, url: url.href, method: "GET", limits },
    headers: { authorization: `Bearer ${secret}` },
  });
  const { data } = Answer.safeParse(answer);
  if (data === undefined) throw badAnswer(`${service} at ${hostOf(url.href)}`, "without a token");
  return data.value;
}
