import { aloneShape } from 'lockstep/cost';
import { parseCost } from 'lockstep/scenario';
import { expect, test } from 'vitest';

const noFile = () => {
  throw new Error('no file was expected to be read');
};

test.each([
  ['mock', 'mock'],
  ['mock:20ms', 'mock:20ms'],
  ['affine:step=20ms,prefill=50ms', 'affine:prefill=50ms,step=20ms'],
  [
    'affine:prefill=1ms,prefill-row=2ms,prefill-token=3ms,step=4ms,step-row=5ms,step-token=6ms',
    'affine:prefill=1ms,prefill-row=2ms,prefill-token=3ms,step=4ms,step-row=5ms,step-token=6ms',
  ],
  ['exponential:1s', 'exponential:1000ms'],
  ['kernels:llama-3-8b@a100', 'kernels:llama-3-8b@a100'],
  ['kernels:llama-2-7b@h100,packed,host=1ms', 'kernels:llama-2-7b@h100,packed,host=1ms'],
  ['kernels:llama-2-7b@h100,host-factor=1.06', 'kernels:llama-2-7b@h100,host-factor=1.06'],
  ['table:llama-2-70b@a100x4', 'table:llama-2-70b@a100x4'],
  ['roofline:llama-3-8b@h100', 'roofline:llama-3-8b@h100'],
  [
    'roofline:llama-3-70b@h100x2,compute=0.66,bandwidth=0.81,overhead=3.36ms',
    'roofline:llama-3-70b@h100x2,compute=0.66,bandwidth=0.81,overhead=3.36ms',
  ],
])('%s', (text, name) => {
  expect(parseCost(text)(noFile).name).toBe(name);
});

test('the parameters arrive where they belong', () => {
  const affine = parseCost('affine:prefill=50ms,prefill-row=10ms,step=20ms,step-row=0.5ms')(noFile);
  expect(affine.time({ ...aloneShape(1, 10), size: 4 }).durationMs).toBe(50 + 4 * 10 + 10 * (20 + 4 * 0.5));
  expect(parseCost('mock:20ms')(noFile).time(aloneShape(1, 10)).durationMs).toBe(200);
});

test('measurements and hardware of one’s own are read from files', () => {
  const csv = 'batch_size,prompt_tokens,prefill_ms,step_ms\n1,100,10,5\n2,100,12,6\n';
  const table = parseCost('table:mine.csv')((file) => (file === 'mine.csv' ? csv : ''));
  expect(table.name).toBe('table:mine.csv');
  expect(table.time(aloneShape(100, 11)).durationMs).toBe(10 + 10 * 5);

  const json = '{"gpu": "h100", "model": "llama-3-8b"}';
  const mine = parseCost('roofline:mine.json,overhead=3ms')(() => json);
  const preset = parseCost('roofline:llama-3-8b@h100,overhead=3ms')(noFile);
  expect(mine.time(aloneShape(100, 20)).durationMs).toBe(preset.time(aloneShape(100, 20)).durationMs);
});

test.each([
  ['mok', 'got "mok"; did you mean "mock"?'],
  [
    'mock:50',
    'mock: expected a duration such as 100ms, 1.5s, 10m or 1h, got "50"; did you mean "50ms" or "50s"?',
  ],
  [
    'affine:prefil=5ms',
    'affine: expected times among prefill=10ms,prefill-row=10ms,prefill-token=10ms,step=10ms,step-row=10ms,' +
      'step-token=10ms, got "prefil=5ms"; did you mean "prefill=5ms"?',
  ],
  [
    'kernels:llama-3-8b@a10',
    'kernels: expected a model on a GPU (llama-2-7b@a100, llama-3-8b@a100, llama-2-7b@h100, llama-3-8b@h100), ' +
      'got "llama-3-8b@a10"; did you mean "llama-3-8b@a100"?',
  ],
  [
    'kernels:llama-3-8b@a100,pakced',
    'kernels: expected kernels:llama-3-8b@a100[,packed][,host=1ms][,host-factor=1.06], got "pakced"; ' +
      'did you mean "packed"?',
  ],
  ['roofline:llama-3-8b@h10', 'got "h10"; did you mean "h100"?'],
  ['roofline:llama-3-8b', 'expected a file that ends in .json or a model on a GPU, as in llama-3-8b@h100'],
  ['roofline:llama-3-8b@h100,compute=2', 'roofline: compute: expected a share > 0 and ≤ 1, got "2"'],
  ['table:mine.txt', 'table: expected a file that ends in .csv or measurements ('],
])('%s is refused', (text, message) => {
  expect(() => parseCost(text)).toThrow(message);
});
