export type { Release } from './release.js';
export type {
  Capacity,
  Distribution,
  FixedBatchSize,
  Interval,
  Limitations,
  Slo,
  SloResult,
  Summary,
} from './summary.js';
export { type SummaryOptions, summarize } from './summarize.js';
export { inWords, percent, significant } from './wording.js';
