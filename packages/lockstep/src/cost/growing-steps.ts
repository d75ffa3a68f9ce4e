import type { BatchTime } from './cost-model.js';

/**
 * A prefill that ends with the first token, then a decode step per further token. The j-th decode step takes
 * `stepMs + growthMs·j`, so that the first m of them take m·stepMs + growthMs·m(m+1)/2: a closed form in place
 * of a sum over tokens.
 */
export class GrowingSteps implements BatchTime {
  readonly durationMs: number;

  constructor(
    private readonly firstTokenMs: number,
    private readonly stepMs: number,
    private readonly growthMs: number,
    longestOutput: number,
    readonly extrapolated = false,
  ) {
    this.durationMs = this.tokenMs(longestOutput);
  }

  tokenMs(k: number): number {
    return this.firstTokenMs + (k - 1) * (this.stepMs + this.growthMs * (k / 2));
  }
}
