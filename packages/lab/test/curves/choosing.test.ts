import { heatmap, SWEEP_CHARTS, tradeOff } from 'lockstep-cli/charts';
import type { SweepPoint } from 'lockstep/simulation';
import { expect, test } from 'vitest';
import { choiceOf, pointByKey } from '../../src/curves/choosing.js';

const at = (batchSize: number, rate: number | null) => ({ batchSize, rate }) as SweepPoint;
const GRID = [1, 4, 16, Infinity].flatMap((size) => [2, 8].map((rate) => at(size, rate)));
const LINE = GRID.filter(({ rate }) => rate === 8);
const whereTimeGoes = SWEEP_CHARTS.find(({ name }) => name === 'where-time-goes')!;

test('a cell of the heatmap sets the rate, too, a point of the others the batch size alone', () => {
  expect(choiceOf(heatmap, at(4, 8))).toEqual({ batchSize: 4, rate: 8 });
  expect(choiceOf(tradeOff, at(4, 8))).toEqual({ batchSize: 4 });
  expect(choiceOf(heatmap, at(4, null))).toEqual({ batchSize: 4 });
  expect(choiceOf(tradeOff, at(Infinity, 8))).toEqual({ batchSize: 'inf' });
});

test('arrows go through the sizes, from between two of them to the next', () => {
  expect(pointByKey(tradeOff, 'ArrowRight', LINE, at(4, 8))).toEqual(at(16, 8));
  expect(pointByKey(tradeOff, 'ArrowLeft', LINE, at(5, 8))).toEqual(at(4, 8));
  expect(pointByKey(tradeOff, 'ArrowUp', LINE, at(16, 8))).toEqual(at(Infinity, 8));
  expect(pointByKey(tradeOff, 'ArrowRight', LINE, at(Infinity, 8))).toBeNull();
  expect(pointByKey(tradeOff, 'Enter', LINE, at(4, 8))).toBeNull();
});

test('down leads to the next size where sizes stand below one another', () => {
  expect(pointByKey(whereTimeGoes, 'ArrowDown', LINE, at(4, 8))).toEqual(at(16, 8));
  expect(pointByKey(whereTimeGoes, 'ArrowUp', LINE, at(4, 8))).toEqual(at(1, 8));
});

test('on the heatmap rates go across and sizes up', () => {
  expect(pointByKey(heatmap, 'ArrowRight', GRID, at(4, 2))).toEqual(at(4, 8));
  expect(pointByKey(heatmap, 'ArrowUp', GRID, at(4, 2))).toEqual(at(16, 2));
  expect(pointByKey(heatmap, 'ArrowLeft', GRID, at(4, 2))).toBeNull();
});
