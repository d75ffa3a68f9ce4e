import fc from 'fast-check';
import {
  type BatchTime,
  CostError,
  type Gpu,
  KERNEL_FITS,
  kernels,
  MODELS,
  roofline,
  table,
  TABLE_PRESETS,
} from 'lockstep/cost';
import { describe, expect, test } from 'vitest';
import { anyOutput, evenShape, shapeOf } from './batches.js';

/** Has room for every batch of these tests, and the speed of an A100. */
const roomy: Gpu = { name: 'roomy', teraflops: 312, bandwidthGBps: 2039, memoryGB: 100_000 };

describe('efficiency 1 at 1024 tokens of context, worked out independently', () => {
  const reference = [
    ['llama-2-7b', 'a100-80', 43.3918830014359, [6.744004739578225, 8.587112333496812, 14.906338369789113]],
    ['llama-3-8b', 'h100', 14.725943174287448, [4.5204580871641795, 4.800913041194029, 5.76247288358209]],
    ['opt-13b', 'a100-40', 83.97511128615385, [17.054321594855306, 20.830543845659165]],
    ['mistral-7b', 'rtx-4090', 88.19043370150122, [14.241076825396826, 15.17314438095238, 18.36880457142857]],
  ] as const;

  test.each(reference)('%s on %s', (model, gpu, prefillMs, stepsMs) => {
    const cost = roofline({ gpu, model, memoryReserve: 0 });
    expect(cost.time(evenShape(1, 1024, 1)).durationMs / prefillMs).toBeCloseTo(1, 9);
    stepsMs.forEach((ms, i) => {
      const time = cost.time(evenShape([1, 8, 32][i]!, 1023, 2));
      expect((time.tokenMs(2) - time.tokenMs(1)) / ms).toBeCloseTo(1, 9);
    });
  });

  test.each([
    ['llama-2-7b', 'a100-80', 128, 40.183242514958316],
    ['llama-3-8b', 'h100', 128, 9.608712253134328],
    ['opt-13b', 'a100-40', 32, 33.77759156270096],
    ['opt-13b', 'a100-40', 128, 85.56578243086817],
    ['mistral-7b', 'rtx-4090', 128, 31.15144533333333],
  ])(
    'a step of %s on %s that takes several of them for their memory, in all %i rows',
    (model, gpu, rows, ms) => {
      // Rows that do not fit: a GPU of the same speed with more memory stands in.
      const speeds = {
        'a100-80': [312, 2039],
        'a100-40': [312, 1555],
        h100: [989.4, 3350],
        'rtx-4090': [165.2, 1008],
      } as const;
      const [teraflops, bandwidthGBps] = speeds[gpu as keyof typeof speeds];
      const time = roofline({ gpu: { ...roomy, teraflops, bandwidthGBps }, model }).time(
        evenShape(rows, 1023, 2),
      );
      expect((time.tokenMs(2) - time.tokenMs(1)) / ms).toBeCloseTo(1, 9);
    },
  );
});

/** One decode step, straight from the formula: `context` tokens over all rows. */
function naiveStepMs(model: (typeof MODELS)[string], gpu: Gpu, rows: number, context: number): number {
  const { layers, hidden, heads, kvHeads, headDim, intermediate, gated, vocabulary } = model;
  const perLayer =
    2 * hidden * heads * headDim + 2 * hidden * kvHeads * headDim + (gated ? 3 : 2) * hidden * intermediate;
  const parameters = layers * perLayer + vocabulary * hidden;
  const flops = rows * 2 * parameters + 4 * layers * heads * headDim * context;
  const bytes = parameters * 2 + context * 2 * layers * kvHeads * headDim * 2;
  return Math.max(flops / (gpu.teraflops * 1e9), bytes / (gpu.bandwidthGBps * 1e6));
}

/** The decode step at which a loop sees arithmetic give way to memory, or the reverse; 0 if it never does. */
function crossings(time: BatchTime, output: number): number {
  let turns = 0;
  let growth = NaN;
  for (let k = 3; k <= output; k++) {
    const next = time.tokenMs(k) - 2 * time.tokenMs(k - 1) + time.tokenMs(k - 2);
    if (Math.abs(next - growth) > 1e-6) turns++;
    growth = next;
  }
  return turns;
}

