import { randomStream } from 'lockstep/random';
import { constant, gamma, mmpp, type OpenArrivals, poisson } from 'lockstep/workload';
import { describe, expect, test } from 'vitest';

/** Mean (s) and coefficient of variation of the gaps of a long run. */
function gaps(arrivals: OpenArrivals, count = 400_000): { mean: number; cv: number } {
  const at = new Float64Array(count);
  arrivals.draw(randomStream(1, 'arrivals'), at);
  const n = count - 1;
  const mean = at[n]! / n;
  let squares = 0;
  for (let i = 1; i < count; i++) squares += (at[i]! - at[i - 1]! - mean) ** 2;
  return { mean: mean / 1000, cv: Math.sqrt(squares / n) / mean };
}

test('constant arrivals are multiples, without an error that builds up', () => {
  const at = new Float64Array(300_001);
  constant(3).draw(randomStream(1, 'arrivals'), at);
  expect(at.slice(0, 4)).toEqual(Float64Array.of(0, 1000 / 3, 2000 / 3, 1000));
  expect(at[300_000]).toBe(100_000_000);
});

test.each([
  [poisson(3), 1],
  [gamma(3, 0.5), 0.5],
  [gamma(3, 1), 1],
  [gamma(0.5, 2), 2],
  [gamma(3, 4), 4],
])('gaps of %o have the mean and the variation asked for', (arrivals, cv) => {
  const measured = gaps(arrivals);
  // Five standard errors: cv/√n for the mean; the cv's own grows with the fourth moment, hence the wider bound.
  expect(measured.mean * arrivals.rate!).toBeGreaterThan(1 - (5 * cv) / 632);
  expect(measured.mean * arrivals.rate!).toBeLessThan(1 + (5 * cv) / 632);
  expect(Math.abs(measured.cv / cv - 1)).toBeLessThan(0.02 * Math.max(1, cv));
});

describe.each([
  [[1.5, 0.1], [0.1, 0.1], 0.8, 7.125],
  [[3, 0.2], [0.5, 0.1], 2 / 3, 6.444444444444445],
] as const)('mmpp %o %o', (rates, switching, rate, dispersion) => {
  const arrivals = mmpp(rates, switching);

  test('has its exact mean rate', () => {
    expect(arrivals.rate).toBeCloseTo(rate, 12);
    expect(1 / gaps(arrivals).mean).toBeCloseTo(rate, 1);
  });

  test('counts are as overdispersed as the closed form says', () => {
    const at = new Float64Array(800_000);
    arrivals.draw(randomStream(2, 'arrivals'), at);
    // In windows far longer than the spells, variance / mean of the counts nears the index of dispersion.
    const windowMs = 1_000_000;
    const counts = new Float64Array(Math.floor(at.at(-1)! / windowMs));
    for (const instant of at) {
      const window = Math.floor(instant / windowMs);
      if (window < counts.length) counts[window]!++;
    }
    const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length;
    const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (counts.length - 1);
    expect(Math.abs(variance / mean / dispersion - 1)).toBeLessThan(0.2);
  });

  test('begins in the state an arrival finds, so that the first gap has no bias', () => {
    let sum = 0;
    const runs = 40_000;
    const at = new Float64Array(2);
    for (let i = 0; i < runs; i++) {
      arrivals.draw(randomStream(3, 'arrivals', i), at);
      sum += at[1]! / 1000;
    }
    // The mean gap between arrivals is 1 / rate whichever arrival one starts from.
    expect(Math.abs((sum / runs) * rate - 1)).toBeLessThan(0.06);
  });
});
