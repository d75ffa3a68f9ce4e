import { expect, test } from 'vitest';
import {
  ALLOWED,
  FIGURES,
  leastRequests,
  SYSTEMS,
  type SystemName,
  tally,
} from '../../../../validation/src/coverage.js';
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

/** The shortest runs that have intervals, which is where they hold least. `npm run validate` does more of each, and more loads. */
const CASES: readonly [system: SystemName, load: number][] = [
  ['M/M/1', 0.5],
  ['M/M/1', 0.7],
  ['M/D/1', 0.6],
  ['M/D/1', 0.8],
];

test.each(CASES)('the intervals of %s at load %d hold the truth in 92 to 98 of 100 runs', (system, load) => {
  const [least, most] = ALLOWED;
  const runs = 150;
  const requests = leastRequests(system, load);
  const found = tally({ system, load, requests, fromSeed: 1, toSeed: runs }, SYSTEMS[system].truth!(load));
  for (const figure of FIGURES) {
    const { intervals, holding } = found[figure];
    expect(intervals, figure).toBe(runs);
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
