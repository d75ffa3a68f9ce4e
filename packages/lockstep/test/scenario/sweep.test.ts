import fc from 'fast-check';
import {
  commandLine,
  parseVaried,
  readScenario,
  readSweep,
  SCENARIO_KEYS,
  scenarioResolver,
  type WrittenScenario,
} from 'lockstep/scenario';
import { describe, expect, test } from 'vitest';
import { writtenScenarios } from './written-scenarios.js';

describe('readSweep', () => {
  test('combines all values: by rate, then wait rule, then batch size', () => {
    const { points } = readSweep({ batchSize: '1,inf', wait: 'none,gap:1s', rate: '2,3', requests: 5 });
    expect(points.map(({ scenario: { rate, wait, batchSize } }) => [rate, wait, batchSize])).toEqual([
      [2, 'none', 1],
      [2, 'none', 'inf'],
      [2, 'gap:1s', 1],
      [2, 'gap:1s', 'inf'],
      [3, 'none', 1],
      [3, 'none', 'inf'],
      [3, 'gap:1s', 1],
      [3, 'gap:1s', 'inf'],
    ]);
  });

  test('text with commas is a list where the option takes several under its own name; lists are taken everywhere', () => {
    const asText = readSweep({ batchSize: '1,2,inf', rate: '0.5' });
    expect(readSweep({ batchSize: [1, 2, 'inf'], rate: [0.5] })).toEqual(asText);
    expect(asText.scenario).toMatchObject({ batchSize: [1, 2, 'inf'], rate: 0.5 });
    expect(() => readSweep({ maxQueueSize: '1,2' })).toThrow('expected a whole number ≥ 1 or inf, got "1,2"');
    expect(readSweep({ maxQueueSize: ['1', 2] }).scenario.maxQueueSize).toEqual([1, 2]);
  });

  test('axes are batch size, wait rule and rate, and whatever else takes several values', () => {
    const { axes, points } = readSweep({ maxQueueSize: [4, 16], cost: ['mock', 'mock:20ms'] });
    expect(axes.map(({ option, values, role }) => [option, values, role])).toEqual([
      ['batchSize', [8], 'choice'],
      ['wait', ['oldest:50ms'], 'choice'],
      ['maxQueueSize', [4, 16], 'choice'],
      ['cost', ['mock', 'mock:20ms'], 'condition'],
      ['rate', [3], 'condition'],
    ]);
    expect(points[3]!.coordinates).toEqual({
      batchSize: 8,
      wait: 'oldest:50ms',
      maxQueueSize: 16,
      cost: 'mock:20ms',
      rate: 3,
    });
  });

  test('arrivals bring their rate as an axis while there is one of them', () => {
    expect(readSweep({ arrivals: 'poisson:2' }).axes.at(-1)).toMatchObject({ option: 'rate', values: [2] });
    const { axes, scenario } = readSweep({ arrivals: ['poisson', 'closed:4'] });
    expect(axes.map(({ option }) => option)).toEqual(['batchSize', 'wait', 'arrivals']);
    // One of them has the default rate and the other none: the whole states neither.
    expect(scenario).not.toHaveProperty('rate');
    expect(readSweep({ trace: 'mine.csv' }).axes.map(({ option }) => option)).toEqual(['batchSize', 'wait']);
  });

  test.each<[WrittenScenario, string]>([
    [{ batchSize: '1,2,2' }, '--batch-size: expected different values, got 2 twice'],
    [{ requestTimeout: ['1s', '1s'] }, '--request-timeout: expected different values, got 1s twice'],
    [{ batchSize: [] }, '--batch-size: expected a whole number ≥ 1, or inf, got an empty list'],
    [{ arrivals: ['poisson:2', 'poisson'], rate: 3 }, '--rate: contradicts --arrivals poisson:2'],
    [
      { seed: Array.from({ length: 10_001 }, (_, i) => i) },
      'sweep: expected at most 10000 points, got 10001',
    ],
  ])('%j is refused', (written, message) => {
    expect(() => readSweep(written)).toThrow(message);
  });

  test('a point is the scenario that its values say', () => {
    fc.assert(
      fc.property(
        writtenScenarios,
        fc.uniqueArray(fc.nat(99), { minLength: 1, maxLength: 3 }),
        (written, seeds) => {
          const { points } = readSweep({ ...written, seed: seeds });
          for (const { coordinates, scenario } of points) {
            const own = Object.fromEntries(Object.entries(coordinates).filter(([key]) => key in scenario));
            expect(readScenario({ ...written, seed: seeds[0], ...own })).toEqual(scenario);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

test('points share the requests of their rate: drawn once', () => {
  const resolve = scenarioResolver(() => '');
  const { points } = readSweep({ batchSize: '1,8', maxQueueSize: [4, 8], rate: 2, requests: 50 });
  const workloads = new Set(points.map(({ scenario }) => resolve(scenario).options().workload));
  expect(workloads.size).toBe(1);
});

describe('parseVaried', () => {
  test.each([
    ['batch-size=1,2,inf', 'batchSize', ['1', '2', 'inf']],
    ['wait=oldest:50ms,gap:100ms', 'wait', ['oldest:50ms', 'gap:100ms']],
    ['cost=kernels:llama-3-8b@a100,packed', 'cost', ['kernels:llama-3-8b@a100,packed']],
    ['cost=mock:50ms,mock:20ms', 'cost', ['mock:50ms', 'mock:20ms']],
    ['slo=e2e=1s,ttft=500ms', 'slo', ['e2e=1s,ttft=500ms']],
    ['slo=e2e=1s,e2e=2s', 'slo', ['e2e=1s', 'e2e=2s']],
    ['output-tokens=64,128', 'outputTokens', ['64', '128']],
    ['trace=a,b.csv', 'trace', ['a,b.csv']],
    ['skip-failed=true,false', 'skipFailed', ['true', 'false']],
    // What is wrong comes to light where the values are read.
    ['batch-size=1,x', 'batchSize', ['1', 'x']],
    ['cost=affine:stp=1ms,step=2ms', 'cost', ['affine:stp=1ms,step=2ms']],
  ])('%s', (text, key, values) => {
    expect(parseVaried(text)).toEqual({ key, values });
  });

  test('an unknown option is refused with the nearest, and so is a text without values', () => {
    expect(() => parseVaried('bach-size=1')).toThrow('unknown option bach-size; did you mean "batch-size"?');
    expect(() => parseVaried('batchSize=1')).toThrow('did you mean "batch-size"?');
    expect(() => parseVaried('seed')).toThrow(
      'expected an option and its values, as in batch-size=1,2,4, got "seed"',
    );
  });
});

test('the command line of a sweep gives the same sweep', () => {
  const lists: fc.Arbitrary<WrittenScenario> = fc.record(
    {
      maxQueueSize: fc.constantFrom([4, 16], ['inf', 8]),
      cost: fc.constantFrom(['mock', 'mock:20ms'], ['affine:step=1ms,prefill=2ms', "table:it's.csv"]),
      slo: fc.constantFrom(['e2e=1s', 'e2e=2s'], ['e2e=1s,ttft=1s', 'tpot=5ms']),
      release: fc.constant(['token', 'batch']),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(writtenScenarios, lists, (written, more) => {
      const { scenario, points } = readSweep({ ...written, ...more });
      const again = readSweep(fromWords(commandLine('sweep', scenario)));
      expect(again.scenario).toEqual(scenario);
      expect(again.points).toEqual(points);
    }),
    { numRuns: 30 },
  );
});

/** Reads a command line as a shell and the tool do. */
function fromWords(line: string): WrittenScenario {
  const words = [...line.matchAll(/(?:'[^']*'|\\'|[^\s'])+/g)].map(([word]) =>
    word.replaceAll(
      /'([^']*)'|\\(')/g,
      (_, quoted: string | undefined, escaped: string | undefined) => quoted ?? escaped ?? '',
    ),
  );
  const keyOf = (flag: string) =>
    SCENARIO_KEYS.find((key) => flag === key.replace(/[A-Z]/g, (c) => '-' + c.toLowerCase()))!;
  const written: Record<string, string | boolean | string[]> = {};
  for (let i = 1; i < words.length; i++) {
    const flag = words[i]!.slice(2);
    if (flag === 'skip-failed') written['skipFailed'] = true;
    else if (flag === 'vary') {
      const { key, values } = parseVaried(words[++i]!);
      written[key] = [...((written[key] as string[] | undefined) ?? []), ...values];
    } else written[keyOf(flag)] = words[++i]!;
  }
  return written;
}
