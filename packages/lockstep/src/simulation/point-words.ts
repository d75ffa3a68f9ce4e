import { percent } from '../metrics/index.js';
import { lossOf } from './ranking.js';
import type { SweepPoint } from './sweep-result.js';

/** A batch size as sentences write it. */
export function sizeInWords(batchSize: number): string {
  return batchSize === Infinity ? 'unbounded' : String(batchSize);
}

/** `batch size 8 with gap:100ms`. */
export function pointInWords({ batchSize, wait }: Pick<SweepPoint, 'batchSize' | 'wait'>): string {
  return `batch size ${sizeInWords(batchSize)} with ${wait}`;
}

/** `batch sizes 1, 2 with gap:100ms; batch size 1 with full`; each size followed by what `detail` says of its point. */
export function pointsInWords(
  points: readonly SweepPoint[],
  detail: (point: SweepPoint) => string = () => '',
): string {
  return [...new Set(points.map(({ wait }) => wait))]
    .map((wait) => {
      const ofRule = points.filter((point) => point.wait === wait);
      const sizes = ofRule.map((point) => `${sizeInWords(point.batchSize)}${detail(point)}`);
      return `batch ${ofRule.length === 1 ? 'size' : 'sizes'} ${sizes.join(', ')} with ${wait}`;
    })
    .join('; ');
}

/** What stands beside a p99 of a point that lost requests: `, with 39 % of its requests lost`. */
export function lossInWords(point: SweepPoint): string {
  return lossOf(point) === 0 ? '' : `, with ${percent(lossOf(point))} of its requests lost`;
}
