import type { Slo } from '../metrics/index.js';
import { compareFixedSizes } from './fixed-batch-size.js';
import { frontierOf, kneeOf } from './frontier.js';
import { remarksOfRate } from './rate-remarks.js';
import { recommend } from './recommendation.js';
import type { RateResult, SweepPoint, SweepResult } from './sweep-result.js';

/**
 * What the points of a sweep say together.
 * @param points in the order of their plan
 * @param slo the targets that all points were judged by, if any
 */
export function mergeSweep(points: readonly SweepPoint[], slo?: Slo): SweepResult {
  const rates = [...new Set(points.map((point) => point.rate))];
  const byRate = rates.map((rate): RateResult => {
    const ofRate = points.flatMap((point, index) => (point.rate === rate ? [index] : []));
    const frontier = frontierOf(points, ofRate);
    const found = {
      rate,
      frontier,
      knee: kneeOf(points, frontier),
      recommendation: slo === undefined ? null : recommend(points, ofRate, slo),
    };
    return { ...found, remarks: remarksOfRate(points, found) };
  });
  return { points, byRate, limitations: { fixedBatchSize: compareFixedSizes(points, rates, slo) } };
}
