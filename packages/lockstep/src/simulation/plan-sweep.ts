import { ConfigurationError } from '../core/index.js';

/** One configuration of a sweep. */
export interface SweepConfiguration<Wait> {
  readonly batchSize: number;
  readonly wait: Wait;
  /** Requests per second; null where the workload keeps its own timing. */
  readonly rate: number | null;
}

/**
 * The grid of a sweep in the order of its points: by rate, then by wait rule, then by batch size.
 * @throws ConfigurationError when a list is empty
 */
export function planSweep<Wait>(lists: {
  readonly batchSizes: readonly number[];
  readonly waits: readonly Wait[];
  /** `[null]` for a workload's own timing. */
  readonly rates: readonly (number | null)[];
}): SweepConfiguration<Wait>[] {
  for (const [name, list] of Object.entries(lists)) {
    if (list.length === 0) throw new ConfigurationError(`sweep: expected at least one of ${name}, got none`);
  }
  return lists.rates.flatMap((rate) =>
    lists.waits.flatMap((wait) => lists.batchSizes.map((batchSize) => ({ batchSize, wait, rate }))),
  );
}
