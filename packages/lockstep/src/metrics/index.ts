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
