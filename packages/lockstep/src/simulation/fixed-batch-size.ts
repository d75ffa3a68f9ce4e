import { type FixedBatchSize, inWords, percent, significant, type Slo } from '../metrics/index.js';
import { lossInWords, sizeInWords } from './point-words.js';
import { bestPoint, isRanked, lossOf, SAME_GOODPUT } from './ranking.js';
import type { SweepPoint } from './sweep-result.js';

type BestAtRate = FixedBatchSize['bestByRate'][number];

/** By what configurations are compared over several rates. */
interface Criterion {
  readonly name: FixedBatchSize['criterion'];
  readonly goal: string;
  /** What the configuration that is kept has more or less of than the best. */
  readonly loss: string;
  /** Null for a point that is not ranked. */
  valueOf(point: SweepPoint): number | null;
  regret(value: number, best: number): number;
  write(point: SweepPoint): string;
}

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
  const criterion = criterionFor(points, slo);
  const bests = swept.map((rate) => {
    const ranked = points.filter((point) => point.rate === rate && criterion.valueOf(point) !== null);
    const best = ranked.length === 0 ? null : bestOf(ranked, criterion);
    return { rate, best };
  });

  const regretOf = (kept: SweepPoint): number => {
    const losses = bests.map(({ rate, best }) => {
      if (best === null) return 0;
      const same = points.find(
        (p) => p.rate === rate && p.batchSize === kept.batchSize && p.wait === kept.wait,
      );
      const value = same === undefined ? null : criterion.valueOf(same);
      return value === null ? Infinity : Math.max(0, criterion.regret(value, criterion.valueOf(best)!));
    });
    return Math.max(...losses);
  };
  const keep = leastRegret(
    points.filter((point) => point.rate === swept[0]),
    regretOf,
  );
  const bestByRate = bests.map(({ rate, best }): BestAtRate =>
    best === null
      ? { rate, batchSize: null, wait: null, value: null }
      : { rate, batchSize: best.batchSize, wait: best.wait, value: criterion.valueOf(best) },
  );
  return { criterion: criterion.name, bestByRate, keep, sentence: sentenceOf(criterion, bests, keep) };
}

/** With an SLO goodput decides; where requests are lost, completed requests; else the p99. */
function criterionFor(points: readonly SweepPoint[], slo: Slo | undefined): Criterion {
  const ranked = (value: (point: SweepPoint) => number | null) => (point: SweepPoint) =>
    isRanked(point) ? value(point) : null;
  const p99 = (point: SweepPoint) => `p99 ${inWords(point.e2eLatencyMs.p99)}`;
  const share = (value: number, best: number) => (best === 0 ? 0 : 1 - value / best);
  if (slo !== undefined) {
    return {
      name: 'goodput',
      goal: 'Highest goodput',
      loss: 'lower goodput',
      valueOf: ranked(({ slo }) => slo?.goodput ?? null),
      regret: share,
      write: (point) =>
        `${significant(point.slo!.goodput!)}/s${lossOf(point) > 0 ? `, ${p99(point)}${lossInWords(point)}` : ''}`,
    };
  }
  if (points.some((point) => isRanked(point) && lossOf(point) > 0)) {
    return {
      name: 'throughput',
      goal: 'Fewest requests lost, then lowest p99',
      loss: 'fewer completed requests/s',
      valueOf: ranked(({ throughput }) => throughput.requestsPerSecond),
      regret: share,
      write: (point) =>
        `${significant(point.throughput.requestsPerSecond!)} completed/s, ${p99(point)}${lossInWords(point)}`,
    };
  }
  return {
    name: 'p99',
    goal: 'Lowest p99, within 2 %',
    loss: 'higher p99',
    valueOf: ranked(({ e2eLatencyMs }) => e2eLatencyMs.p99),
    regret: (value, best) => (value === best ? 0 : value / best - 1),
    write: (point) => inWords(point.e2eLatencyMs.p99),
  };
}

function bestOf(ranked: readonly SweepPoint[], { name, valueOf }: Criterion): SweepPoint {
  if (name !== 'goodput' || ranked.some((point) => lossOf(point) > 0)) return bestPoint(ranked);
  const most = Math.max(...ranked.map((point) => valueOf(point)!));
  return ranked
    .filter((point) => valueOf(point)! >= most * (1 - SAME_GOODPUT))
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
  { goal, loss, write }: Criterion,
  bests: readonly { readonly rate: number; readonly best: SweepPoint | null }[],
  keep: FixedBatchSize['keep'],
): string {
  const found = bests.flatMap(({ rate, best }) => (best === null ? [] : [{ rate, best }]));
  if (found.length === 0) {
    return 'No batch size can be ranked at any of these rates: each is unstable or completed no request.';
  }
  const waits = [...found.map(({ best }) => best.wait), ...(keep === null ? [] : [keep.wait])];
  const manyWaits = new Set(waits).size > 1;
  const named = (size: number, wait: string) => `${sizeInWords(size)}${manyWaits ? ` with ${wait}` : ''}`;
  const bestWords = found.map(
    ({ rate, best }) =>
      `batch size ${named(best.batchSize, best.wait)} at ${significant(rate)}/s (${write(best)})`,
  );
  const missing = bests.filter(({ best }) => best === null).map(({ rate }) => `${significant(rate)}/s`);
  const without =
    missing.length === 0 ? '' : `; at ${missing.join(', ')} each is unstable or completed no request`;
  const rates = missing.length === 0 ? 'all of these rates' : 'all other rates';
  const keeping =
    keep === null
      ? `no single one can be ranked at ${rates}.`
      : `keeping ${named(keep.batchSize, keep.wait)} at ${rates} ` +
        `means at worst ${percent(keep.regret)} ${loss} than the best.`;
  return `${goal}: ${bestWords.join(', ')}${without}; ${keeping}`;
}
