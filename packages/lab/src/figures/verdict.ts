import { isUnstable } from 'lockstep-cli/charts';
import { significant } from 'lockstep/metrics';
import type { SweepPoint } from 'lockstep/simulation';

/** What one has to know before one reads the figures. */
export interface Verdict {
  readonly kind: 'unstable' | 'limited' | 'fine';
  readonly short: string;
  /** The whole of it; shown where one asks. */
  readonly long: string;
}

export function verdict(point: SweepPoint): Verdict {
  if (isUnstable(point)) {
    return {
      kind: 'unstable',
      short: `Unstable: offered load ${significant(point.offeredLoad!)}, latencies grow with the length of the run.`,
      long:
        'Requests arrive faster than full batches could be served: the queue and the latencies grow with the ' +
        'length of the run, so they describe this run and not the system.',
    };
  }
  if (point.limitedByWaitRule) {
    return {
      kind: 'limited',
      short: 'Limited by the wait rule: a larger batch changes nothing.',
      long: 'Fewer than 1 batch in 100 started because it was full; all others the wait rule let go earlier.',
    };
  }
  return {
    kind: 'fine',
    short: point.stable === null ? '' : `Stable: offered load ${significant(point.offeredLoad!)}.`,
    long: point.stable === null ? '' : 'Full batches could serve requests faster than they arrive.',
  };
}
