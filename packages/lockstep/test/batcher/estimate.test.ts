import { expect, test } from 'vitest';
import { Estimate } from '../../src/batcher/estimate.js';

test('says nothing before the first batch', () => {
  const estimate = new Estimate(4);
  expect(estimate.untilFreeMs(null)).toBeNull();
  expect(estimate.untilAnswerMs(0, 5)).toBeNull();
  expect(estimate.untilPlacesMs(1, null)).toBeNull();
});

test('follows the executions, each newest one counting a fifth', () => {
  const estimate = new Estimate(4);
  const seen = [100, 200, 0].map((ms) => {
    estimate.batchTook(ms);
    return estimate.executionMs;
  });
  expect(seen).toEqual([100, 120, 96]);
});

test('counts what is left of the running batch, then the full batches ahead, then its own', () => {
  const estimate = new Estimate(4);
  estimate.batchTook(100);
  expect([null, 30, 100, 250].map((ms) => estimate.untilFreeMs(ms))).toEqual([0, 70, 0, 0]);
  expect([0, 3, 4, 9].map((waiting) => estimate.untilAnswerMs(waiting, 30))).toEqual([170, 170, 270, 370]);
  // A batch that starts frees as many places as it has rows.
  expect([1, 4, 5, 9].map((places) => estimate.untilPlacesMs(places, 30))).toEqual([70, 70, 170, 270]);
  const unbounded = new Estimate(Infinity);
  unbounded.batchTook(100);
  expect(unbounded.untilPlacesMs(1000, 30)).toBe(70);
  expect(unbounded.untilAnswerMs(1000, null)).toBe(100);
});
