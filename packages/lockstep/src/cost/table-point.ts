/** One measurement: batches of one size, all prompts of one length. */
export interface TablePoint {
  /** Rows, an integer ≥ 1. */
  readonly batchSize: number;
  /** Length of every prompt, an integer ≥ 0. */
  readonly promptTokens: number;
  /** From the batch's start to its first token (ms), finite, ≥ 0. */
  readonly prefillMs: number;
  /** Mean time of a decode step after that (ms), finite, ≥ 0. */
  readonly stepMs: number;
}
