import { DecisionLog } from 'lockstep/core';
import { randomStream } from 'lockstep/random';
import {
  allAtOnce,
  type Arrivals,
  closedLoop,
  constant,
  fixed,
  gamma,
  generatedWorkload,
  mmpp,
  poisson,
  WorkloadError,
} from 'lockstep/workload';
import { describe, expect, test } from 'vitest';
import * as registered from '../../../src/workload/arrivals/index.js';

const CASES: Record<keyof typeof registered, readonly Arrivals[]> = {
  allAtOnce: [allAtOnce()],
  closedLoop: [closedLoop(3), closedLoop(2, { thinkMs: 500, thinkTime: 'exponential' })],
  constant: [constant(3), constant(0.01)],
  gamma: [gamma(2, 0.5), gamma(3, 2), gamma(3, 10)],
  mmpp: [mmpp([1.5, 0.1], [0.1, 0.1]), mmpp([0, 5], [2, 1])],
  poisson: [poisson(3), poisson(1000)],
};

test('every kind of arrivals has a case', () => {
  expect(Object.keys(CASES).sort()).toEqual(Object.keys(registered).sort());
});

describe.each(
  Object.values(CASES)
    .flat()
    .map((arrivals) => ({ name: arrivals.name, arrivals })),
)('$name', ({ arrivals }) => {
  const workload = generatedWorkload({ arrivals, outputTokens: fixed(1), count: 300, seed: 5 });

  /** The instants of all requests, each answered 10 ms after it came. */
  function instants(): number[] {
    const log = new DecisionLog();
    const source = workload.open();
    while (!source.exhausted) {
      const at = source.nextAt;
      const request = source.take(log);
      source.left?.(request, at + 10, 'completed');
    }
    return Array.from(log.requests.arrivedAt.subarray(0, log.requestCount));
  }

  test('brings the requests asked for, the first at 0, in order, the same each time', () => {
    const first = instants();
    expect(first).toHaveLength(300);
    expect(first[0]).toBe(0);
    expect(first).toEqual(first.toSorted((a, b) => a - b));
    expect(first.every(Number.isFinite)).toBe(true);
    expect(instants()).toEqual(first);
  });

  test('tells when it is over and gives no request after that', () => {
    const source = workload.open();
    const log = new DecisionLog();
    for (let i = 0; i < 300; i++) {
      expect(source.exhausted).toBe(false);
      const at = source.nextAt;
      const request = source.take(log);
      source.left?.(request, at, 'completed');
    }
    expect(source.exhausted).toBe(true);
    expect(source.nextAt).toBe(Infinity);
    expect(() => source.take(log)).toThrow();
  });

  test('keeps its shape at another rate, or says that it has none', () => {
    if (arrivals.kind === 'closed' || arrivals.rate === null) {
      expect(arrivals.rate).toBeNull();
      expect(() => arrivals.withRate(2)).toThrow(
        new WorkloadError(`${arrivals.name} has no arrival rate, so it cannot be set to 2 requests/s`),
      );
      return;
    }
    const faster = arrivals.withRate(arrivals.rate * 4);
    expect(faster.rate).toBeCloseTo(arrivals.rate * 4, 9);
    expect(faster.kind).toBe('open');
    const slow = new Float64Array(300);
    const fast = new Float64Array(300);
    arrivals.draw(randomStream(9, 'arrivals'), slow);
    if (faster.kind !== 'closed') faster.draw(randomStream(9, 'arrivals'), fast);
    for (let i = 0; i < 300; i++) expect(fast[i]! * 4).toBeCloseTo(slow[i]!, 5);
    expect(() => arrivals.withRate(0)).toThrow(WorkloadError);
  });
});

describe.each(
  Object.values(CASES)
    .flat()
    .flatMap((arrivals) => (arrivals.kind === 'open' ? [{ name: arrivals.name, arrivals }] : [])),
)('the index of dispersion of $name', ({ arrivals }) => {
  test('is the variance over the mean of the arrivals in long windows', () => {
    const arrivedAt = new Float64Array(400_000);
    arrivals.draw(randomStream(3, 'arrivals'), arrivedAt);
    const windows = 1_000;
    const counts = new Array<number>(windows).fill(0);
    for (const instant of arrivedAt) {
      counts[Math.min(windows - 1, Math.floor((instant * windows) / arrivedAt.at(-1)!))]!++;
    }
    const mean = arrivedAt.length / windows;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (windows - 1);
    // The variance of 1,000 counts is known to about 5 % (standard deviation), and that of a sum less a little at its ends.
    expect(Math.abs(variance / mean - arrivals.dispersion!)).toBeLessThan(0.2 * arrivals.dispersion! + 0.01);
  });
});

test('arrivals all at once have no index of dispersion', () => {
  expect(allAtOnce().dispersion).toBeNull();
});
