import { bestPoint, isRanked, lossOf, SAME_GOODPUT } from './ranking.js';
import type { SweepAxis } from './sweep-axis.js';
import type { FixedBatchSize, SweepPoint } from './sweep-result.js';

/** By what configurations are compared over several rates. */
interface Criterion {
  readonly name: FixedBatchSize['criterion'];
  /** Null for a point that is not ranked. */
  valueOf(point: SweepPoint): number | null;
  regret(value: number, best: number): number;
}

/**
 * What keeping one batch size costs when the load changes: the best configuration at each rate (of those that
 * hardly differ, the smallest batch), and the one that loses least over all rates. Null unless at least two rates were
 * swept, and where another condition varies too: then no one load is what changes.
 */
export function compareFixedSizes(
  axes: readonly SweepAxis[],
  points: readonly SweepPoint[],
): FixedBatchSize | null {
  const isOther = ({ role, option, values }: SweepAxis) =>
    role === 'condition' && option !== 'rate' && values.length > 1;
  const rates = [...new Set(points.map(({ rate }) => rate))].filter((rate) => rate !== null);
  if (rates.length < 2 || axes.some(isOther)) return null;
  const criterion = criterionFor(points);
  const { valueOf } = criterion;
  const bests = rates.map((rate) => {
    const ranked = points.filter((point) => point.rate === rate && valueOf(point) !== null);
    return { rate, best: ranked.length === 0 ? null : bestOf(ranked, criterion) };
  });
  const choices = axes.filter(({ role }) => role === 'choice').map(({ option }) => option);
  const regretOf = (kept: SweepPoint): number => {
    const losses = bests.map(({ rate, best }) => {
      if (best === null) return 0;
      const same = points.find(
        (point) =>
          point.rate === rate && choices.every((each) => point.coordinates[each] === kept.coordinates[each]),
      );
      const value = same === undefined ? null : valueOf(same);
      return value === null ? Infinity : Math.max(0, criterion.regret(value, valueOf(best)!));
    });
    return Math.max(...losses);
  };
  return {
    criterion: criterion.name,
    bestByRate: bests.map(({ rate, best }) => ({
      rate,
      point: best === null ? null : points.indexOf(best),
      value: best === null ? null : valueOf(best),
    })),
    keep: leastRegret(points, rates[0]!, regretOf),
  };
}

/** With an SLO goodput decides; where requests are lost, completed requests; else the p99. */
function criterionFor(points: readonly SweepPoint[]): Criterion {
  const ranked = (value: (point: SweepPoint) => number | null) => (point: SweepPoint) =>
    isRanked(point) ? value(point) : null;
  const share = (value: number, best: number) => (best === 0 ? 0 : 1 - value / best);
  if (points.some(({ slo }) => slo !== undefined)) {
    return { name: 'goodput', valueOf: ranked(({ slo }) => slo?.goodput ?? null), regret: share };
  }
  if (points.some((point) => isRanked(point) && lossOf(point) > 0)) {
    return {
      name: 'throughput',
      valueOf: ranked(({ throughput }) => throughput.requestsPerSecond),
      regret: share,
    };
  }
  return {
    name: 'p99',
    valueOf: ranked(({ e2eLatencyMs }) => e2eLatencyMs.p99),
    regret: (value, best) => (value === best ? 0 : value / best - 1),
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
  points: readonly SweepPoint[],
  rate: number,
  regretOf: (point: SweepPoint) => number,
): FixedBatchSize['keep'] {
  let keep: FixedBatchSize['keep'] = null;
  points.forEach((point, index) => {
    if (point.rate !== rate) return;
    const regret = regretOf(point);
    if (regret < (keep?.regret ?? Infinity)) keep = { point: index, regret };
  });
  return keep;
}
