import fc from 'fast-check';
import { aloneShape, CostError, table, TABLE_PRESETS, type TablePoint } from 'lockstep/cost';
import { describe, expect, test } from 'vitest';
import { evenShape } from './batches.js';

const point = (batchSize: number, promptTokens: number, prefillMs: number, stepMs: number): TablePoint => ({
  batchSize,
  promptTokens,
  prefillMs,
  stepMs,
});

const grid = [point(1, 100, 10, 5), point(1, 300, 20, 7), point(4, 100, 40, 6), point(4, 300, 80, 12)];

/** Prefill and step of a batch, as the table reads them. */
function readings(points: readonly TablePoint[], size: number, prompt: number) {
  const time = table(points).time(evenShape(size, prompt, 2));
  return {
    prefill: time.tokenMs(1),
    step: time.tokenMs(2) - time.tokenMs(1),
    extrapolated: time.extrapolated,
  };
}

test('a batch takes its prefill, then longest output − 1 steps', () => {
  const time = table(grid).time(evenShape(4, 300, 11));
  expect(time.tokenMs(1)).toBe(80);
  expect(time.tokenMs(2)).toBe(92);
  expect(time.durationMs).toBe(80 + 10 * 12);
  expect(table(grid).time(aloneShape(100, 1)).durationMs).toBe(10);
});

test('measured points come back exactly, and are not extrapolated', () => {
  for (const { batchSize, promptTokens, prefillMs, stepMs } of grid) {
    expect(readings(grid, batchSize, promptTokens)).toEqual({
      prefill: prefillMs,
      step: stepMs,
      extrapolated: false,
    });
  }
});

test('between four points both times are bilinear', () => {
  const { prefill, step, extrapolated } = readings(grid, 2, 200);
  expect(prefill).toBeCloseTo((2 / 3) * 15 + (1 / 3) * 60, 9);
  expect(step).toBeCloseTo((2 / 3) * 6 + (1 / 3) * 9, 9);
  expect(extrapolated).toBe(false);
});

test('beyond the points it extrapolates, and says so: held below, continued above', () => {
  expect(readings(grid, 1, 10)).toEqual({ prefill: 10, step: 5, extrapolated: true });
  expect(readings(grid, 1, 500)).toEqual({ prefill: 30, step: 9, extrapolated: true });
  expect(readings(grid, 7, 100)).toEqual({ prefill: 70, step: 7, extrapolated: true });
});

test('a segment that falls is held, not continued', () => {
  const falling = [point(1, 100, 10, 5), point(1, 200, 8, 4)];
  expect(readings(falling, 1, 5000)).toEqual({ prefill: 8, step: 4, extrapolated: true });
});

test('one point alone answers everything, extrapolating', () => {
  const alone = [point(2, 64, 10, 5)];
  expect(readings(alone, 2, 64)).toEqual({ prefill: 10, step: 5, extrapolated: false });
  expect(readings(alone, 9, 640)).toEqual({ prefill: 10, step: 5, extrapolated: true });
});

describe('a hole in the grid', () => {
  // Batch 4 with 300 tokens ran out of memory; 4 × 100 = 400 tokens lie beyond 300, the largest batch of tokens.
  const holed = grid.slice(0, 3);

  test('takes its prefill from all prompt tokens of the batch, its step from its own batch size', () => {
    // Totals 100, 300, 400 take 10, 20, 40 ms: 1200 continues at 0.2 ms a token.
    const { prefill, step, extrapolated } = readings(holed, 4, 300);
    expect(prefill).toBeCloseTo(40 + 800 * 0.2, 9);
    expect(step).toBe(6);
    expect(extrapolated).toBe(true);
  });

  test('taints what lies next to it and nothing else', () => {
    expect(readings(holed, 3, 200).extrapolated).toBe(true);
    expect(readings(holed, 4, 101).extrapolated).toBe(true);
    expect(readings(holed, 2, 300).extrapolated).toBe(true);
    expect(readings(holed, 3, 100).extrapolated).toBe(false);
    expect(readings(holed, 1, 299).extrapolated).toBe(false);
  });
});

