export type { RateResult, Recommendation, SweepPoint, SweepResult } from './sweep-result.js';
