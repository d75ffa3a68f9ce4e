/** Which instant stands where: `fromAt` at `left` and `toAt` a `width` further to the right (px). */
export class TimeScale {
  private readonly pxPerMs: number;

  constructor(
    readonly fromAt: number,
    readonly toAt: number,
    readonly left: number,
    readonly width: number,
  ) {
    this.pxPerMs = width / (toAt - fromAt);
  }

  x(at: number): number {
    return this.left + (at - this.fromAt) * this.pxPerMs;
  }

  at(x: number): number {
    return this.fromAt + (x - this.left) / this.pxPerMs;
  }

  /** The same scale, ended at a width of its own. */
  until(width: number): TimeScale {
    const end = Math.max(width, 1e-6);
    return new TimeScale(this.fromAt, this.at(this.left + end), this.left, end);
  }

  /** How long a stretch of `px` lasts (ms). */
  lasting(px: number): number {
    return px / this.pxPerMs;
  }
}
