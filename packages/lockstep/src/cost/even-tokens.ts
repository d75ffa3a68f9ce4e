import type { BatchTime } from './cost-model.js';

/** A batch whose tokens come at an even pace: token k of every row is ready at k/longest of the batch's time. */
export class EvenTokens implements BatchTime {
  constructor(
    readonly durationMs: number,
    private readonly longestOutput: number,
  ) {}

  tokenMs(k: number): number {
    return this.durationMs * (k / this.longestOutput);
  }
}
