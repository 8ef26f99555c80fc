import { WorldFluxError } from "@worldflux/schema";
import { type KeyOptions, signWithKey } from "./sign-with-key.ts";
import type { SigstoreOptions } from "./sign-with-sigstore.ts";
import type { Signed, ToSign } from "./signed.ts";

/** Options of a command that signs. */
export interface BackendOptions extends KeyOptions, Partial<SigstoreOptions> {
  /** Without it, `self-sign` if there is a key, and `sigstore` if there is none. */
  readonly backend?: "self-sign" | "sigstore" | undefined;
}

/** Options that one backend alone understands. */
const optionsOf = {
  "self-sign": ["key", "timestamp-url"],
  sigstore: ["signing-config", "identity-token-env", "oidc-issuer", "oidc-client-id"],
} as const;

/**
 * Who signs.
 *
 * @throws WorldFluxError WF_USAGE for an option that would be ignored
 */
export function chooseBackend(args: BackendOptions): (toSign: ToSign) => Promise<Signed> {
  const backend = args.backend ?? (args.key === undefined ? "sigstore" : "self-sign");
  const other = backend === "sigstore" ? "self-sign" : "sigstore";
  const foreign = optionsOf[other].find((name) => args[name] !== undefined);
  if (foreign !== undefined) {
    throw new WorldFluxError("WF_USAGE", `--${foreign} goes with --backend ${other}`, {
      hint: `leave it out, or sign with --backend ${other}`,
    });
  }
  if (backend === "self-sign") return (toSign) => signWithKey(toSign, args);
  return async (toSign) => {
    const { signWithSigstore } = await import("./sign-with-sigstore.ts");
    return signWithSigstore(toSign, { ...args, yes: args.yes === true });
  };
}
