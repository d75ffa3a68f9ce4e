import { expect, test } from 'vitest';
import { ALLOWED, coverage, LOADS } from '../../../../validation/src/coverage.js';
import { delayPercentile } from '../../../../validation/src/md1.js';
import { number, readReference } from '../../../../validation/src/reference.js';

/** Intervals of a true coverage within the allowed ones come out like this less than once in this many times. */
const ONCE_IN = 1_000;

/** Probability of at most `hits` in `trials` of probability `p`. */
function atMost(hits: number, trials: number, p: number): number {
  let sum = 0;
  let logTerm = trials * Math.log(1 - p);
  for (let k = 0; k <= hits; k++) {
    if (k > 0) logTerm += Math.log((trials - k + 1) / k) + Math.log(p / (1 - p));
    sum += Math.exp(logTerm);
  }
  return sum;
}

test.each(LOADS)('the intervals of M/D/1 at load %d hold the truth in 92 to 98 of 100 runs', (load) => {
  const [least, most] = ALLOWED;
  const all = coverage(load, 15_000, 150);
  expect(all.map(({ figure }) => figure)).toEqual(['mean E2E latency', 'p99 E2E latency', 'throughput']);
  for (const { figure, intervals, holding } of all) {
    expect(intervals, figure).toBeGreaterThan(100);
    expect(atMost(holding, intervals, least), `${figure}: ${holding}`).toBeGreaterThan(1 / ONCE_IN);
    expect(1 - atMost(holding - 1, intervals, most), `${figure}: ${holding}`).toBeGreaterThan(1 / ONCE_IN);
  }
});

test('the exact percentiles of M/D/1 are those of the reference', () => {
  const items = readReference().items.filter(({ id }) => id === 'MD1_pct');
  expect(items).toHaveLength(2);
  for (const { inputs, expected } of items) {
    for (const [name, delay] of Object.entries(expected)) {
      expect(delayPercentile(number(inputs, 'lam'), Number(name.slice(1)) / 100)).toBeCloseTo(delay, 8);
    }
  }
});
