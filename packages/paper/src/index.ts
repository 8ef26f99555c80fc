export { type CandidateRate, candidateRates, type Feasibility } from "./candidates.ts";
export { type FetchedPage, type FetchLimits, fetchPage } from "./fetch-page.ts";
export {
  type PageSource,
  type PaperPage,
  pageSource,
  readFetched,
  readSaved,
} from "./paper-page.ts";
export { type PaperReference, parsePaperReference } from "./paper-reference.ts";
export { isPublicAddress } from "./public-address.ts";
export { type Scaffold, type ScaffoldInput, scaffold } from "./scaffold.ts";