test('inside a full grid a reading lies between its corners', () => {
  const size = fc.integer({ min: 1, max: 4 });
  const prompt = fc.integer({ min: 100, max: 300 });
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 4, maxLength: 4 }),
      size,
      prompt,
      (ms, n, p) => {
        const points = grid.map((at, i) => ({ ...at, prefillMs: ms[i]! }));
        const { prefill, extrapolated } = readings(points, n, p);
        expect(extrapolated).toBe(false);
        expect(prefill).toBeGreaterThanOrEqual(Math.min(...ms) * (1 - 1e-12));
        expect(prefill).toBeLessThanOrEqual(Math.max(...ms) * (1 + 1e-12));
      },
    ),
  );
});

test('wrong points are refused with what was expected and what came', () => {
  expect(() => table([])).toThrow(new CostError('table: expected at least one point, got none'));
  expect(() => table([...grid, point(4, 300, 1, 1)])).toThrow(
    'table: expected each point once, got batch size 4 with 300 prompt tokens twice',
  );
  expect(() => table([point(0, 1, 1, 1)])).toThrow('table: expected a batch size as an integer ≥ 1, got 0');
  expect(() => table([point(1, 1, NaN, 1)])).toThrow(
    'table: expected prefillMs at batch size 1 with 1 prompt tokens as a finite number ≥ 0, got NaN',
  );
  expect(() => table('llama-2-70b@a100x3')).toThrow(
    'table: expected measurements among llama-2-70b@a100x2, ',
  );
});

test('its name is what the command line writes', () => {
  expect(table('llama-2-70b@a100x4').name).toBe('table:llama-2-70b@a100x4');
  expect(table(grid, { name: 'table:mine.csv' }).name).toBe('table:mine.csv');
  expect(table(grid).name).toBe('table');
});

describe('the Splitwise measurements', () => {
  test('eight presets, without the points that are bad', () => {
    expect(Object.entries(TABLE_PRESETS).map(([name, points]) => `${name} ${points.length}`)).toEqual([
      'llama-2-70b@a100x2 11',
      'llama-2-70b@a100x4 13',
      'llama-2-70b@a100x8 13',
      'llama-2-70b@h100x2 12',
      'llama-2-70b@h100x4 13',
      'llama-2-70b@h100x8 13',
      'bloom-176b@a100x8 13',
      'bloom-176b@h100x8 13',
    ]);
  });

  /** Medians of the measured e2e_time of batches with 512 prompt and 128 output tokens (ms). */
  test.each([
    ['llama-2-70b@a100x2', 1, 7165],
    ['llama-2-70b@a100x2', 16, 11576],
    ['llama-2-70b@a100x4', 8, 7064],
    ['llama-2-70b@a100x8', 64, 16496],
    ['llama-2-70b@h100x2', 32, 9046],
    ['llama-2-70b@h100x4', 64, 10181],
    ['llama-2-70b@h100x8', 16, 5143],
    ['bloom-176b@a100x8', 32, 14242],
    ['bloom-176b@h100x8', 64, 13185],
  ])('%s at batch size %i takes the measured %i ms within 1.2 %%', (name, size, e2eMs) => {
    const time = table(name).time(evenShape(size, 512, 128));
    expect(Math.abs(time.durationMs / e2eMs - 1)).toBeLessThan(0.012);
    expect(time.extrapolated).toBe(false);
  });

  test('batches of other prompt lengths rest on single measurements, and say so', () => {
    const cost = table('llama-2-70b@h100x8');
    expect(cost.time(evenShape(8, 2048, 100)).extrapolated).toBe(true);
    expect(cost.time(evenShape(1, 3000, 100)).extrapolated).toBe(false);
    // 32 × 128 prompt tokens: between the measured 4096 tokens of 1 × 4096 and 8 × 512.
    const prefillMs = cost.time(evenShape(32, 128, 1)).durationMs;
    expect(prefillMs).toBeGreaterThan(371);
    expect(prefillMs).toBeLessThan(391);
  });

  test.each(Object.keys(TABLE_PRESETS))(
    '%s: larger batches of one prompt length never get faster',
    (name) => {
      const batches = TABLE_PRESETS[name]!.filter((at) => at.promptTokens === 512);
      for (let i = 1; i < batches.length; i++) {
        expect(batches[i]!.batchSize).toBeGreaterThan(batches[i - 1]!.batchSize);
        expect(batches[i]!.prefillMs).toBeGreaterThan(batches[i - 1]!.prefillMs);
        expect(batches[i]!.stepMs).toBeGreaterThan(batches[i - 1]!.stepMs * 0.99);
      }
    },
  );
});