test('the closed form equals the sum over steps, on both sides of the crossing', () => {
  let crossed = 0;
  const anySpeed = fc.record({
    teraflops: fc.double({ min: 20, max: 400, noNaN: true }),
    bandwidthGBps: fc.double({ min: 500, max: 8000, noNaN: true }),
  });
  const anyModel = fc.constantFrom(MODELS['llama-2-7b']!, MODELS['llama-3-8b']!, MODELS['qwen2.5-7b']!);
  const anySize = fc.integer({ min: 1, max: 512 });
  const anyPrompt = fc.integer({ min: 0, max: 500 });
  fc.assert(
    fc.property(anySpeed, anyModel, anySize, anyPrompt, anyOutput, (speed, model, rows, prompt, output) => {
      const gpu = { ...roomy, ...speed };
      const time = roofline({ gpu, model }).time(evenShape(rows, prompt, output));
      let ms = time.tokenMs(1);
      for (let k = 2; k <= output; k++) {
        ms += naiveStepMs(model, gpu, rows, rows * (prompt + k - 1));
        if (k % 50 === 0) expect(time.tokenMs(k) / ms).toBeCloseTo(1, 9);
      }
      expect(time.durationMs / ms).toBeCloseTo(1, 9);
      if (crossings(time, output) > 0) crossed++;
    }),
    { numRuns: 400, seed: 1 },
  );
  expect(crossed).toBeGreaterThan(10);
});

test('packed prompts are read, multiplied and attended each at its own length', () => {
  const prompts = [900, 40, 300];
  const model = MODELS['llama-3-8b']!;
  const time = roofline({ gpu: roomy, model, padding: 'packed' }).time(shapeOf(prompts, 3));
  const body = 32 * (2 * 4096 * 4096 + 2 * 4096 * 1024 + 3 * 4096 * 14336);
  const pairs = prompts.reduce((sum, p) => sum + p * (p + 1), 0);
  const flops = 2 * 1240 * body + 2 * 3 * 128256 * 4096 + 2 * 32 * 4096 * pairs;
  expect(time.tokenMs(1) / (flops / 312e9)).toBeCloseTo(1, 9);
  expect(time.tokenMs(2) - time.tokenMs(1)).toBeCloseTo(naiveStepMs(model, roomy, 3, 1243), 9);
});

test('the FasterTransformer table of GPT-20B fits with 1.8 % rms error', () => {
  // NVIDIA/FasterTransformer, docs/gpt_guide.md: A100-80GB SXM, FP16, one GPU, ms per batch.
  const batches = [1, 2, 4, 8, 16, 32, 64, 128, 256];
  const published: [prompt: number, output: number, ms: (number | null)[]][] = [
    [20, 8, [225, 225, 228, 239, 268, 331, 452, 726, 1352]],
    [60, 20, [560, 562, 582, 635, 748, 933, 1352, 2218, 4141]],
    [128, 20, [566, 580, 629, 740, 931, 1335, 2157, 3830, null]],
    [80, 200, [5609, 5588, 5661, 5838, 6167, 6864, 8290, null, null]],
    [200, 200, [5648, 5686, 5830, 6146, 6815, 8111, 10766, null, null]],
  ];
  const placement = { gpu: 'a100-80', model: 'gpt-20b' };
  const fitted = roofline({
    ...placement,
    computeEfficiency: 0.66,
    bandwidthEfficiency: 0.81,
    stepOverheadMs: 3.36,
  });
  const errors: number[] = [];
  for (const [prompt, output, row] of published) {
    row.forEach((ms, i) => {
      const shape = evenShape(batches[i]!, prompt, output);
      if (ms === null) {
        // What ran out of memory there has no room here either.
        expect(() => fitted.time(shape)).toThrow(CostError);
        return;
      }
      errors.push(fitted.time(shape).durationMs / ms - 1);
      expect(roofline(placement).time(shape).durationMs).toBeLessThan(ms);
    });
  }
  const rms = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
  expect(errors.length).toBe(40);
  expect(rms).toBeCloseTo(0.018, 3);
  expect(Math.max(...errors.map(Math.abs))).toBeCloseTo(0.038, 3);
});

