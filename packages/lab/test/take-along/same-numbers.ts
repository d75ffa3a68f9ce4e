import { expect } from 'vitest';

/** Browsers and Node differ in the last bit of log and exp. */
const NEAR = 1e-9;

/** Two documents say the same, each number to 1e-9 of itself. */
export function expectSameNumbers(actual: unknown, expected: unknown, path = ''): void {
  if (typeof expected === 'number' && typeof actual === 'number') {
    const near = Math.abs(actual - expected) <= NEAR * Math.max(Math.abs(actual), Math.abs(expected));
    expect(near, `${path}: ${actual} is not ${expected}`).toBe(true);
  } else if (typeof expected === 'object' && expected !== null) {
    expect(Object.keys(actual as object), path).toEqual(Object.keys(expected));
    for (const [key, value] of Object.entries(expected)) {
      expectSameNumbers((actual as Record<string, unknown>)[key], value, `${path}.${key}`);
    }
  } else expect(actual, path).toBe(expected);
}
