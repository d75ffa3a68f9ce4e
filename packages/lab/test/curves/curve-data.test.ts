import { heatmap, tradeOff } from 'lockstep-cli/charts';
import { axisOf } from 'lockstep/scenario';
import type { SweepResult } from 'lockstep/simulation';
import { expect, test } from 'vitest';
import { curveData, hasNothingFor } from '../../src/curves/curve-data.js';
import type { ShownSweep } from '../../src/state/lab.js';

const point = (batchSize: number, rate: number | null) => ({
  coordinates: { batchSize, ...(rate !== null && { rate }) },
  batchSize,
  rate,
  wait: 'none',
  capacity: { requestsPerSecond: 3 },
  e2eLatencyMs: { p99: 10 },
  slo: { e2eMs: 2000, ttftMs: 500, attainment: 1 },
});
const resultOf = (...points: ReturnType<typeof point>[]) => {
  const rates = [...new Set(points.flatMap(({ rate }) => rate ?? []))];
  const axes = [axisOf('batchSize', [1, 4]), ...(rates.length === 0 ? [] : [axisOf('rate', rates)])];
  return { axes, points, groups: [] } as unknown as SweepResult;
};
const sweepOf = (sweep: Partial<ShownSweep>) =>
  ({ rate: 3, all: null, scenario: { release: 'batch' }, ...sweep }) as ShownSweep;

const AT_RATE = resultOf(point(1, 3), point(4, 3));
const ALL = resultOf(point(1, 3), point(4, 3), point(1, 6), point(4, 6));

test('the heatmap is of all rates, the others of the one that is asked for, the trade-off without the target that one moves', () => {
  const sweep = sweepOf({ atRate: AT_RATE, all: ALL });
  expect(curveData(heatmap, sweep)!.result.points).toHaveLength(4);
  const { result } = curveData(tradeOff, sweep)!;
  const others = { ttftMs: 500, attainment: 1 };
  expect(result.points.map(({ batchSize, slo }) => [batchSize, slo])).toEqual([
    [1, others],
    [4, others],
  ]);
  expect(curveData(heatmap, sweep)!.result).toBe(ALL);
  expect(AT_RATE.points.every(({ slo }) => slo?.e2eMs === 2000)).toBe(true);
});

test('without a sweep there are no data, which does not mean that there will be none', () => {
  expect(curveData(tradeOff, null)).toBeNull();
  expect(hasNothingFor(tradeOff, null)).toBe(false);
});

test('a heatmap whose rates are still to come keeps its place', () => {
  const sweep = sweepOf({ atRate: AT_RATE });
  expect(curveData(heatmap, sweep)).toBeNull();
  expect(hasNothingFor(heatmap, sweep)).toBe(false);
  expect(hasNothingFor(tradeOff, sweep)).toBe(false);
});

test('where arrivals have no rate there is nothing for a heatmap', () => {
  const closed = resultOf(point(1, null), point(4, null));
  expect(hasNothingFor(heatmap, sweepOf({ rate: null, atRate: closed }))).toBe(true);
  expect(hasNothingFor(heatmap, sweepOf({ rate: null, atRate: closed, all: closed }))).toBe(true);
  expect(hasNothingFor(tradeOff, sweepOf({ rate: null, atRate: closed }))).toBe(false);
});
