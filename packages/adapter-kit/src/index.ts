export { type Adapter, adapterApi, type InputFile, type Shape } from "./adapter.ts";
export { checkStored, type StoredNumber } from "./check-stored.ts";
export { publicReference } from "./public-reference.ts";
export { maxInputBytes, readInput } from "./read-input.ts";
export { refuseLookAlikes } from "./refuse-look-alikes.ts";
