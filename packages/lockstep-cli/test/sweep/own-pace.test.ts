import { readScenario, resolveScenario } from 'lockstep/scenario';
import { expect, test } from 'vitest';
import { ownPaceNote } from '../../src/sweep/own-pace.js';
import { runPoint } from '../../src/sweep/run-point.js';

// Every request takes 1 s alone and any batch too, so that batch size b sustains b requests/s.
const written = { cost: 'affine:prefill=1s', outputTokens: '1', requests: 20, batchSize: '1,2', rate: 0.5 };
const scenario = readScenario(written);
const resolved = resolveScenario(scenario, () => '');
const points = resolved.configurations.map((each) => runPoint(resolved, each).point);

test('a trace that no batch size swept can carry at its own pace: how many engines it would take', () => {
  expect(ownPaceNote(5, scenario, points)).toBe(
    "At the trace's own 5 requests/s every one of these batch sizes is unstable: the largest capacity is " +
      '2 requests/s, at batch size 2. It would take at least 3 engines like this one to keep ' +
      'up, and 4 to stay at 80 % of their capacity.',
  );
});

test('a load of exactly 1 is unstable too, so one engine more', () => {
  expect(ownPaceNote(2, scenario, points)).toContain('at least 2 engines');
  expect(ownPaceNote(4, scenario, points)).toContain('at least 3 engines');
});

test('nothing to say of a pace that can be carried, of no trace, or of a trace at its own pace', () => {
  expect(ownPaceNote(1.9, scenario, points)).toBeNull();
  expect(ownPaceNote(null, scenario, points)).toBeNull();
  const ownPace = readScenario({ trace: 'mine.csv' });
  expect(ownPaceNote(5, ownPace, points)).toBeNull();
});
