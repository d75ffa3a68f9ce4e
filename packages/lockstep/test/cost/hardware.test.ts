import { CostError, GPUS, MODELS, parseHardware, roofline } from 'lockstep/cost';
import { expect, test } from 'vitest';
import { evenShape } from './batches.js';

const gpu = { name: 'b-card', teraflops: 500, bandwidthGBps: 2000, memoryGB: 48 };
const model = MODELS['llama-3-8b']!;

test('presets by name, objects, and a number of GPUs', () => {
  expect(parseHardware('{"gpu": "h100", "model": "llama-3-8b"}', 'f.json')).toEqual({
    gpu: GPUS.h100,
    model: MODELS['llama-3-8b']!,
    gpus: 1,
  });
  const own = { gpu, model: { ...model, name: 'mine', weightBytes: 0.5 }, gpus: 2 };
  expect(parseHardware(JSON.stringify(own), 'f.json')).toEqual(own);
});

test('half-byte weights halve the time of a step that reads little else', () => {
  const step = (weightBytes: number) => {
    const hardware = parseHardware(JSON.stringify({ gpu, model: { ...model, weightBytes } }), 'f.json');
    const time = roofline(hardware).time(evenShape(1, 0, 2));
    return time.tokenMs(2) - time.tokenMs(1);
  };
  expect(step(1) / step(0.5)).toBeCloseTo(2, 3);
});

const refused: [what: string, json: unknown, message: string][] = [
  ['an array', [], 'f.json: expected an object with gpu, model, gpus; got []'],
  ['no model', { gpu: 'h100' }, 'f.json: expected model, got nothing'],
  [
    'an unknown GPU',
    { gpu: 'h300', model },
    `f.json: expected "gpu" among ${Object.keys(GPUS).join(', ')}; got 'h300'`,
  ],
  [
    'a number for a GPU',
    { gpu: 5, model },
    'f.json: "gpu": expected an object with name, teraflops, bandwidthGBps, memoryGB; got 5',
  ],
  [
    'text for a number',
    { gpu: { ...gpu, memoryGB: '48GB' }, model },
    'f.json: "gpu": expected memoryGB as a number, got "48GB"',
  ],
  [
    'a field too few',
    { gpu: { name: 'x' }, model },
    'f.json: "gpu": expected teraflops as a number, got nothing',
  ],
  [
    'a field too many',
    { gpu: { ...gpu, watts: 700 }, model },
    'f.json: "gpu": expected only the fields name, teraflops, bandwidthGBps, memoryGB; got \'watts\'',
  ],
  [
    'half a layer',
    { gpu, model: { ...model, layers: 1.5 } },
    'f.json: roofline: expected layers of llama-3-8b as an integer ≥ 1, got 1.5',
  ],
  [
    'no speed',
    { gpu: { ...gpu, teraflops: 0 }, model },
    'f.json: roofline: expected teraflops of b-card as a finite number > 0, got 0',
  ],
  ['no GPUs', { gpu, model, gpus: 0 }, 'f.json: roofline: expected gpus as an integer ≥ 1, got 0'],
];

test.each(refused)('%s is refused', (_what, json, message) => {
  expect(() => parseHardware(JSON.stringify(json), 'f.json')).toThrow(new CostError(message));
});

test('text that is no JSON is refused with the file', () => {
  expect(() => parseHardware('{gpu: h100}', 'f.json')).toThrow(/^f\.json: expected JSON: /);
});
