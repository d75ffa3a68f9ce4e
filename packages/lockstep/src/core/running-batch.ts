/** A batch that the engine runs or ran, and which of its rows are still wanted. */
export class RunningBatch {
  /** When it ended (ms), and the engine became free; NaN while it runs. */
  endedAt = NaN;
  /** Made only when a row is given up. */
  private wanted: Set<number> | null = null;

  constructor(
    readonly batch: number,
    readonly members: readonly number[],
  ) {}

  /** Whether no row is wanted any more. */
  get isAbandoned(): boolean {
    return this.wanted?.size === 0;
  }

  /** Its answer is not wanted any more; false if it is not a row of this batch, or was not wanted before. */
  giveUp(request: number): boolean {
    this.wanted ??= new Set(this.members);
    return this.wanted.delete(request);
  }
}
