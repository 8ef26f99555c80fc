export { type Check, type CheckId, type CheckStatus, checkIds } from "./check.ts";
export { floatTolerance } from "./difference.ts";
export { type PackageFiles, readPackageFolder } from "./read-folder.ts";
export { type Verification, verifyPackage } from "./verify.ts";
