import { expect, test } from 'vitest';
import { normalQuantile } from '../../src/workload/normal-quantile.js';

// Tabulated values of the standard normal distribution, in the center, the middle and the tail.
test.each([
  [0.5, 0],
  [0.75, 0.6744897501960817],
  [0.9, 1.2815515655446004],
  [0.975, 1.959963984540054],
  [0.999, 3.090232306167813],
  [1e-10, -6.361340902404056],
  [1e-15, -7.941345326170997],
])('quantile of %d', (p, x) => {
  expect(normalQuantile(p)).toBeCloseTo(x, 12);
});

test('is odd around one half and infinite at the ends', () => {
  expect(normalQuantile(0.2)).toBeCloseTo(-normalQuantile(0.8), 14);
  expect(normalQuantile(0)).toBe(-Infinity);
  expect(normalQuantile(1)).toBe(Infinity);
});
