import { describe, expect, test } from 'vitest';
import { fittingAxis, linearAxis, logAxis, stretchAxis, tickLabel, timeUnit } from '../../src/charts/axis.js';

describe('linearAxis', () => {
  test('runs from 0 to a round number above the largest value', () => {
    const axis = linearAxis([3, 15.7]);
    expect(axis.domain).toEqual([0, 20]);
    expect(axis.ticks).toEqual([0, 5, 10, 15, 20]);
    expect(axis.position(5, 200)).toBe(50);
  });

  test('keeps room above a value on a tick', () => {
    expect(linearAxis([20]).domain[1]).toBeGreaterThan(20);
  });

  test('has a length when there is nothing to show', () => {
    expect(linearAxis([0]).domain).toEqual([0, 1.2]);
    expect(linearAxis([]).position(0, 100)).toBe(0);
  });
});

describe('logAxis', () => {
  test('ticks 1, 2 and 5 of each decade, and powers alone over many', () => {
    expect(logAxis([3, 350]).ticks).toEqual([5, 10, 20, 50, 100, 200]);
    expect(logAxis([1, 1e6]).ticks).toEqual([1, 10, 100, 1000, 10_000, 100_000, 1_000_000]);
  });

  test('places equal ratios at equal distances', () => {
    const axis = logAxis([1, 100]);
    const at = (value: number) => axis.position(value, 1);
    expect(at(10) - at(1)).toBeCloseTo(at(100) - at(10), 12);
  });
});

test('a wide range takes a log scale, a narrow one or one with zeros does not', () => {
  expect(fittingAxis([1, 13]).type).toBe('log');
  expect(fittingAxis([1, 11]).type).toBe('linear');
  expect(fittingAxis([0, 1000]).type).toBe('linear');
});

test('a stretch far from 0 has ticks that can be told apart', () => {
  const { ticks, domain } = stretchAxis(16_571.2, 16_602.4, 6);
  expect(domain).toEqual([16_571.2, 16_602.4]);
  expect(ticks.map(tickLabel)).toEqual(['16,580', '16,590', '16,600']);
});

test('durations read in the unit that suits the largest', () => {
  expect([999, 1000, 3_599_999, 3_600_000, 36e6].map((ms) => timeUnit(ms).name)).toEqual([
    'ms',
    's',
    's',
    'min',
    'h',
  ]);
});
