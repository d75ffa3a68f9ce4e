import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooser } from '../../../src/engine/onnx/choose-token.js';

const LOGITS = Float32Array.from([1, 3, -2, 3, 0]);

function frequencies(sampling: { temperature: number; topP: number }, draws = 20_000): number[] {
  const choose = chooser({ ...sampling, seed: 5 });
  const counts = new Array<number>(LOGITS.length).fill(0);
  for (let i = 0; i < draws; i++) counts[choose(LOGITS)]!++;
  return counts.map((count) => count / draws);
}

function softmax(temperature: number, among: number[]): number[] {
  const weights = Array.from(LOGITS, (logit, token) =>
    among.includes(token) ? Math.exp(logit / temperature) : 0,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function expectClose(got: number[], expected: number[]): void {
  got.forEach((share, token) => {
    if (expected[token] === 0) expect(share).toBe(0);
    // Five standard deviations of a share of 20,000 draws.
    expect(Math.abs(share - expected[token]!)).toBeLessThan(5 * Math.sqrt(0.25 / 20_000));
  });
}

describe('choosing a token', () => {
  test('greedy takes the first of the likeliest, and never draws', () => {
    expect(chooser({ temperature: 0, topP: 0.1, seed: 1 })(LOGITS)).toBe(1);
  });

  test.each([0.5, 1, 2])('draws by softmax at temperature %d', (temperature) => {
    expectClose(frequencies({ temperature, topP: 1 }), softmax(temperature, [0, 1, 2, 3, 4]));
  });

  test('top-p draws from the likeliest tokens that together reach it, by their weights', () => {
    // Their probabilities: 0.46, 0.46, 0.06, 0.02 and 0.003.
    expectClose(frequencies({ temperature: 1, topP: 0.95 }), softmax(1, [1, 3, 0]));
    expectClose(frequencies({ temperature: 1, topP: 0.9 }), softmax(1, [1, 3]));
    expectClose(frequencies({ temperature: 1, topP: 0.4 }), softmax(1, [1]));
  });

  test('the nucleus is that of the definition, for any logits', () => {
    const logits = fc.array(fc.float({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 40 });
    const topP = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(logits, topP, fc.integer(), (values, p, seed) => {
        const drawn = chooser({ temperature: 1, topP: p, seed })(Float32Array.from(values));
        const largest = Math.max(...values);
        const weights = Float32Array.from(values, (value) => Math.exp(value - largest));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const likelier = weights
          .filter((weight) => weight > weights[drawn]!)
          .reduce((sum, weight) => sum + weight, 0);
        expect(likelier).toBeLessThan(p * total * (1 + 1e-5));
      }),
    );
  });

  test('seeds of any size and sign have streams of their own', () => {
    const streamOf = (seed: number) => {
      const choose = chooser({ temperature: 2, topP: 1, seed });
      return Array.from({ length: 30 }, () => choose(LOGITS)).join('');
    };
    const seeds = [0, 1, -1, 2 ** 32, 2 ** 32 + 1, -(2 ** 32), 2 ** 53 - 1, -(2 ** 53) + 1];
    expect(new Set(seeds.map(streamOf)).size).toBe(seeds.length);
    expect(streamOf(-7)).toBe(streamOf(-7));
  });
});
