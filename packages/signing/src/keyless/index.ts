export { askForJson, askService, type ServiceLimits, type ServiceRequest } from "./ask-service.ts";
export { type IdentityToken, readIdentityToken } from "./identity-token.ts";
export { publicGood } from "./public-good.ts";
export { requestTimestamp } from "./request-timestamp.ts";
export { isServiceUrl } from "./service-url.ts";
export { type KeylessInput, type KeylessSignature, signKeyless } from "./sign-keyless.ts";
export { readSigningServices, SigningConfig, type SigningServices } from "./signing-config.ts";
export { withTimestamp } from "./with-timestamp.ts";
