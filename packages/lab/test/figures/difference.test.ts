import { readScenario, resolveScenario } from 'lockstep/scenario';
import { coordinatesOf, simulate, type SweepPoint } from 'lockstep/simulation';
import { expect, test } from 'vitest';
import { difference } from '../../src/figures/difference.js';
import type { Figure } from '../../src/figures/figure.js';
import { MAIN_FIGURES } from '../../src/figures/main-figures.js';
import { MORE_FIGURES } from '../../src/figures/more-figures.js';
import { changedOptions } from '../../src/figures/scenario-difference.js';
import { verdict } from '../../src/figures/verdict.js';

function point(written: Parameters<typeof readScenario>[0]): SweepPoint {
  const scenario = readScenario({ requests: 3000, ...written });
  const { configuration, options } = resolveScenario(scenario, () => '');
  return { coordinates: coordinatesOf(configuration), ...configuration, ...simulate(options()).summary };
}

const eight = point({ batchSize: 8, rate: 3 });
const two = point({ batchSize: 2, rate: 1 });
const overloaded = point({ batchSize: 1, rate: 3 });
const named = (name: string): Figure =>
  [...MAIN_FIGURES, ...MORE_FIGURES].find((each) => each.name === name)!;

/** A figure with one number that the test chooses. */
const made = (better: Figure['better'], extra: Partial<Figure> = {}): Figure => ({
  name: 'Made',
  explanation: '',
  better,
  value: ({ batchSize }) => batchSize,
  write: String,
  ...extra,
});
const of = (value: number | null, stable = true) => ({ ...eight, stable, batchSize: value }) as SweepPoint;

test.each([
  [100, 100, 'no difference', 'same', null],
  [112, 100, '+12 %', 'more', 'worse'],
  [88, 100, '−12 %', 'less', 'better'],
  [101.5, 100, '+1.5 %', 'more', 'worse'],
  [99.92, 100, '−0.1 %', 'less', 'better'],
  [1200, 100, '× 12', 'more', 'worse'],
  [2, 1200, '÷ 600', 'less', 'better'],
  [0, 100, '−100 %', 'less', 'better'],
  [0.3, 0, '+0.3', 'more', 'worse'],
])('%d against %d of what should be small is %s', (now, before, text, direction, verdict) => {
  expect(difference(made('less'), of(now), of(before))).toEqual({ text, direction, verdict, remark: null });
});

test('more is better where it is', () => {
  expect(difference(made('more'), of(2), of(1))!.verdict).toBe('better');
  expect(difference(made('more'), of(1), of(2))!.verdict).toBe('worse');
});

test('shares differ by points', () => {
  expect(difference(made('less', { isShare: true }), of(0.37), of(0.25))!.text).toBe('+12 points');
  expect(difference(made('less', { isShare: true }), of(0.25), of(0.281))!.text).toBe('−3.1 points');
});

test('where no direction is good in itself there is no verdict', () => {
  expect(difference(made(null), of(2), of(1))).toMatchObject({
    direction: 'more',
    verdict: null,
    remark: null,
  });
});

test('what does not apply is not compared', () => {
  expect(difference(made('less'), of(null), of(1))).toBeNull();
  expect(difference(made('less'), of(1), of(null))).toBeNull();
});

test('intervals that overlap allow no verdict', () => {
  const interval: Figure['interval'] = ({ batchSize }) => [batchSize - 2, batchSize + 2];
  expect(difference(made('less', { interval }), of(103), of(100))).toMatchObject({
    verdict: null,
    remark: 'within the intervals',
  });
  expect(difference(made('less', { interval }), of(105), of(100))!.verdict).toBe('worse');
});

test('unstable runs are neither better nor worse, but their capacity is', () => {
  expect(overloaded.stable).toBe(false);
  expect(difference(named('p99 latency'), overloaded, eight)).toMatchObject({
    verdict: null,
    remark: 'unstable',
  });
  expect(difference(named('p99 latency'), eight, overloaded)).toMatchObject({
    verdict: null,
    remark: 'unstable',
  });
  expect(difference(named('Capacity'), overloaded, eight)!.verdict).toBe('worse');
});

test('every figure writes every run, without NaN or undefined', () => {
  const alone = point({ requests: 1, arrivals: 'all-at-once', slo: 'e2e=2s', batchSize: 'inf' });
  for (const figure of [...MAIN_FIGURES, ...MORE_FIGURES]) {
    for (const each of [eight, two, overloaded, alone]) {
      const words = [
        figure.write(figure.value(each)),
        figure.detail?.(each),
        difference(figure, each, eight)?.text,
      ];
      expect(words.join(' ')).not.toMatch(/NaN|undefined|null|Infinity|∞/);
    }
  }
});

test('what one has to know first', () => {
  expect(verdict(overloaded).short).toMatch(
    /^Unstable: offered load 3?[\d.]+, latencies grow with the length of the run\.$/,
  );
  const limited = { kind: 'limited', sentence: 'No batch was full.' } as const;
  expect(verdict({ ...eight, remarks: [limited] })).toEqual({
    kind: 'limited',
    short: 'Limited by the wait rule: no batch was full.',
    long: 'No batch was full.',
  });
  const losing = point({ rate: 20, batchSize: 1, maxQueueSize: 4 });
  expect(verdict(losing).kind).toBe('limited');
  expect(verdict(losing).short).toMatch(
    /^[\d.]+ % of the requests lost: latencies are those of the others\.$/,
  );
  expect(verdict(losing).long).toBe(losing.remarks[0]!.sentence);
  expect(verdict(eight).kind).not.toBe('unstable');
  const without = { kind: 'no-intervals', sentence: 'No 95 % intervals: too short.' } as const;
  expect(verdict({ ...eight, stable: true, offeredLoad: 0.5, remarks: [without] })).toEqual({
    kind: 'fine',
    short: 'Stable: offered load 0.5. No intervals.',
    long: 'Full batches could serve requests faster than they arrive. No 95 % intervals: too short.',
  });
  expect(verdict({ ...eight, stable: null, offeredLoad: null, remarks: [without] })).toEqual({
    kind: 'fine',
    short: 'No intervals.',
    long: 'No 95 % intervals: too short.',
  });
});

test('only options that differ are named, in the order of the options', () => {
  const pinned = readScenario({ batchSize: 8, wait: 'none', rate: 3 });
  const now = readScenario({ batchSize: 16, wait: 'none', arrivals: 'closed:8', requestTimeout: '5s' });
  expect(changedOptions(pinned, now)).toEqual([
    { key: 'batchSize', pinned: '8', now: '16' },
    { key: 'requestTimeout', pinned: '–', now: '5s' },
    { key: 'arrivals', pinned: 'poisson', now: 'closed:8' },
    { key: 'rate', pinned: '3', now: '–' },
  ]);
  expect(changedOptions(pinned, pinned)).toEqual([]);
});
