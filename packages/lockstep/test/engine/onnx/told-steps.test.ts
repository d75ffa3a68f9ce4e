import { expect, test } from 'vitest';
import { ToldSteps } from '../../../src/engine/onnx/told-steps.js';

/** A teller whose clock is set by hand, and what it has told. */
function teller() {
  const told: number[][] = [];
  const clock = { ms: 1000 };
  const steps = new ToldSteps(
    (some) => told.push(some.map(([token]) => token!)),
    () => clock.ms,
  );
  return {
    told,
    stepAt(ms: number, token: number) {
      clock.ms = ms;
      steps.add(Int32Array.of(token));
    },
    flush: () => steps.flush(),
  };
}

test('the first step, and slow ones, are told at once', () => {
  const { told, stepAt } = teller();
  [1000, 1010, 1030].forEach(stepAt);
  expect(told).toEqual([[0], [1], [2]]);
});

test('fast steps are told together, in order, 10 ms after those before', () => {
  const { told, stepAt, flush } = teller();
  [1000, 1003, 1006, 1009.9, 1010.1, 1013, 1022].forEach(stepAt);
  expect(told).toEqual([[0], [1, 2, 3, 4], [5, 6]]);
  flush();
  expect(told).toHaveLength(3);
});

test('what is left at the end is told once', () => {
  const { told, stepAt, flush } = teller();
  [1000, 1001, 1002].forEach(stepAt);
  flush();
  flush();
  expect(told).toEqual([[0], [1, 2]]);
});
