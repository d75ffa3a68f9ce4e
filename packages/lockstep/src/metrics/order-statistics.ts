/**
 * Percentiles of `values[0, count)`, by linear interpolation between order statistics (numpy's default).
 * Reorders `values`. Costs one partial sort whatever the number of percentiles.
 * @param percents rising, each in [0, 100]
 */
export function percentiles(values: Float64Array, count: number, percents: readonly number[]): number[] {
  const result = new Array<number>(percents.length).fill(NaN);
  if (count > 0) selectAll(values, 0, count - 1, percents, 0, percents.length - 1, count, result);
  return result;
}

/** Selects the middle one of the wanted ranks; the others then lie in what is left on either side. */
function selectAll(
  values: Float64Array,
  left: number,
  right: number,
  percents: readonly number[],
  first: number,
  last: number,
  count: number,
  result: number[],
): void {
  if (first > last) return;
  const middle = (first + last) >> 1;
  const rank = (percents[middle]! / 100) * (count - 1);
  const below = Math.floor(rank);
  const low = select(values, left, right, below);
  const fraction = rank - below;
  const high = fraction === 0 ? low : smallest(values, below + 1, right);
  result[middle] = low + (high - low) * fraction;
  selectAll(values, left, below, percents, first, middle - 1, count, result);
  selectAll(values, below, right, percents, middle + 1, last, count, result);
}

function smallest(values: Float64Array, from: number, to: number): number {
  let result = values[from]!;
  for (let i = from + 1; i <= to; i++) if (values[i]! < result) result = values[i]!;
  return result;
}

/**
 * Puts the value of rank k at index k, no larger ones before it and no smaller ones behind it, and returns it.
 * Floyd and Rivest's SELECT (CACM 18(3), 1975, algorithm 489): on long ranges it first selects within a
 * sample, so that the pivot lies close to rank k.
 */
function select(values: Float64Array, left: number, right: number, k: number): number {
  while (right > left) {
    if (right - left > 600) {
      const n = right - left + 1;
      const i = k - left + 1;
      const z = Math.log(n);
      const s = 0.5 * Math.exp((2 * z) / 3);
      const sd = 0.5 * Math.sqrt((z * s * (n - s)) / n) * Math.sign(i - n / 2);
      const from = Math.max(left, Math.floor(k - (i * s) / n + sd));
      const to = Math.min(right, Math.floor(k + ((n - i) * s) / n + sd));
      select(values, from, to, k);
    }
    const pivot = values[k]!;
    let i = left;
    let j = right;
    values[k] = values[left]!;
    values[left] = pivot;
    // Whichever end the pivot stands at, the first swap below carries it to the other one.
    const pivotEndsLeft = values[right]! > pivot;
    if (pivotEndsLeft) {
      values[left] = values[right]!;
      values[right] = pivot;
    }
    while (i < j) {
      const swap = values[i]!;
      values[i] = values[j]!;
      values[j] = swap;
      i++;
      j--;
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
    }
    if (pivotEndsLeft) {
      values[left] = values[j]!;
    } else {
      j++;
      values[right] = values[j]!;
    }
    values[j] = pivot;
    if (j <= k) left = j + 1;
    if (k <= j) right = j - 1;
  }
  return values[k]!;
}
