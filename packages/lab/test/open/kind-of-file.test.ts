import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { TRACE_FORMAT_NAMES } from 'lockstep/workload';
import { describe, expect, test } from 'vitest';
import { SAMPLES } from '../../../lockstep/test/workload/traces/samples.js';
import { kindOfFile } from '../../src/open/kind-of-file.js';

const SCENARIOS = new URL('../../../../examples/scenarios/', import.meta.url);

test.each(readdirSync(SCENARIOS))('the scenario file %s is one', (name) => {
  const text = readFileSync(new URL(name, SCENARIOS), 'utf8');
  expect(kindOfFile(text)).toBe('scenario');
  expect(kindOfFile(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toBe('scenario');
});

test.each(TRACE_FORMAT_NAMES)('a trace in the format %s is one', (name) => {
  expect(kindOfFile(SAMPLES[name])).toBe('trace');
  expect(kindOfFile(`\uFEFF${SAMPLES[name]}`)).toBe('trace');
  expect(kindOfFile(SAMPLES[name].split(/\r?\n/, 2).join('\n'))).toBe('trace');
});

test('the trace that comes along is one', () => {
  const packed = readFileSync(new URL('../../../lockstep-cli/data/azure-conv.csv.gz', import.meta.url));
  expect(kindOfFile(gunzipSync(packed).toString())).toBe('trace');
});

describe('a scenario in YAML, however it begins', () => {
  test.each([
    ['a comment with commas', '# One, two, three.\nbatchSize: 4\n'],
    ['several comments and blank lines', '# a, b\n\n  # c, d\n\nbatchSize: [1, 2]\n'],
    ['the mark of a document', '---\nbatchSize: 4\n'],
    ['a directive', '%YAML 1.2\n--- # first, and last\nbatchSize: 4\n'],
    ['a list in its first line', 'batchSize: [1, 2, 4]\nwait: none\n'],
    ['a list below its key', 'batchSize:\n  - 1\n  - 2\n'],
    ['a quoted key', '"batchSize": [1, 2]\n'],
    ['braces', '{ batchSize: [1, 2], wait: none }\n'],
    ['braces below a comment', '# a, b\n{ batchSize: [1, 2], wait: none }\n'],
    ['an option with a comma', 'promptTokens: uniform:1-20, a\n'],
    ['a tab or spaces before the colon', 'batchSize : [1, 2]\n'],
    ['nothing but a comment', '# nothing, yet\n'],
    ['nothing but a comment and no line end', '# nothing yet'],
  ])('%s', (_, text) => {
    expect(kindOfFile(text)).toBe('scenario');
  });
});

test('JSON is told apart', () => {
  expect(kindOfFile('{"batchSize": [4, 8]}')).toBe('scenario');
  expect(kindOfFile('{\n  "batchSize": 4\n}\n')).toBe('scenario');
  expect(kindOfFile('{\n  "gpu": "h100",\n  "model": "llama-3-8b"\n}\n')).toBe('hardware');
  expect(kindOfFile('{"type":"run"}\n{"type":"batch"}\n')).toBe('decisions');
  expect(kindOfFile('{"a":1}\n{"a":2}\n')).toBe('trace');
});

test('tables, lengths and unknown CSV are told apart', () => {
  expect(kindOfFile('batch_size,prompt_tokens,prefill_ms,step_ms\n1,1,10,20\n')).toBe('table');
  expect(kindOfFile('# measured, at night\nbatch_size,prefill_ms,step_ms\n1,10,20\n')).toBe('table');
  expect(kindOfFile('10\n20\n')).toBe('lengths');
  expect(kindOfFile('a,b,c\n1,2,3\n')).toBe('trace');
  expect(kindOfFile('# a, b\na,b,c\n1,2,3\n')).toBe('trace');
});
