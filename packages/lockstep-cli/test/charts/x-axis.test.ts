import { expect, test } from 'vitest';
import { axisOf } from 'lockstep/scenario';
import { indexBetween, xAxis } from '../../src/charts/x-axis.js';

const SIZES = [1, 2, 4, 16, Infinity];

test('a size of the axis has its own place', () => {
  expect(SIZES.map((size) => indexBetween(SIZES, size))).toEqual([0, 1, 2, 3, 4]);
});

test('a size between two others goes by doublings', () => {
  expect(indexBetween(SIZES, 8)).toBeCloseTo(2.5, 12);
  expect(indexBetween(SIZES, 3)).toBeCloseTo(1 + Math.log2(1.5), 12);
});

test('there is no place beyond the ends, nor on the way to an unbounded size', () => {
  expect(indexBetween([2, 4], 1)).toBeNull();
  expect(indexBetween([2, 4], 5)).toBeNull();
  expect(indexBetween(SIZES, 32)).toBeNull();
});

test('in pixels a size stands in the middle of its step', () => {
  const axis = xAxis(axisOf('batchSize', [1, 2, 4, 16, 'inf']), 500);
  const at = (batchSize: number | 'inf') => axis.between({ coordinates: { batchSize } });
  expect(at(1)).toBe(axis.position('1'));
  expect(at(8)).toBeCloseTo(300, 9);
  expect(at(32)).toBeNull();
  expect(at('inf')).toBe(axis.position('∞'));
});
