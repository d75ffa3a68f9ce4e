/** The batch that the engine runs, and which of its rows are still wanted. */
export class RunningBatch {
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
