import fc from 'fast-check';
import { aloneShape, type BatchShape, CostError, KERNEL_FITS, type KernelFit, kernels } from 'lockstep/cost';
import { describe, expect, test } from 'vitest';
import { anyOutput, anyPrompts, evenShape, shapeOf } from './batches.js';

/** The formula written out, a step and a row at a time: row i reads its prompt and the j tokens it has by then. */
function naiveMs(fit: KernelFit, prompts: readonly number[], longestOutput: number, hostMs: number): number {
  const { floorMs, perTokenMs, hingeTokens, perSquaredTokenMs } = fit.prefill;
  const tokens = prompts.reduce((sum, p) => sum + p, 0);
  let ms = floorMs + hostMs + perTokenMs * Math.max(0, tokens - hingeTokens);
  for (const p of prompts) ms += perSquaredTokenMs * p * p;
  for (let j = 1; j < longestOutput; j++) {
    ms += fit.decode.baseMs + hostMs + fit.decode.perRowMs * prompts.length;
    for (const p of prompts) ms += fit.decode.perKvTokenMs * (p + j);
  }
  return ms;
}

test.each(Object.values(KERNEL_FITS))('$name: the closed form equals the sum over rows and steps', (fit) => {
  fc.assert(
    fc.property(
      anyPrompts,
      anyOutput,
      fc.double({ min: 0, max: 5, noNaN: true }),
      (prompts, output, hostMs) => {
        const shape = shapeOf(prompts, output);
        const packed = naiveMs(fit, prompts, output, hostMs);
        const longest = prompts.map(() => shape.longestPrompt);
        const padded = naiveMs(fit, longest, output, hostMs);
        const options = { hostOverheadMs: hostMs };
        expect(kernels(fit, { ...options, padding: 'packed' }).time(shape).durationMs / packed).toBeCloseTo(
          1,
          9,
        );
        expect(kernels(fit, options).time(shape).durationMs / padded).toBeCloseTo(1, 9);
      },
    ),
  );
});

test('the first token ends the prefill; the second comes a step later that reads prompt + 1 tokens a row', () => {
  const { decode, prefill } = KERNEL_FITS['llama-3-8b@a100']!;
  const time = kernels('llama-3-8b@a100').time(evenShape(4, 100, 3));
  const prefillMs =
    prefill.floorMs + prefill.perTokenMs * (400 - prefill.hingeTokens) + prefill.perSquaredTokenMs * 40_000;
  expect(time.tokenMs(1)).toBeCloseTo(prefillMs, 9);
  const stepMs = (context: number) => decode.baseMs + decode.perRowMs * 4 + decode.perKvTokenMs * 4 * context;
  expect(time.tokenMs(2) - time.tokenMs(1)).toBeCloseTo(stepMs(101), 9);
  expect(time.tokenMs(3) - time.tokenMs(2)).toBeCloseTo(stepMs(102), 9);
});

test('the floor counts once per batch, and prompts below the hinge cost nothing more', () => {
  const { floorMs, perSquaredTokenMs } = KERNEL_FITS['llama-2-7b@h100']!.prefill;
  const time = kernels('llama-2-7b@h100').time(evenShape(8, 12, 1));
  expect(time.durationMs).toBeCloseTo(floorMs + perSquaredTokenMs * 8 * 144, 12);
});

test('prompts of one length cost the same padded and packed', () => {
  const shape = evenShape(6, 700, 90);
  const packed = kernels('llama-3-8b@h100', { padding: 'packed' });
  expect(packed.time(shape).durationMs).toBeCloseTo(kernels('llama-3-8b@h100').time(shape).durationMs, 9);
});

test('the host adds its time to the prefill and to every step, and its factor multiplies the kernels', () => {
  const shape = evenShape(2, 500, 11);
  const bare = kernels('llama-3-8b@a100').time(shape).durationMs;
  const added = kernels('llama-3-8b@a100', { hostOverheadMs: 2 }).time(shape).durationMs;
  expect(added).toBeCloseTo(bare + 11 * 2, 9);
  const both = kernels('llama-3-8b@a100', { hostOverheadMs: 2, hostOverheadFactor: 1.08 }).time(
    shape,
  ).durationMs;
  expect(both).toBeCloseTo(bare * 1.08 + 11 * 2, 9);
});

interface Measured {
  readonly decode: readonly [rows: number, context: number, ms: number][];
  readonly decodePercent: number;
  readonly prefill: readonly [tokens: number, ms: number][];
  readonly prefillPercent: number;
}

/**
 * Rows of the table that the fits were made from: batch size, KV tokens a row, ms of a decode step; and prompt
 * tokens, ms of a prefill. The bounds are the fits' largest errors over the whole table.
 */
