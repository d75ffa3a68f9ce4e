import { heatmap, type Places, SWEEP_CHARTS, type SweepData, tradeOff } from 'lockstep-cli/charts';
import type { SweepPoint } from 'lockstep/simulation';
import { expect, test } from 'vitest';
import { ghostsOf, spotsOf } from '../../src/curves/highlights.js';
import { pointAt } from '../../src/curves/pointing.js';

const point = (batchSize: number, rate = 3, wait = 'none') =>
  ({ batchSize, rate, wait, coordinates: { batchSize, rate, wait } }) as unknown as SweepPoint;
const DATA = { result: { points: [point(1), point(4)] } } as unknown as SweepData;
const whereTimeGoes = SWEEP_CHARTS.find(({ name }) => name === 'where-time-goes')!;

/** A batch size stands at ten times itself, in the panel of its rate; other wait rules have no place. */
const placesOf = (reach = { x: 5, y: 5 }): Places => ({
  plot: { width: 100, height: 50 },
  reach,
  of: ({ batchSize, coordinates: { rate, wait } }) =>
    wait === 'none' && (rate === 3 || rate === 6)
      ? ['p99', 'mean'].map((series, i) => ({
          panel: rate === 3 ? 0 : 1,
          series,
          x: batchSize * 10,
          y: 20 + 10 * i,
        }))
      : [],
});

test('a run beyond the axes stands at their edge, one within them where it is', () => {
  const xs = (size: number) => spotsOf(tradeOff, placesOf(), DATA, point(size)).map(({ x }) => x);
  expect(xs(3)).toEqual([30, 30]);
  expect(xs(12)).toEqual([100, 100]);
  expect(xs(-1)).toEqual([0, 0]);
});

test('a run under another wait rule or rate than the curves stands among them, but a heatmap has its rate', () => {
  const panels = (chart: typeof heatmap, of: SweepPoint) =>
    spotsOf(chart, placesOf(), DATA, of).map(({ panel }) => panel);
  expect(panels(tradeOff, point(2, 99, 'full'))).toEqual([0, 0]);
  expect(panels(heatmap, point(2, 6, 'full'))).toEqual([1, 1]);
  expect(panels(heatmap, point(2, 99))).toEqual([]);
});

test('a ghost is a line for each series, without what lies beyond the axes', () => {
  const lines = ghostsOf(tradeOff, placesOf(), DATA, [point(1, 7, 'full'), point(4), point(12)]);
  expect(lines.map((line) => line.map(({ series, x }) => `${series} ${x}`))).toEqual([
    ['p99 10', 'p99 40'],
    ['mean 10', 'mean 40'],
  ]);
});

test('where there are no lines there are no ghosts', () => {
  expect(ghostsOf(heatmap, placesOf(), DATA, [point(1)])).toEqual([]);
  expect(ghostsOf(whereTimeGoes, placesOf(), DATA, [point(1)])).toEqual([]);
});

const CORNERS = [
  { x: 40, y: 100 },
  { x: 240, y: 100 },
];

test('the nearest point within reach is pointed at, in its own panel', () => {
  const points = [point(1), point(2), point(1, 6)];
  const at = (x: number, y: number, reach?: Places['reach']) =>
    pointAt({ x, y }, points, placesOf(reach), CORNERS);
  expect(at(51, 121)).toBe(points[0]);
  expect(at(58, 131)).toBe(points[1]);
  expect(at(250, 120)).toBe(points[2]);
  expect(at(50, 114)).toBeNull();
  expect(at(44, 120)).toBeNull();
  expect(at(54, 121, { x: 30, y: 30 })).toBe(points[0]);
  expect(at(56, 121, { x: 30, y: 30 })).toBe(points[1]);
});

test('a whole column is within reach, and only the way across it counts', () => {
  const near = { ...point(1), wait: 'none' };
  const column = placesOf({ x: 9, y: Infinity });
  expect(pointAt({ x: 46, y: 900 }, [near, point(2)], column, CORNERS)).toBe(near);
  expect(pointAt({ x: 56, y: -900 }, [near, point(2)], column, CORNERS)?.batchSize).toBe(2);
  expect(pointAt({ x: 70, y: 120 }, [near, point(2)], column, CORNERS)).toBeNull();
});

test('a panel that is not drawn cannot be pointed at', () => {
  expect(pointAt({ x: 250, y: 120 }, [point(1, 6)], placesOf(), CORNERS.slice(0, 1))).toBeNull();
});
