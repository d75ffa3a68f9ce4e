import type { Random } from '../../random/index.js';

/**
 * Prepares to draw index i with probability `weights[i]` in constant time: Walker's alias method, with the
 * table filled as Vose does (IEEE Transactions on Software Engineering 17, 1991). One uniform number per draw.
 * @param weights ≥ 0, with sum 1
 */
export function aliasTable(weights: Float64Array): (random: Random) => number {
  const count = weights.length;
  /** Cell i gives i with probability keep[i], else alias[i]. */
  const keep = weights.map((weight) => weight * count);
  const alias = Int32Array.from(weights, (_, i) => i);
  const small: number[] = [];
  const large: number[] = [];
  for (let i = 0; i < count; i++) (keep[i]! < 1 ? small : large).push(i);
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop()!;
    const rich = large.at(-1)!;
    alias[poor] = rich;
    keep[rich] = keep[rich]! - (1 - keep[poor]!);
    if (keep[rich]! < 1) small.push(large.pop()!);
  }
  // Rounding may leave some over on either side: they are full but for that rounding.
  return (random) => {
    const scaled = random.next() * count;
    const cell = Math.floor(scaled);
    return scaled - cell < keep[cell]! ? cell : alias[cell]!;
  };
}
