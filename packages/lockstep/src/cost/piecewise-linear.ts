/**
 * The value at x on the line through points of rising x: straight between them, held below the first, the last
 * segment continued above the last unless it falls; then, or with one point alone, held.
 */
export function piecewiseLinear(xs: readonly number[], ys: readonly number[], x: number): number {
  const i = segment(xs, x);
  const w = weight(xs, i, x);
  const next = Math.min(i + 1, xs.length - 1);
  const at = blend(ys[i]!, ys[next]!, w);
  return w > 1 ? Math.max(ys[next]!, at) : at;
}

/** The index at which the segment begins that holds x, or the nearest segment to it. */
export function segment(xs: readonly number[], x: number): number {
  let low = 0;
  let high = Math.max(0, xs.length - 2);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x > xs[middle + 1]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How far x lies along the segment that begins at i: 0 at its start or before, 1 at its end, more beyond. */
export function weight(xs: readonly number[], i: number, x: number): number {
  return i + 1 < xs.length && x > xs[i]! ? (x - xs[i]!) / (xs[i + 1]! - xs[i]!) : 0;
}

/** From a (w = 0) to b (w = 1), exact at both. */
export function blend(a: number, b: number, w: number): number {
  return a * (1 - w) + b * w;
}
