export { StatsArgumentError } from "./arguments.ts";
export {
  averageLogEValue,
  eBenjaminiHochberg,
  familyWiseLogEValues,
  logEValueOfP,
  pValueOfLogE,
} from "./multiplicity/e-values.ts";
export { bonferroni, hochberg, hommel } from "./multiplicity/family-wise.ts";
export { fisherCombine } from "./multiplicity/fisher-combine.ts";
export { benjaminiHochberg, benjaminiYekutieli, holm } from "./multiplicity/p-values.ts";
export {
  type BoundedSlice,
  type Slice,
  type WorstSlice,
  worstSlice,
} from "./multiplicity/worst-slice.ts";
export { type AnytimeOperation, anytimeOperation } from "./planning/anytime-operation.ts";
export { clusterInflation } from "./planning/cluster-inflation.ts";
export { episodesForClaim } from "./planning/episodes-for-claim.ts";
export { type EpisodesStillNeeded, episodesStillNeeded } from "./planning/episodes-still-needed.ts";
export { type ExactPower, exactPower } from "./planning/exact-power.ts";
export type { ExactPlan, ExactRule } from "./planning/exact-rule.ts";
export { type PeekingErrorRate, peekingErrorRate } from "./planning/peeking-error-rate.ts";
export { smallestDetectableRate } from "./planning/smallest-detectable-rate.ts";
export type { Look } from "./planning/stopping.ts";
export {
  type ApproximateEpisodes,
  nonInferiorityEpisodes,
  twoSampleEpisodes,
} from "./planning/two-sample-episodes.ts";
export { twoSidedCoverage } from "./planning/two-sided-coverage.ts";
export {
  zeroFailureEpisodes,
  zeroFailureEpisodesAnytime,
} from "./planning/zero-failure-episodes.ts";
export { clusterLogit, clusterWald } from "./population/baselines.ts";
export { type BetaBinomialFit, betaBinomialFit } from "./population/beta-binomial.ts";
export type { ClusterCounts } from "./population/clusters.ts";
export { effectiveRateInterval } from "./population/effective.ts";
export { anovaIcc, type IntraclusterCorrelation } from "./population/icc.ts";
export { kornGraubard } from "./population/korn-graubard.ts";
export { type ClusterDesign, linearizedDesign } from "./population/linearized.ts";
export {
  macroMeanFixedTasks,
  macroMeanRandomTasks,
  type RandomTasksMean,
} from "./population/macro-mean.ts";
export { type Population, populations } from "./population/population.ts";
export {
  type PopulationRate,
  type PopulationRateInput,
  populationRate,
  type RateEstimate,
} from "./population/population-rate.ts";
export {
  type ClusterInterval,
  type ClusterWilsonOptions,
  clusterWilson,
  type EffectiveBasis,
} from "./population/rao-scott.ts";
export { sahaWilson } from "./population/saha.ts";
export { stratifiedWilson } from "./population/stratified-wilson.ts";
export {
  type PopulationWarning,
  type PopulationWarningCode,
  populationWarnings,
} from "./population/warnings.ts";
export { boundedMeanInterval } from "./ppi/bounded-mean.ts";
export type { LabelledCounts, PredictedCounts } from "./ppi/counts.ts";
export {
  type PpiEstimate,
  type PpiMethod,
  type PpiOptions,
  ppiMethods,
} from "./ppi/estimate.ts";
export { type PpiExact, ppiExact } from "./ppi/exact.ts";
export {
  type PpiAssumptions,
  type PpiGate,
  type PpiRefusal,
  ppiGates,
  ppiRefusals,
} from "./ppi/gates.ts";
export {
  type PpiCountsInput,
  type PpiMeanInput,
  ppiMean,
  ppiMeanFromCounts,
} from "./ppi/mean.ts";
export { type LabelOnly, type PpiRate, type PpiRateInput, ppiRate } from "./ppi/ppi-rate.ts";
export { binomialLogTail } from "./rate/binomial-log-tail.ts";
export { binomialMidP } from "./rate/binomial-mid-p.ts";
export { binomialTest } from "./rate/binomial-test.ts";
export { binomialTwoSided } from "./rate/binomial-two-sided.ts";
export { decideRate, type RateClaim, type RateDecision, type Verdict } from "./rate/decide.ts";
export {
  type Interval,
  type IntervalMethod,
  intervalMethods,
  rateBound,
  rateInterval,
  type Side,
} from "./rate/interval.ts";
export { midPInterval } from "./rate/mid-p.ts";
export type { Alternative, OneSidedTest } from "./rate/one-sided-test.ts";
export { scoreTest } from "./rate/score-test.ts";
export {
  criticalCount,
  type Direction,
  type IntervalRule,
  sizeAtThreshold,
} from "./rate/size.ts";
export { claimThreshold, type Operator } from "./rate/threshold.ts";
export {
  exactSpending,
  type SpendingBoundary,
  type SpendingDesign,
  type SpendingOperation,
  spendingOperation,
} from "./sequential/alpha-spending.ts";
export type { BetaPrior, Outcome } from "./sequential/arguments.ts";
export {
  betaMixtureLogE,
  type MixtureAlternative,
  type MixtureTest,
  mixtureAlternatives,
} from "./sequential/beta-mixture.ts";
export {
  type BetaMixtureState,
  type BetaMixtureSummary,
  betaMixtureSummary,
  extendBetaMixture,
  startBetaMixture,
} from "./sequential/beta-mixture-state.ts";
export {
  type BettingState,
  type BettingSummary,
  bettingSummary,
} from "./sequential/betting-state.ts";
export {
  betaMixtureConfidenceSequence,
  type ConfidenceSequenceOptions,
} from "./sequential/confidence-sequence.ts";
export {
  type HedgedOptions,
  hedgedConfidenceSequence,
  hedgedLogE,
} from "./sequential/hedged.ts";
export {
  extendHedged,
  type HedgedState,
  hedgedInterval,
  startHedged,
} from "./sequential/hedged-state.ts";
export { betaMixtureConfidenceBound } from "./sequential/one-sided-sequence.ts";
export {
  extendPairedBetting,
  mcnemarLogE,
  type PairedTest,
  startPairedBetting,
} from "./sequential/paired.ts";
export { recheckLooks } from "./sequential/recheck.ts";
export {
  intersectIntervals,
  type RunningInterval,
  unboundedInterval,
} from "./sequential/running-interval.ts";
export {
  extendScoreBetting,
  type ScoreTest,
  startScoreBetting,
} from "./sequential/score-betting.ts";
export {
  type EpisodeOrder,
  episodeOrders,
  type SequentialClaim,
  type SequentialMode,
  sequentialModes,
} from "./sequential/sequential-claim.ts";
export type { SequentialRefusal, SequentialRefusalReason } from "./sequential/sequential-order.ts";
export {
  type SequentialLook,
  type SequentialReport,
  type SequentialTest,
  sequentialRate,
} from "./sequential/sequential-rate.ts";
export { type TunedSequenceOptions, tunedConfidenceSequence } from "./sequential/tuned-sequence.ts";
export { twoArmLogE } from "./sequential/two-arm.ts";
export { twoArmBlocks } from "./sequential/two-arm-blocks.ts";
export { type ExactLook, type Fraction, verifyExact } from "./sequential/verify-exact.ts";
export { bestOfKTest, expectedBestOfK } from "./trust/best-of-k.ts";
export { correctBestOfK } from "./trust/correct-best-of-k.ts";
export type { PercentInput } from "./trust/decimal-percent.ts";
export {
  type CountedRate,
  type DenominatorBounds,
  denominatorBounds,
  type MissingRule,
} from "./trust/denominator-bounds.ts";
export { type Fragility, fragilityIndex, type VerdictChange } from "./trust/fragility-index.ts";
export {
  type PseudoReplication,
  type PseudoReplicationCode,
  type PseudoReplicationFinding,
  pseudoReplication,
  pseudoReplicationCodes,
} from "./trust/pseudo-replication.ts";
export {
  type Counts,
  type RateFeasibility,
  type Rounding,
  rateFeasibility,
} from "./trust/rate-feasibility.ts";
export { regressionGateEpisodes, regressionGateFalseAlarm } from "./trust/regression-gate.ts";
export type { ReplicateRecord } from "./trust/replicate-record.ts";
export { spotCheckDetection } from "./trust/spot-check.ts";
export type { Arm } from "./two-rates/arms.ts";
export { comparePaired, type PairedComparison } from "./two-rates/compare-paired.ts";
export { compareRates, type RatesComparison } from "./two-rates/compare-rates.ts";
export type { Detectable } from "./two-rates/detectable.ts";
export {
  barnardTest,
  boschlooTest,
  exactEpisodeLimit,
  exactNonInferiority,
  type RatesAlternative,
} from "./two-rates/exact-test.ts";
export { fisherEpisodeLimit, fisherExact } from "./two-rates/fisher-exact.ts";
export { type McnemarResult, mcnemarTest } from "./two-rates/mcnemar.ts";
export { agrestiCaffoDifference, newcombeDifference } from "./two-rates/newcombe.ts";
export { bonettPriceDifference, newcombePairedDifference } from "./two-rates/newcombe-paired.ts";
export type { Pairs } from "./two-rates/pairs.ts";
export {
  miettinenNurminenDifference,
  type ScoreVariance,
  scoreNonInferiority,
} from "./two-rates/score.ts";
export { tangoDifference, tangoNonInferiority } from "./two-rates/tango.ts";
export type { ComparisonVerdict, Equivalence } from "./two-rates/verdict.ts";
