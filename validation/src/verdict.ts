import type { Estimate } from './estimate.js';

/** One expected figure against what came out. */
export interface Finding {
  readonly quantity: string;
  /** An upper bound, where `isBound`. */
  readonly expected: number;
  readonly isBound: boolean;
  readonly tolerance: number;
  /** Of a simulation; for a computed figure all three coincide. */
  readonly found: Estimate;
  readonly passes: boolean;
  /** Whether its own 95 % interval misses the expected figure; null where it has none that could. */
  readonly outside95: boolean | null;
}

/** Narrower than this, relative to the value, an interval only says that every replication came out alike. */
const NO_NOISE = 1e-9;

/**
 * The pass rule: within the relative tolerance of the expected figure, or within the run's own 99.9 % interval
 * where that is wider.
 */
export function judge(quantity: string, expected: number, tolerance: number, found: Estimate): Finding {
  const near = Math.abs(found.value - expected) <= tolerance * Math.abs(expected);
  return {
    quantity,
    expected,
    isBound: false,
    tolerance,
    found,
    passes: near || holds(found.ci999, expected),
    outside95: isNoisy(found) ? !holds(found.ci95, expected) : null,
  };
}

/** An upper bound holds unless even the low end of the 99.9 % interval lies above it. */
export function judgeBound(quantity: string, bound: number, found: Estimate): Finding {
  const passes = found.ci999[0] <= bound;
  return { quantity, expected: bound, isBound: true, tolerance: 0, found, passes, outside95: null };
}

function isNoisy({ value, ci95: [low, high] }: Estimate): boolean {
  return high - low > NO_NOISE * Math.abs(value);
}

function holds([low, high]: readonly [number, number], figure: number): boolean {
  return low <= figure && figure <= high;
}
