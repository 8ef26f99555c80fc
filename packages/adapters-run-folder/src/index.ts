export { customerReport, customerReportTitle } from "./customer-report.ts";
export { type Declared, parseDeclaration } from "./declared.ts";
export {
  type FolderOptions,
  type InspectedFolder,
  inspectFolder,
  type Progress,
} from "./inspect-folder.ts";
export type { Comparison } from "./judge-reading.ts";
export { defaultLimits, type Limits } from "./limits.ts";
export { openvlaLog } from "./openvla/index.ts";
export type { SelectedRun } from "./select-candidate.ts";
