import { readFileSync } from 'node:fs';
import { kernels, KERNEL_FITS, largestBatch, mock, roofline, table, TABLE_PRESETS } from 'lockstep/cost';
import { expect, test } from 'vitest';
import { evenShape } from './batches.js';

const page = readFileSync(new URL('../../../../docs/cost-models.md', import.meta.url), 'utf8');

const fitted = { computeEfficiency: 0.66, bandwidthEfficiency: 0.81, stepOverheadMs: 3.36 };
const models = [
  mock(),
  kernels('llama-3-8b@a100'),
  roofline({ gpu: 'a100-80', model: 'llama-3-8b', ...fitted }),
  roofline({ gpu: 'a100-80', model: 'llama-3-8b' }),
  table('llama-2-70b@a100x4'),
];

test.each(models)('the page shows what $name says of 512 prompt and 128 output tokens', (model) => {
  const cells = [1, 8, 32].map((size) => {
    const time = model.time(evenShape(size, 512, 128));
    return `${time.tokenMs(1).toFixed(0)} / ${time.durationMs.toFixed(0)}`;
  });
  const row = page
    .split('\n')
    .find((line) => line.startsWith(`| \`${model.name}\` `) && line.includes(' / '));
  expect(
    row
      ?.split('|')
      .slice(2, 5)
      .map((cell) => cell.trim()),
  ).toEqual(cells);
});

test.each(Object.values(KERNEL_FITS))('the page shows the numbers of $name', ({ name, decode, prefill }) => {
  const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` `));
  const shown = row?.split('|').slice(2, 9).map(Number);
  const { floorMs, hingeTokens, perTokenMs, perSquaredTokenMs } = prefill;
  expect(shown).toEqual([...Object.values(decode), floorMs, hingeTokens, perTokenMs, perSquaredTokenMs]);
});

test('the page says how many rows of Llama-3-8B fit', () => {
  const lengths = { model: 'llama-3-8b', promptTokens: 1024, outputTokens: 512 };
  expect(['a100-80', 'l4', 't4'].map((gpu) => largestBatch({ gpu, ...lengths }))).toEqual([277, 27, 0]);
});

test('the page says how far the two lines of the Splitwise measurements lie apart', () => {
  const apart = Object.values(TABLE_PRESETS).flatMap((points) =>
    points.flatMap((batch) =>
      points
        .filter(
          ({ batchSize, promptTokens }) =>
            batchSize === 1 && promptTokens === batch.batchSize * batch.promptTokens,
        )
        .map((alone) => Math.abs(batch.prefillMs / alone.prefillMs - 1)),
    ),
  );
  expect(Math.max(...apart)).toBeCloseTo(0.42, 2);
});
