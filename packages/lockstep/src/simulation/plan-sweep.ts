import { ConfigurationError } from '../core/index.js';

/** One configuration of a sweep. */
export interface SweepConfiguration<Wait> {
  readonly batchSize: number;
  readonly wait: Wait;
  /** Requests per second; null where the workload keeps its own timing. */
  readonly rate: number | null;
}

const MOST_POINTS = 10_000;

/**
 * The grid of a sweep in the order of its points: by rate, then by wait rule, then by batch size.
 * @throws ConfigurationError when a list is empty, or for more than 10,000 points
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
  const { batchSizes, waits, rates } = lists;
  if (batchSizes.length * waits.length * rates.length > MOST_POINTS) {
    throw new ConfigurationError(
      `sweep: expected at most ${MOST_POINTS} points, got ${batchSizes.length} batch sizes × ${waits.length} wait rules × ` +
        `${rates.length} rates`,
    );
  }
  return lists.rates.flatMap((rate) =>
    lists.waits.flatMap((wait) => lists.batchSizes.map((batchSize) => ({ batchSize, wait, rate }))),
  );
}
