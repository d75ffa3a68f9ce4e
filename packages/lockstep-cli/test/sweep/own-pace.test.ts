import { readScenario, resolveScenario } from 'lockstep/scenario';
import { expect, test } from 'vitest';
import { ownPaceNote } from '../../src/sweep/own-pace.js';
import { runPoint } from '../../src/sweep/run-point.js';

// Every request takes 1 s alone and any batch too, so that batch size b sustains b requests/s.
const written = { cost: 'affine:prefill=1s', outputTokens: '1', requests: 20, batchSize: '1,2', rate: 0.5 };
const scenario = readScenario(written);
const resolved = resolveScenario(scenario, () => '');
const points = resolved.configurations.map((each) => runPoint(resolved, each).point);

test('a trace that no batch size swept can carry at its own pace: how many engines would', () => {
  expect(ownPaceNote(5, scenario, points)).toBe(
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
  expect(ownPaceNote(rate, scenario, points)).toContain(
    `${engines} engines like this one would keep up, each at a mean load of ${load}.`,
  );
});

test('with a bound on the queue no batch size is unstable, but loses requests', () => {
  const bounded = readScenario({ ...written, maxQueueSize: 8 });
  expect(ownPaceNote(5, bounded, points)).toContain(
    'every one of these batch sizes loses what it cannot serve',
  );
});

test('an unbounded batch has no capacity, so nothing is said of every batch size', () => {
  const unbounded = { ...points[0]!, batchSize: Infinity, capacity: null };
  expect(ownPaceNote(5, scenario, [...points, unbounded])).toBeNull();
});

test('nothing to say of a pace that can be carried, of no trace, or of a trace at its own pace', () => {
  expect(ownPaceNote(1.9, scenario, points)).toBeNull();
  expect(ownPaceNote(null, scenario, points)).toBeNull();
  const ownPace = readScenario({ trace: 'mine.csv' });
  expect(ownPaceNote(5, ownPace, points)).toBeNull();
});
