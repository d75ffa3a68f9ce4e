/** Mean and deviation of numbers that come one by one. */
export class Moments {
  count = 0;
  sum = 0;
  private squares = 0;

  add(value: number): void {
    this.count++;
    this.sum += value;
    this.squares += value * value;
  }

  /** Standard deviation / mean, of values that differ by more than rounding; else 0. */
  get cv(): number {
    const mean = this.sum / this.count;
    const variance = this.squares / this.count - mean * mean;
    return variance > 1e-12 * mean * mean ? Math.sqrt(variance) / mean : 0;
  }
}
