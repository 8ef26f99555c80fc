export {
  type Adapter,
  adapterApi,
  type Detection,
  type ReadOptions,
  type Shape,
} from "./adapter.ts";
export { checkReading } from "./check-reading.ts";
export { checkStored, type StoredNumber } from "./check-stored.ts";
export { detectBy, onlyFile } from "./detection.ts";
export type { Input, InputFile, SourceRead, TrackedInput } from "./input.ts";
export { memoryInput } from "./memory-input.ts";
export { openInput } from "./open-input.ts";
export {
  inconsistent,
  isObject,
  type JsonObject,
  keysOf,
  type Place,
  placeOf,
  quote,
} from "./place.ts";
export { assertable, publicName } from "./public-name.ts";
export { publicReference } from "./public-reference.ts";
export { readInput } from "./read-input.ts";
export { readJson } from "./read-json.ts";
export { refuseLookAlikes } from "./refuse-look-alikes.ts";
export { maxInputBytes } from "./source-log.ts";
export { utcTime } from "./utc-time.ts";