const MEASURED: Readonly<Record<string, Measured>> = {
  'llama-2-7b@a100': {
    decode: [
      [1, 128, 9.8114],
      [1, 4096, 12.8165],
      [32, 512, 15.7173],
    ],
    decodePercent: 14.4,
    prefill: [
      [64, 10.2681],
      [256, 18.7446],
      [1024, 71.6289],
      [4096, 290.0526],
    ],
    prefillPercent: 7.3,
  },
  'llama-3-8b@a100': {
    decode: [
      [1, 128, 10.7654],
      [32, 512, 13.8417],
      [32, 4096, 24.9679],
      [128, 2048, 34.561],
    ],
    decodePercent: 9.5,
    prefill: [
      [64, 12.2816],
      [512, 36.6281],
      [1024, 78.8907],
      [8192, 644.388],
    ],
    prefillPercent: 8.4,
  },
  'llama-2-7b@h100': {
    decode: [
      [1, 128, 6.0302],
      [32, 512, 9.33],
      [96, 128, 10.8158],
    ],
    decodePercent: 8.5,
    prefill: [
      [64, 6.2932],
      [512, 12.624],
      [1024, 22.114],
      [4096, 90.9279],
    ],
    prefillPercent: 8.7,
  },
  'llama-3-8b@h100': {
    decode: [
      [1, 128, 6.7353],
      [64, 512, 9.1304],
      [128, 2048, 18.6256],
    ],
    decodePercent: 5.1,
    prefill: [
      [64, 7.5298],
      [512, 12.4861],
      [1024, 22.5847],
      [4096, 94.1402],
    ],
    prefillPercent: 4.2,
  },
};

describe.each(Object.entries(MEASURED))('%s against its measurements', (name, measured) => {
  const percent = (model: number, ms: number) => Math.abs(model / ms - 1) * 100;

  test.each(measured.prefill)('a prefill of %i tokens takes %f ms', (tokens, ms) => {
    const model = kernels(name).time(aloneShape(tokens, 1)).durationMs;
    expect(percent(model, ms)).toBeLessThan(measured.prefillPercent + 0.1);
  });

  test.each(measured.decode)('a step of %i rows with %i tokens each takes %f ms', (rows, context, ms) => {
    const time = kernels(name).time(evenShape(rows, context - 1, 2));
    expect(percent(time.tokenMs(2) - time.tokenMs(1), ms)).toBeLessThan(measured.decodePercent + 0.1);
  });
});

test('its name is what the command line writes', () => {
  expect(kernels('llama-3-8b@a100').name).toBe('kernels:llama-3-8b@a100');
  expect(
    kernels('llama-3-8b@a100', { padding: 'packed', hostOverheadMs: 1, hostOverheadFactor: 1.07 }).name,
  ).toBe('kernels:llama-3-8b@a100,packed,host=1ms,host-factor=1.07');
});

test('wrong parameters are refused with what was expected and what came', () => {
  expect(() => kernels('llama-9@a100')).toThrow(
    new CostError(
      'kernels: expected a fit among llama-2-7b@a100, llama-3-8b@a100, llama-2-7b@h100, llama-3-8b@h100; ' +
        "got 'llama-9@a100'",
    ),
  );
  expect(() => kernels('toString')).toThrow("got 'toString'");
  expect(() => kernels('llama-3-8b@a100', { hostOverheadMs: -1 })).toThrow(
    'kernels: expected hostOverheadMs as a finite number ≥ 0, got -1',
  );
  expect(() => kernels('llama-3-8b@a100', { hostOverheadFactor: 0.9 })).toThrow(
    'kernels: expected hostOverheadFactor as a finite number ≥ 1, got 0.9',
  );
  expect(() => kernels('llama-3-8b@a100', { padding: 'none' as 'packed' })).toThrow(
    "kernels: expected padding as 'padded' or 'packed', got 'none'",
  );
  const fit = KERNEL_FITS['llama-3-8b@a100']!;
  expect(() => kernels({ ...fit, decode: { ...fit.decode, perRowMs: NaN } })).toThrow(
    'kernels: expected decode.perRowMs as a finite number ≥ 0, got NaN',
  );
});

test('a fit of your own may cost nothing', () => {
  const free: KernelFit = {
    name: 'free',
    decode: { baseMs: 0, perRowMs: 0, perKvTokenMs: 0 },
    prefill: { floorMs: 0, hingeTokens: 0, perTokenMs: 0, perSquaredTokenMs: 0 },
  };
  const shape: BatchShape = evenShape(4, 10, 10);
  expect(kernels(free).time(shape).durationMs).toBe(0);
});
