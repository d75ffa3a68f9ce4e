import { CostError, parseTable } from 'lockstep/cost';
import { expect, test } from 'vitest';

const header = 'batch_size,prompt_tokens,prefill_ms,step_ms';

test('reads points, columns in any order, LF or CRLF, with blanks and a byte order mark', () => {
  const points = [
    { batchSize: 1, promptTokens: 128, prefillMs: 12.5, stepMs: 10 },
    { batchSize: 8, promptTokens: 0, prefillMs: 60, stepMs: 0.5 },
  ];
  expect(parseTable(`${header}\n1,128,12.5,10\n8,0,6e1,.5\n`, 'm.csv')).toEqual(points);
  expect(
    parseTable('\uFEFFstep_ms, batch_size,prompt_tokens,prefill_ms\r\n10,1, 128,12.5\r\n0.5,8,0,60', 'm.csv'),
  ).toEqual(points);
});

test.each([
  ['', 'm.csv:1:1: expected a header, got an empty file'],
  [`${header}\n`, 'm.csv:2:1: expected at least one point, got the end of the file'],
  [
    'batch_size,prompt,prefill_ms,step_ms\n',
    "m.csv:1:12: expected each of the columns batch_size, prompt_tokens, prefill_ms, step_ms once, got 'prompt'",
  ],
  [
    `${header},step_ms\n`,
    `m.csv:1:45: expected each of the columns ${header.replaceAll(',', ', ')} once, got 'step_ms'`,
  ],
  [
    'batch_size,prompt_tokens,prefill_ms\n',
    'm.csv:1:36: expected the column step_ms, got the end of the line',
  ],
  [`${header}\n1,128,12.5,fast\n`, "m.csv:2:12: expected step_ms as a finite number ≥ 0, got 'fast'"],
  [`${header}\n1,128,12.5,10ms\n`, "m.csv:2:12: expected step_ms as a finite number ≥ 0, got '10ms'"],
  [`${header}\n1,128,,10\n`, "m.csv:2:7: expected prefill_ms as a finite number ≥ 0, got ''"],
  [`${header}\n1,128,1,1\n0,128,12.5,10\n`, "m.csv:3:1: expected batch_size as an integer ≥ 1, got '0'"],
  [`${header}\n1, 1.5,12.5,10\n`, "m.csv:2:4: expected prompt_tokens as an integer ≥ 0, got '1.5'"],
  [`${header}\n1,128,-3,10\n`, "m.csv:2:7: expected prefill_ms as a finite number ≥ 0, got '-3'"],
  [`${header}\n1,0x10,3,10\n`, "m.csv:2:3: expected prompt_tokens as an integer ≥ 0, got '0x10'"],
  [`${header}\n1,128,12.5\n`, "m.csv:2:11: expected 4 values, got 3 in '1,128,12.5'"],
  [`${header}\n1,128,1,2,3\n`, "m.csv:2:11: expected 4 values, got 5 in '1,128,1,2,3'"],
  [`${header}\n1,128,1,2\n\n2,128,1,2\n`, "m.csv:3:1: expected 4 values, got 1 in ''"],
  [
    `${header}\n1,128,1,2\n2,128,1,2\n1,128,3,2\n`,
    'm.csv:4:1: expected each point once, got batch size 1 with 128 prompt tokens again, as in line 2',
  ],
])('%j is refused', (csv, message) => {
  expect(() => parseTable(csv, 'm.csv')).toThrow(new CostError(message));
});
