import { parseTable, table } from 'lockstep/cost';
import {
  parseLengths,
  nearest,
  readScenario,
  readSweep,
  ScenarioError,
  scenarioFiles,
} from 'lockstep/scenario';
import { planSweep } from 'lockstep/simulation';
import { parseTrace } from 'lockstep/workload';
import { expect, test } from 'vitest';

const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));

test('of a list with very many values the one that comes twice is named, or how many there are', () => {
  const sizes = many(200_000, (i) => i + 1);
  expect(() => readSweep({ batchSize: [...sizes, 7] })).toThrow(
    new ScenarioError('expected different values, got 7 twice', 'batchSize'),
  );
  expect(() => readSweep({ batchSize: sizes.join(',') })).toThrow(
    'sweep: expected at most 10000 points, got 200000 (200000 of batchSize)',
  );
  expect(() => readScenario({ batchSize: sizes })).toThrow(
    'expected one value, got 200000 (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …); did you mean "lockstep sweep"?',
  );
});

test('a sweep has at most 10,000 points', () => {
  const batchSize = many(10_001, (i) => i + 1);
  expect(() => planSweep({ batchSize, wait: ['full'] })).toThrow(
    'sweep: expected at most 10000 points, got 10001 (10001 of batchSize × 1 of wait)',
  );
  expect(planSweep({ batchSize: batchSize.slice(1), wait: ['full'] })).toHaveLength(10_000);
});

test('a CSV file has at most 1000 columns, and a row of 16 million characters', () => {
  expect(() => parseTrace(many(300_000, (i) => `c${i}`).join(','), { file: 't' })).toThrow(
    't:1: expected at most 1000 columns, got 300000',
  );
  const head = 'arrived_at,num_prefill_tokens,num_decode_tokens\n';
  expect(() => parseTrace(`${head}"${'x'.repeat(16_000_001)}",1,1`, { file: 't' })).toThrow(
    't:2: expected a row of at most 16000000 characters, got 16000007',
  );
  expect(() => parseTrace(`{"timestamp":"${'x'.repeat(16_000_001)}"}`, { file: 't' })).toThrow(
    't:1: expected a row of at most 16000000 characters',
  );
});

test('a table has at most a million cells, and is laid out in time that is linear in its points and cells', () => {
  const csv = (points: number) =>
    'batch_size,prompt_tokens,prefill_ms,step_ms\n' + many(points, (i) => `${i + 1},${i},1,1`).join('\n');
  expect(table(parseTable(csv(1000), 'f'))).toBeDefined();
  expect(() => table(parseTable(csv(1001), 'f'))).toThrow(
    'table: expected at most 1000000 cells, got 1001 batch sizes × 1001 prompt lengths',
  );
  expect(() => parseTable('x'.repeat(1_000_001), 'f')).toThrow(
    'f: expected a table of at most 1000000 characters',
  );
});

test('lengths are read one a line, up to ten million', () => {
  const read = (text: string) => parseLengths('empirical:f')(() => text);
  expect(read('5\r\n7\n').mean).toBe(6);
  expect(() => read('5\n\n7')).toThrow('f, line 2');
  expect(() => read('')).toThrow('expected at least one length, got none');
});

test('a word far longer than any name is like none', () => {
  expect(nearest('x'.repeat(1e7), ['xx'])).toBeNull();
});

test('the files that a scenario names are known without being read', () => {
  const scenario = readScenario({
    cost: 'roofline:my.json,compute=0.5',
    promptTokens: 'empirical:a.txt',
    outputTokens: 'empirical:b.txt',
  });
  expect(scenarioFiles(scenario)).toEqual([
    { key: 'cost', name: 'my.json' },
    { key: 'promptTokens', name: 'a.txt' },
    { key: 'outputTokens', name: 'b.txt' },
  ]);
  const replayed = readScenario({ trace: 't.csv', cost: 'table:x.csv' });
  expect(scenarioFiles(replayed)).toEqual([
    { key: 'trace', name: 't.csv' },
    { key: 'cost', name: 'x.csv' },
  ]);
});
