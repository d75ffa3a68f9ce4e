import { parseTrace, WorkloadError } from 'lockstep/workload';
import { expect, test } from 'vitest';
import { SAMPLES } from './samples.js';

const azure = (row: string) => `TIMESTAMP,ContextTokens,GeneratedTokens\n${row}\n`;
const vidur = (row: string) => `arrived_at,num_prefill_tokens,num_decode_tokens\n${row}\n`;
const INSTANT = 'expected an instant such as 2023-11-16 18:15:46.6805900';
const TOKENS = 'expected a whole number of tokens ≥ 0';

test.each([
  ['x'.repeat(1e6), `${'x'.repeat(197)}...`],
  ['{}', 'none'],
])('a first line without known columns is shown by its beginning', (text, got) => {
  expect(() => parseTrace(text, { file: 't' })).toThrow(
    `t:1: expected the columns of a known trace format, got ${got}; known are\n`,
  );
});

test.each([
  ['', 't: expected a trace (CSV with a header, or JSON lines), got an empty file'],
  ['\uFEFF \n', 't: expected a trace (CSV with a header, or JSON lines), got an empty file'],
  ['arrived_at,num_prefill_tokens,num_decode_tokens\n', 't: expected at least one request, got none'],
  ['a,b,a\n1,2,3', 't:1, column a: expected every column once, got it twice'],

  [vidur('0,12a,3'), `t:2, column num_prefill_tokens: ${TOKENS}, got "12a"`],
  [vidur('0,,3'), `t:2, column num_prefill_tokens: ${TOKENS}, got nothing`],
  [vidur('0, 12,3'), `t:2, column num_prefill_tokens: ${TOKENS}, got " 12"`],
  [vidur('0,0x10,3'), `t:2, column num_prefill_tokens: ${TOKENS}, got "0x10"`],
  [vidur('0,-1,3'), `t:2, column num_prefill_tokens: ${TOKENS}, got "-1"`],
  [vidur('0,1.5,3'), `t:2, column num_prefill_tokens: ${TOKENS}, got "1.5"`],
  [vidur('0,2147483648,3'), `t:2, column num_prefill_tokens: ${TOKENS}, got "2147483648"`],
  [vidur('Infinity,1,3'), 't:2, column arrived_at: expected a number, got "Infinity"'],
  [
    vidur('0,1,3\n1e306,1,3'),
    't:3, column arrived_at: expected an instant that is finite in milliseconds, got "1e306"',
  ],
  [vidur('nan,1,3'), 't:2, column arrived_at: expected a number, got "nan"'],
  [vidur('0,1,3\n1,2'), 't:3: expected 3 cells (arrived_at,num_prefill_tokens,num_decode_tokens), got 2'],
  [vidur('0,1,3\n1,2,3,4'), 't:3: expected 3 cells (arrived_at,num_prefill_tokens,num_decode_tokens), got 4'],
  [vidur('0,1,3\n0,1,"3\n1,1,3'), 't:3: expected every quote to be closed, got the end of the file'],
  [
    vidur('0,1,3\n0,1"2",3'),
    't:3, cell 2: expected a cell without quotes, or one in quotes with the quotes inside it doubled, got "1\\"2\\",3"',
  ],

  [azure('16/11/2023 18:15,374,44'), `t:2, column TIMESTAMP: ${INSTANT}, got "16/11/2023 18:15"`],
  [azure('2023-02-29 18:15:46,374,44'), `t:2, column TIMESTAMP: ${INSTANT}, got "2023-02-29 18:15:46"`],
  [azure('2023-13-01 18:15:46,374,44'), `t:2, column TIMESTAMP: ${INSTANT}, got "2023-13-01 18:15:46"`],
  [azure('2023-11-16 24:00:00,374,44'), `t:2, column TIMESTAMP: ${INSTANT}, got "2023-11-16 24:00:00"`],

  [
    '{"timestamp": 0, "input_length": 1, "output_length": 1, "hash_ids": []}\n{"timestamp": "5", "input_length": 1, "output_length": 1, "hash_ids": []}',
    't:2, column timestamp: expected a number, got "5"',
  ],
  [
    '{"timestamp": 0, "input_length": 1, "output_length": 1, "hash_ids": []}\n{"timestamp": 5, "input_length": 1, "hash_ids": []}',
    `t:2, column output_length: ${TOKENS}, got nothing`,
  ],
  [
    '{"timestamp": 0, "input_length": null, "output_length": 1, "hash_ids": []}',
    `t:1, column input_length: ${TOKENS}, got null`,
  ],
  ['{"timestamp": 0,\n"input_length": 1}', 't:1: expected a JSON object on one line, got {"timestamp": 0,'],
  [
    '{"timestamp": 0, "input_length": 1, "output_length": 1, "hash_ids": []}\n[1]',
    't:2: expected a JSON object on one line, got [1]',
  ],

  [
    SAMPLES.splitwise.replace('1.5,1,', '1.5,2,'),
    't:3, column batch_size: expected 1, a single request, got "2"',
  ],
  [
    SAMPLES.burstgpt.replace(',44,418', ',0,374'),
    't:2, column Response tokens: expected at least 1 output token (a request with 0 failed; skipFailed ' +
      'leaves such requests out and counts them), got "0"',
  ],
])('%j says where, what was expected and what stood there', (text, message) => {
  expect(() => parseTrace(text, { file: 't' })).toThrow(new WorkloadError(message));
});

test('a trace of nothing but failed requests has no request to replay', () => {
  expect(() => parseTrace(vidur('0,1,0\n1,1,0'), { file: 't', skipFailed: true })).toThrow(
    new WorkloadError('t: expected at least one request, got only 2 failed ones, which are skipped'),
  );
});
