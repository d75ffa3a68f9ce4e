import { expect, test } from 'vitest';
import { rowsOf, structureOf } from '../../src/curves/structure.js';

const spec = (values: unknown, width = 100) => ({
  width,
  data: [
    { name: 'points', values },
    { name: 'drawn', source: 'points' },
  ],
});

test('other rows are the same structure, everything else is another', () => {
  expect(structureOf(spec([{ x: 1 }]))).toBe(structureOf(spec([{ x: 2 }, { x: 3 }])));
  expect(structureOf(spec([{ x: 1 }]))).not.toBe(structureOf(spec([{ x: 1 }], 200)));
  expect(structureOf({ data: [{ name: 'points' }] })).not.toBe(structureOf({ data: [{ name: 'others' }] }));
});

test('the rows are those of the sources that have their own', () => {
  expect([...rowsOf(spec([{ x: 1 }]))]).toEqual([['points', [{ x: 1 }]]]);
  expect(rowsOf({}).size).toBe(0);
});
