import { type FixedBatchSize, inWords, percent, significant, type Slo } from '../metrics/index.js';
import { isRanked } from './ranking.js';
import type { SweepPoint } from './sweep-result.js';

type BestAtRate = FixedBatchSize['bestByRate'][number];

/**
 * What keeping one batch size costs when the load changes: the best configuration at each rate, and the one
 * that loses least over all rates. Null unless at least two rates were swept.
 */
export function compareFixedSizes(
  points: readonly SweepPoint[],
  rates: readonly (number | null)[],
  slo: Slo | undefined,
): FixedBatchSize | null {
  const swept = rates.filter((rate) => rate !== null);
  if (swept.length < 2) return null;
  const criterion = slo === undefined ? 'p99' : 'goodput';
  const valueOf = (point: SweepPoint): number | null => {
    if (!isRanked(point)) return null;
    return criterion === 'p99' ? point.e2eLatencyMs.p99 : (point.slo?.goodput ?? null);
  };
  const isBetter = (a: number, b: number): boolean => (criterion === 'p99' ? a < b : a > b);

  const bestByRate = swept.map((rate): BestAtRate => {
    let best: BestAtRate = { rate, batchSize: null, wait: null, value: null };
    for (const point of points) {
      const value = point.rate === rate ? valueOf(point) : null;
      if (value === null || (best.value !== null && !isBetter(value, best.value))) continue;
      best = { rate, batchSize: point.batchSize, wait: point.wait, value };
    }
    return best;
  });

  const regretOf = (kept: SweepPoint): number => {
    const losses = bestByRate.map(({ rate, value: best }) => {
      if (best === null) return 0;
      const same = points.find(
        (p) => p.rate === rate && p.batchSize === kept.batchSize && p.wait === kept.wait,
      );
      const value = same === undefined ? null : valueOf(same);
      if (value === null) return Infinity;
      return criterion === 'p99' ? value / best - 1 : 1 - value / best;
    });
    return Math.max(...losses);
  };
  const keep = leastRegret(
    points.filter((point) => point.rate === swept[0]),
    regretOf,
  );
  return { criterion, bestByRate, keep, sentence: sentenceOf(criterion, bestByRate, keep) };
}

function leastRegret(
  configurations: readonly SweepPoint[],
  regretOf: (point: SweepPoint) => number,
): FixedBatchSize['keep'] {
  let keep: FixedBatchSize['keep'] = null;
  for (const point of configurations) {
    const regret = regretOf(point);
    if (regret < (keep?.regret ?? Infinity)) keep = { batchSize: point.batchSize, wait: point.wait, regret };
  }
  return keep;
}

function sentenceOf(
  criterion: FixedBatchSize['criterion'],
  bestByRate: readonly BestAtRate[],
  keep: FixedBatchSize['keep'],
): string {
  const stable = bestByRate.filter((best) => best.value !== null);
  if (stable.length === 0) return 'No batch size is stable at any of these rates.';
  const goal = criterion === 'p99' ? 'Lowest p99' : 'Highest goodput';
  const manyWaits = new Set(stable.map((best) => best.wait)).size > 1;
  const bests = stable.map(({ rate, batchSize, wait, value }) => {
    const figure = criterion === 'p99' ? inWords(value) : `${significant(value!)}/s`;
    return `batch size ${batchSize}${manyWaits ? ` with ${wait}` : ''} at ${significant(rate)}/s (${figure})`;
  });
  const lost = criterion === 'p99' ? 'p99 at the worst of them' : 'goodput at the worst of them';
  const keeping =
    keep === null
      ? 'no single one is stable at all of these rates.'
      : `keeping ${keep.batchSize}${manyWaits ? ` with ${keep.wait}` : ''} at all of these rates ` +
        `costs ${percent(keep.regret)} of ${lost}.`;
  return `${goal}: ${bests.join(', ')}; ${keeping}`;
}
