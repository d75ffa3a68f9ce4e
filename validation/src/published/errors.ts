export function rootMeanSquare(errors: readonly number[]): number {
  return Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
}

/** `0.01834` becomes `1.8 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** From the least to the largest, as percentages. */
export function percentRange(shares: readonly number[]): string {
  return `${percent(Math.min(...shares))} to ${percent(Math.max(...shares))}`;
}
