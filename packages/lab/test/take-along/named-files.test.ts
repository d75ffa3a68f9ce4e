import { readScenario, type WrittenScenario } from 'lockstep/scenario';
import { expect, test } from 'vitest';
import { namedFiles } from '../../src/take-along/named-files.js';

const files = (written: WrittenScenario) => namedFiles(readScenario(written));

test('names the files that the command line has to find', () => {
  expect(files({})).toEqual([]);
  expect(files({ trace: 'azure-conv' })).toEqual([]);
  expect(files({ trace: 'mine.csv.gz', cost: 'table:a100.csv' })).toEqual(['mine.csv.gz', 'a100.csv']);
  expect(files({ cost: 'roofline:box.json,packed' })).toEqual(['box.json']);
  expect(files({ cost: 'table:llama-2-70b@a100x4' })).toEqual([]);
  expect(files({ promptTokens: 'empirical:l.txt', outputTokens: 'empirical:l.txt' })).toEqual(['l.txt']);
});
