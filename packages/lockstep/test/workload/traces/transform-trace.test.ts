import fc from 'fast-check';
import {
  firstOf,
  parseTrace,
  scaleTrace,
  scaleTraceToRate,
  sliceTrace,
  traceRate,
  traceWorkload,
  WorkloadError,
} from 'lockstep/workload';
import { describe, expect, test } from 'vitest';

const traceOf = (seconds: readonly number[]) =>
  parseTrace(
    `arrived_at,num_prefill_tokens,num_decode_tokens\n${seconds.map((at, i) => `${at},${i},${i + 1}`).join('\n')}`,
    { file: 'mine.csv' },
  );
const trace = traceOf([0, 1, 1, 2.5, 4]);

test('a slice takes arrivals from its beginning up to, but without, its end', () => {
  const slice = sliceTrace(trace, { fromMs: 1000, toMs: 4000 });
  expect(slice.arrivedAt).toEqual(Float64Array.of(0, 0, 1500));
  expect(slice.promptTokens).toEqual(Int32Array.of(1, 2, 3));
  expect(sliceTrace(trace, {})).toEqual(trace);
  expect(sliceTrace(trace, { fromMs: 4000 }).outputTokens).toEqual(Int32Array.of(5));
});

test('slices that meet hold every request once', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { minLength: 2, maxLength: 30 }), fc.nat(20), (instants, cut) => {
      const whole = traceOf([0, ...instants.toSorted((a, b) => a - b), 21]);
      const toMs = (cut + 0.5) * 1000;
      const before = sliceTrace(whole, { toMs });
      const after = sliceTrace(whole, { fromMs: toMs });
      expect([...before.promptTokens, ...after.promptTokens]).toEqual([...whole.promptTokens]);
    }),
  );
});

test('the first requests', () => {
  expect(firstOf(trace, 2).arrivedAt).toEqual(Float64Array.of(0, 1000));
  expect(firstOf(trace, 100)).toEqual(trace);
});

test('a scale of 2 is twice the load', () => {
  expect(traceRate(trace)).toBe(1);
  const twice = scaleTrace(trace, 2);
  expect(twice.arrivedAt).toEqual(Float64Array.of(0, 500, 500, 1250, 2000));
  expect(twice.outputTokens).toEqual(trace.outputTokens);
  expect(traceRate(twice)).toBe(2);
  expect(trace.arrivedAt[1]).toBe(1000);
});

test('a rate is met whatever the trace', () => {
  expect(scaleTraceToRate(trace, 4).arrivedAt).toEqual(Float64Array.of(0, 250, 250, 625, 1000));
  const rates = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
  fc.assert(
    fc.property(rates, fc.array(fc.nat(1000), { minLength: 1 }), (rate, instants) => {
      const other = traceOf([0, ...instants.toSorted((a, b) => a - b), 1001]);
      expect(traceRate(scaleTraceToRate(other, rate))! / rate).toBeCloseTo(1, 10);
    }),
  );
});

describe('errors', () => {
  test.each([
    [
      () => sliceTrace(trace, { fromMs: 2000, toMs: 1000 }),
      'slice of a trace: expected 0 ≤ from < to, got from 2000 ms to 1000 ms',
    ],
    [
      () => sliceTrace(trace, { fromMs: 5000 }),
      'mine.csv: expected a request from 5 s on, got none; the last of 5 arrives 4.000 s after the first',
    ],
    [() => firstOf(trace, 0), 'first requests of a trace: expected a whole number ≥ 1, got 0'],
    [() => scaleTrace(trace, 0), 'scale of a trace: expected a finite number > 0, got 0'],
    [
      () => scaleTrace(trace, 1e-306),
      'scale of a trace: expected a factor that leaves instants finite, got 1e-306',
    ],
    [() => scaleTraceToRate(trace, -1), 'rate of a trace (requests/s): expected a finite number > 0, got -1'],
    [
      () => scaleTraceToRate(firstOf(trace, 1), 3),
      'mine.csv: expected requests at two different instants at least, to scale them to 3 requests/s, got 1 at one',
    ],
  ])('%s', (make, message) => {
    expect(make).toThrow(new WorkloadError(message));
  });
});

test('requests that all come at one instant are a burst, a single one is not', () => {
  expect(traceWorkload(traceOf([3, 3, 3])).kind).toBe('burst');
  expect(traceWorkload(traceOf([3])).kind).toBe('open');
  expect(traceRate(traceOf([3]))).toBeNull();
});
