import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pyramid } from '../../src/timeline/run/pyramid.js';
import { runOf, SOME_RUNS } from './some-runs.js';

/** The first of the largest values among those from `low` to before `high`; -1 if all are -Infinity. */
function largest(values: readonly number[], low: number, high: number): number {
  let found = -1;
  for (let i = low; i < Math.min(high, values.length); i++) {
    if (values[i]! > (found === -1 ? -Infinity : values[found]!)) found = i;
  }
  return found;
}

test('at every level the one with the largest value stands for its group', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(-Infinity));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 70 }), fc.integer({ min: 0, max: 9 }), (values, level) => {
      const pyramid = new Pyramid(values.length, (i) => values[i]!);
      const size = 2 ** level;
      for (let group = 0; group <= values.length / size; group++) {
        expect(pyramid.at(level, group)).toBe(largest(values, group * size, (group + 1) * size));
      }
    }),
  );
});

test.each([
  ['batch', 'an overload'],
  ['token', 'deadlines'],
] as const)('with release %s the slowest of a group is the one with the longest latency', (release, name) => {
  const { log, slowest } = runOf({ ...SOME_RUNS[name], release });
  const { requests, batches } = log;
  const latencies = Array.from({ length: log.requestCount }, (_, request) => {
    const isBatch = release === 'batch' && log.outcomeOf(request) === 'completed';
    const leftAt = isBatch ? batches.endedAt[requests.batch[request]!]! : requests.finishedAt[request]!;
    return leftAt - requests.arrivedAt[request]!;
  });
  for (let group = 0; group * 16 < log.requestCount; group++) {
    expect(slowest.at(4, group)).toBe(largest(latencies, group * 16, group * 16 + 16));
  }
});

test('a group of which anybody got no answer has somebody to mark', () => {
  const { log, lost } = runOf(SOME_RUNS['rejections']!);
  for (let group = 0; group * 8 < log.requestCount; group++) {
    const members = Array.from({ length: 8 }, (_, i) => group * 8 + i).filter((i) => i < log.requestCount);
    const first = members.find((request) => log.outcomeOf(request) === 'rejected') ?? -1;
    expect(lost!.at(3, group)).toBe(first);
  }
  expect(runOf(SOME_RUNS['a calm run']!).lost).toBeNull();
});
