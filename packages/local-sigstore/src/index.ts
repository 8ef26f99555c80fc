export type { BundleRequest } from "./bundle.ts";
export type { BadAnswer, Faults, Service } from "./faults.ts";
export { workflowClaims } from "./issuer.ts";
export type { Claims } from "./jwt.ts";
export { type LocalSigstore, type LocalSigstoreOptions, startLocalSigstore } from "./start.ts";
