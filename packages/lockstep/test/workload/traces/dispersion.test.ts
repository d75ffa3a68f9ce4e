import { randomStream } from 'lockstep/random';
import { constant, gamma, mmpp, type OpenArrivals, poisson } from 'lockstep/workload';
import { expect, test } from 'vitest';
import { traceDispersion } from '../../../src/workload/traces/trace.js';

function columns(arrivedAt: Float64Array) {
  const tokens = new Int32Array(arrivedAt.length).fill(1);
  return { arrivedAt, promptTokens: tokens, outputTokens: tokens };
}

function drawn(arrivals: OpenArrivals, count: number) {
  const arrivedAt = new Float64Array(count);
  arrivals.draw(randomStream(5, 'arrivals'), arrivedAt);
  return columns(arrivedAt);
}

test('the dispersion of a trace is at least that of its process, and not far above it', () => {
  expect(traceDispersion(drawn(constant(3), 20_000))).toBeLessThan(0.1);
  // The largest over a dozen lengths, the longest of which is known from 16 windows: up to twice the true one.
  for (const arrivals of [poisson(3), gamma(3, 2), mmpp([9, 1], [0.05, 0.05])]) {
    const found = traceDispersion(drawn(arrivals, 100_000))!;
    expect(found, arrivals.name).toBeGreaterThan(0.8 * arrivals.dispersion!);
    expect(found, arrivals.name).toBeLessThan(2.5 * arrivals.dispersion!);
  }
});

test('a trace of calm with one burst has a large one', () => {
  const instants = Array.from({ length: 2_000 }, (_, i) => (i < 1_000 ? i * 1_000 : 500_000 + i));
  expect(traceDispersion(columns(Float64Array.from(instants).sort()))).toBeGreaterThan(500);
});

test('a trace without a rate has none, and neither has a short one', () => {
  expect(traceDispersion(columns(new Float64Array(1_000)))).toBeNull();
  expect(traceDispersion(drawn(poisson(3), 127))).toBeNull();
  expect(traceDispersion(drawn(poisson(3), 128))).not.toBeNull();
});
