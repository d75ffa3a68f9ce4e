import { GPUS, KERNEL_FITS, MODELS, TABLE_PRESETS } from 'lockstep/cost';
import { parseArrivals, parseCost, parseLengths, parseWait } from 'lockstep/scenario';
import { describe, expect, test } from 'vitest';
import { ARRIVAL_SHAPES } from '../../src/controls/arrival-shapes.js';
import { COST_SHAPES } from '../../src/controls/cost-shapes.js';
import { LENGTH_SHAPES } from '../../src/controls/length-shapes.js';
import { RELEASE_SHAPES } from '../../src/controls/release-shapes.js';
import { chosenOf, type Shape, startOf } from '../../src/controls/shape.js';
import { WAIT_SHAPES } from '../../src/controls/wait-shapes.js';

const KINDS: readonly [string, readonly Shape[], (text: string) => unknown][] = [
  ['wait rules', WAIT_SHAPES, parseWait],
  ['arrivals', ARRIVAL_SHAPES, parseArrivals],
  ['lengths', LENGTH_SHAPES, parseLengths],
  ['cost models', COST_SHAPES, parseCost],
];

describe.each(KINDS)('%s', (_, shapes, parse) => {
  const filled = shapes.filter(({ name }) => name !== 'text');

  test.each(filled.map((shape) => [shape.name, shape] as const))(
    '%s starts with fields that are right',
    (name, shape) => {
      const text = shape.write(startOf(shape));
      expect(() => parse(text)).not.toThrow();
      expect(chosenOf(shapes, text).shape.name).toBe(name);
    },
  );

  test.each(filled.map((shape) => [shape.name, shape] as const))(
    '%s reads back what it writes',
    (_, shape) => {
      const start = startOf(shape);
      expect(shape.write(shape.read(shape.write(start))!)).toBe(shape.write(start));
    },
  );
});

test.each([
  ['oldest:1.5s', WAIT_SHAPES, 'oldest', { time: '1.5s' }],
  ['atleast:4', WAIT_SHAPES, 'atleast', { least: '4' }],
  ['poisson:3', ARRIVAL_SHAPES, 'poisson', {}],
  ['gamma:3:cv=2', ARRIVAL_SHAPES, 'gamma', { cv: '2' }],
  ['gamma:cv=0.5', ARRIVAL_SHAPES, 'gamma', { cv: '0.5' }],
  ['mmpp:1.5/0.1:0.1/0.1', ARRIVAL_SHAPES, 'mmpp', { rates: '1.5/0.1', ends: '0.1/0.1' }],
  ['closed:8', ARRIVAL_SHAPES, 'closed', { users: '8', think: '', exponential: 'false' }],
  [
    'closed:8:think=2s:exponential',
    ARRIVAL_SHAPES,
    'closed',
    { users: '8', think: '2s', exponential: 'true' },
  ],
  ['fixed:128', LENGTH_SHAPES, 'fixed', { mean: '128' }],
  ['128', LENGTH_SHAPES, 'fixed', { mean: '128' }],
  ['empirical:FILE', LENGTH_SHAPES, 'text', { text: 'empirical:FILE' }],
  ['exponential:128:cap=512', LENGTH_SHAPES, 'exponential', { mean: '128', cap: '512' }],
  ['mock', COST_SHAPES, 'mock', { time: '50ms' }],
  ['table:own.csv', COST_SHAPES, 'text', { text: 'table:own.csv' }],
  ['roofline:own.json,compute=0.5', COST_SHAPES, 'text', { text: 'roofline:own.json,compute=0.5' }],
  [
    'kernels:llama-3-8b@h100,packed,host=1ms',
    COST_SHAPES,
    'kernels',
    { fit: 'llama-3-8b@h100', packed: 'true', host: '1ms', 'host-factor': '' },
  ],
  ['affine:prefill=50ms', COST_SHAPES, 'affine', { prefill: '50ms', step: '' }],
])('%s is read into its fields', (text, shapes, name, params) => {
  const chosen = chosenOf(shapes, text);
  expect(chosen.shape.name).toBe(name);
  expect(chosen.params).toMatchObject(params);
});

test('a roofline on several GPUs', () => {
  const { shape, params } = chosenOf(COST_SHAPES, 'roofline:llama-3-70b@a100-80x4,overhead=3ms');
  expect(shape.name).toBe('roofline');
  expect(params).toMatchObject({ model: 'llama-3-70b', gpu: 'a100-80', gpus: '4', overhead: '3ms' });
  expect(shape.write(params)).toBe('roofline:llama-3-70b@a100-80x4,overhead=3ms');
});

test('a model that was chosen for a roofline gets the GPUs that it needs', () => {
  const { shape, params } = chosenOf(COST_SHAPES, 'roofline:llama-3-8b@h100');
  const large = shape.adapt!({ ...params, model: 'llama-3-70b' }, 'model');
  expect(large.gpus).toBe('4');
  expect(shape.adapt!({ ...large, model: 'llama-3-8b' }, 'model').gpus).toBe('1');
});

test('the fields know every preset', () => {
  const choices = (name: string, param: string) =>
    COST_SHAPES.find((shape) => shape.name === name)!.params.find((each) => each.name === param)!.choices;
  expect(choices('kernels', 'fit')).toEqual(Object.keys(KERNEL_FITS));
  expect(choices('table', 'source')).toEqual(Object.keys(TABLE_PRESETS));
  expect(choices('roofline', 'model')).toEqual(Object.keys(MODELS));
  expect(choices('roofline', 'gpu')).toEqual(Object.keys(GPUS));
});

test('the ends of uniform lengths push one another', () => {
  const { shape } = chosenOf(LENGTH_SHAPES, 'uniform:10-29');
  expect(shape.adapt!({ shortest: '40', longest: '29' }, 'shortest')).toEqual({
    shortest: '40',
    longest: '40',
  });
  expect(shape.adapt!({ shortest: '10', longest: '5' }, 'longest')).toEqual({ shortest: '5', longest: '5' });
});

test('releases are those of the command line', () => {
  expect(RELEASE_SHAPES.map(({ name }) => name)).toEqual(['token', 'request', 'batch']);
});
