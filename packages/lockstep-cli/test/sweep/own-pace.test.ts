import { readSweep, resolveScenario } from 'lockstep/scenario';
import { expect, test } from 'vitest';
import { ownPaceNote } from '../../src/sweep/own-pace.js';
import { runPoint } from '../../src/sweep/run-point.js';

// Every request takes 1 s alone and any batch too, so that batch size b sustains b requests/s.
const written = { cost: 'affine:prefill=1s', outputTokens: '1', requests: 20, batchSize: '1,2', rate: 0.5 };
const { scenario, axes, points: runs } = readSweep(written);
const points = runs.map(
  (run) =>
    runPoint(
      run,
      resolveScenario(run.scenario, () => ''),
    ).point,
);
const swept = { axes, points };

test('a trace that no batch size swept can carry at its own pace: how many engines would', () => {
  expect(ownPaceNote(5, scenario, swept)).toBe(
    "At the trace's own 5 requests/s, as measured, every one of these batch sizes is unstable: the largest capacity is " +
      '2 requests/s, at batch size 2. 4 engines like this one would keep up, each at a mean load of 0.63.',
  );
});

test.each([
  [2, 2, '0.50'],
  [4, 3, '0.67'],
  // Enough to carry 7.9994 of 8 requests/s is not enough to keep up.
  [7.9994, 5, '0.80'],
])('%d requests/s: engines are counted so that the load stays clearly below 1', (rate, engines, load) => {
  expect(ownPaceNote(rate, scenario, swept)).toContain(
    `${engines} engines like this one would keep up, each at a mean load of ${load}.`,
  );
});

test('with a bound on the queue no batch size is unstable, but loses requests', () => {
  const bounded = readSweep({ ...written, maxQueueSize: 8 }).scenario;
  expect(ownPaceNote(5, bounded, swept)).toContain(
    'every one of these batch sizes loses what it cannot serve',
  );
});

test('an unbounded batch has no capacity, so nothing is said of every batch size', () => {
  const unbounded = { ...points[0]!, batchSize: Infinity, capacity: null };
  expect(ownPaceNote(5, scenario, { axes, points: [...points, unbounded] })).toBeNull();
});

test('nothing to say of a pace that can be carried, of no trace, or of a trace at its own pace', () => {
  expect(ownPaceNote(1.9, scenario, swept)).toBeNull();
  expect(ownPaceNote(null, scenario, swept)).toBeNull();
  const ownPace = readSweep({ trace: 'mine.csv' }).scenario;
  expect(ownPaceNote(5, ownPace, swept)).toBeNull();
});

test('nothing is said where another condition than the rate varies, as there is no one engine then', () => {
  const other = readSweep({ ...written, cost: ['affine:prefill=1s', 'affine:prefill=2s'] });
  expect(ownPaceNote(5, other.scenario, { axes: other.axes, points })).toBeNull();
});