describe('nothing measured is faster than efficiency 1', () => {
  test.each(Object.keys(KERNEL_FITS))('kernels:%s', (name) => {
    const [model, gpu] = name.split('@') as [string, string];
    const bound = roofline({ gpu: gpu === 'a100' ? 'a100-80' : gpu, model });
    for (const size of [1, 4, 16]) {
      for (const prompt of [16, 128, 1024, 2048]) {
        for (const output of [1, 2, 200]) {
          const shape = evenShape(size, prompt, output);
          const measured = kernels(name).time(shape);
          expect(bound.time(shape).durationMs).toBeLessThan(measured.durationMs);
        }
      }
    }
  });

  test.each(Object.keys(TABLE_PRESETS).filter((name) => name.startsWith('llama')))('table:%s', (name) => {
    const [model, gpu, gpus] = name.split(/@|x(?=\d$)/) as [string, string, string];
    const placement = { gpu: gpu === 'a100' ? 'a100-80' : gpu, model, gpus: Number(gpus), memoryReserve: 0 };
    for (const { batchSize, promptTokens } of TABLE_PRESETS[name]!) {
      const shape = evenShape(batchSize, promptTokens, 128);
      const bound = roofline(placement).time(shape);
      const measured = table(name).time(shape);
      expect(bound.tokenMs(1)).toBeLessThan(measured.tokenMs(1));
      expect(bound.durationMs - bound.tokenMs(1)).toBeLessThan(measured.durationMs - measured.tokenMs(1));
    }
  });
});

test('several GPUs divide the time, and the overhead stays', () => {
  const shape = evenShape(4, 512, 64);
  const one = roofline({ gpu: 'h100', model: 'llama-3-8b' }).time(shape).durationMs;
  const four = roofline({ gpu: 'h100', model: 'llama-3-8b', gpus: 4, stepOverheadMs: 1 }).time(
    shape,
  ).durationMs;
  expect(four).toBeCloseTo(one / 4 + 64, 9);
});

test('its name is what the command line writes', () => {
  expect(roofline({ gpu: 'h100', model: 'llama-3-8b' }).name).toBe('roofline:llama-3-8b@h100');
  const options = { computeEfficiency: 0.66, bandwidthEfficiency: 0.81, stepOverheadMs: 3.36 };
  expect(roofline({ gpu: 'h100', model: 'llama-3-8b', ...options }).name).toBe(
    'roofline:llama-3-8b@h100,compute=0.66,bandwidth=0.81,overhead=3.36ms',
  );
  expect(
    roofline({ gpu: 'h200', model: 'llama-3-70b', gpus: 2, padding: 'packed', memoryReserve: 0.2 }).name,
  ).toBe('roofline:llama-3-70b@h200x2,packed,reserve=0.2');
  expect(roofline({ gpu: 'h100', model: 'llama-3-8b', name: 'roofline:mine.json' }).name).toBe(
    'roofline:mine.json',
  );
});

test('wrong parameters are refused with what was expected and what came', () => {
  const right = { gpu: 'h100', model: 'llama-3-8b' };
  expect(() => roofline({ ...right, gpu: 'a100' })).toThrow(
    new CostError(
      "roofline: expected a GPU among t4, l4, rtx-4090, a100-40, a100-80, h100, h200; got 'a100'",
    ),
  );
  expect(() => roofline({ ...right, model: 'llama' })).toThrow(
    'roofline: expected a model among llama-2-7b,',
  );
  expect(() => roofline({ ...right, computeEfficiency: 1.2 })).toThrow(
    'roofline: expected computeEfficiency as a share above 0 and up to 1 (the bound), got 1.2',
  );
  expect(() => roofline({ ...right, bandwidthEfficiency: 0 })).toThrow('expected bandwidthEfficiency');
  expect(() => roofline({ ...right, stepOverheadMs: NaN })).toThrow('expected stepOverheadMs');
  expect(() => roofline({ ...right, gpus: 1.5 })).toThrow(
    'roofline: expected gpus as an integer ≥ 1, got 1.5',
  );
  expect(() => roofline({ ...right, memoryReserve: 1 })).toThrow(
    'roofline: expected memoryReserve as a share from 0 to below 1, got 1',
  );
  expect(() => roofline({ ...right, gpu: { ...roomy, bandwidthGBps: 0 } })).toThrow(
    'roofline: expected bandwidthGBps of roomy as a finite number > 0, got 0',
  );
});
