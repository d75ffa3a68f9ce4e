/** Where the first value ≥ `at` stands in ascending values, of which those from `low` to before `high` count. */
export function firstFrom(values: ArrayLike<number>, at: number, low = 0, high = values.length): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the first value > `at` stands. */
export function firstAfter(values: ArrayLike<number>, at: number, low = 0, high = values.length): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
