import { type FixedBatchSize, inWords, percent, significant, type Slo } from '../metrics/index.js';
import { fastest, isRanked } from './ranking.js';
import type { SweepPoint } from './sweep-result.js';

/** Goodputs closer than this are the same: they differ by a few requests at the end of the run. */
const SAME_GOODPUT = 0.001;

type BestAtRate = FixedBatchSize['bestByRate'][number];

/**
 * What keeping one batch size costs when the load changes: the best configuration at each rate (of those that
 * hardly differ, the smallest batch), and the one that loses least over all rates. Null unless at least two rates were swept.
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
  const bestByRate = swept.map((rate): BestAtRate => {
    const ranked = points.filter((point) => point.rate === rate && valueOf(point) !== null);
    if (ranked.length === 0) return { rate, batchSize: null, wait: null, value: null };
    const chosen = criterion === 'p99' ? fastest(ranked) : mostGoodput(ranked);
    return { rate, batchSize: chosen.batchSize, wait: chosen.wait, value: valueOf(chosen) };
  });

  const regretOf = (kept: SweepPoint): number => {
    const losses = bestByRate.map(({ rate, value: best }) => {
      if (best === null || best === 0) return 0;
      const same = points.find(
        (p) => p.rate === rate && p.batchSize === kept.batchSize && p.wait === kept.wait,
      );
      const value = same === undefined ? null : valueOf(same);
      if (value === null) return Infinity;
      return Math.max(0, criterion === 'p99' ? value / best - 1 : 1 - value / best);
    });
    return Math.max(...losses);
  };
  const keep = leastRegret(
    points.filter((point) => point.rate === swept[0]),
    regretOf,
  );
  return { criterion, bestByRate, keep, sentence: sentenceOf(criterion, bestByRate, keep) };
}

function mostGoodput(points: readonly SweepPoint[]): SweepPoint {
  const goodput = (point: SweepPoint): number => point.slo!.goodput!;
  const most = Math.max(...points.map(goodput));
  return points
    .filter((point) => goodput(point) >= most * (1 - SAME_GOODPUT))
    .reduce((a, b) => (b.batchSize < a.batchSize ? b : a));
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
  const goal = criterion === 'p99' ? 'Lowest p99, within 2 %' : 'Highest goodput';
  const manyWaits = new Set(stable.map((best) => best.wait)).size > 1;
  const bests = stable.map(({ rate, batchSize, wait, value }) => {
    const figure = criterion === 'p99' ? inWords(value) : `${significant(value!)}/s`;
    return `batch size ${batchSize}${manyWaits ? ` with ${wait}` : ''} at ${significant(rate)}/s (${figure})`;
  });
  const loss = criterion === 'p99' ? 'higher p99' : 'lower goodput';
  const keeping =
    keep === null
      ? 'no single one is stable at all of these rates.'
      : `keeping ${keep.batchSize}${manyWaits ? ` with ${keep.wait}` : ''} at all of these rates ` +
        `means at worst ${percent(keep.regret)} ${loss} than the best.`;
  return `${goal}: ${bests.join(', ')}; ${keeping}`;
}
