/**
 * The values that a slider stops at, rising. Each step of the slider is one of them, so that every position is a
 * value that reads well, small ones lie as far apart as large ones, and arrow keys go from one to the next.
 */
export type Ladder = readonly number[];

/** The step whose value is nearest, by ratio; values beyond the ends get the end. */
export function nearestStep(ladder: Ladder, value: number): number {
  let low = 0;
  let high = ladder.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (ladder[middle]! <= value) low = middle;
    else high = middle;
  }
  const [below, above] = [ladder[low]!, ladder[high]!];
  // Half way by ratio; from zero, which has none, half way by difference.
  const middle = below > 0 ? Math.sqrt(below * above) : above / 2;
  return value < middle ? low : high;
}

/** From `first` on, each step `by` more, as far as `last`. */
function evenly(first: number, last: number, by: number): number[] {
  const count = Math.floor((last - first) / by + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => first + i * by);
}

/** Numbers that read well from `least` to `most`, both included where they do: the mantissas of each power of ten. */
function decades(least: number, most: number, mantissas: readonly number[]): number[] {
  const values: number[] = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power++) {
    for (const mantissa of mantissas) {
      // By way of text: 3 × 10⁻¹ is 0.3, not 0.30000000000000004.
      const value = Number(`${mantissa}e${power}`);
      if (value >= least && value <= most) values.push(value);
    }
  }
  return values;
}

/** About 24 steps to a power of ten. */
const FINE = [
  1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2, 2.2, 2.4, 2.6, 2.8, 3, 3.3, 3.6, 4, 4.5, 5, 5.5, 6, 7, 8, 9,
];

/** Whole numbers alone, without the gaps that fine mantissas would have below 10. */
const wholes = (most: number) => [...evenly(1, 9, 1), ...decades(10, most, FINE)];

/** Every size where one more request matters, then ever larger steps. */
export const BATCH_SIZES: Ladder = [
  ...evenly(1, 16, 1),
  ...evenly(18, 32, 2),
  ...evenly(36, 64, 4),
  ...evenly(72, 128, 8),
];

/** In milliseconds. */
export const WAIT_TIMES: Ladder = [0, ...wholes(2000)];
/** In milliseconds. */
export const LONG_TIMES: Ladder = [0, ...wholes(60_000)];
/** In requests per second. */
export const RATES: Ladder = decades(0.05, 200, FINE);
export const REQUESTS: Ladder = [...evenly(1, 9, 1), ...decades(10, 1_000_000, [1, 1.5, 2, 3, 4, 5, 7])];
export const TOKENS: Ladder = wholes(10_000);
export const USERS: Ladder = wholes(1000);
/** How irregular: standard deviation / mean. */
export const VARIATIONS: Ladder = [0, ...decades(0.1, 10, FINE)];
/** Milliseconds of one step of a cost model. */
export const STEP_TIMES: Ladder = [0, ...decades(0.1, 10_000, FINE)];
