import type { Random } from '../random/index.js';
import { normalQuantile } from './normal-quantile.js';

/** Draws an exponential variate of mean 1. */
export function exponential(random: Random): number {
  return -Math.log(1 - random.next());
}

/** Draws a standard normal variate, from one uniform number. */
export function normal(random: Random): number {
  return normalQuantile(random.next());
}

/**
 * Draws a gamma variate of scale 1: Marsaglia and Tsang, "A simple method for generating gamma variables",
 * ACM TOMS 26 (2000), with their power of a uniform number for shapes below 1.
 * @param shape > 0; the mean is `shape`
 */
export function gammaVariate(shape: number, random: Random): number {
  if (shape < 1) {
    const larger = gammaVariate(shape + 1, random);
    return larger * Math.pow(random.next(), 1 / shape);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  while (true) {
    const x = normal(random);
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    if (Math.log(1 - random.next()) < x * x * 0.5 + d * (1 - v + Math.log(v))) return d * v;
  }
}
