import { isUnstable, rateLabel, sizeLabel } from 'lockstep-cli/charts';
import { inWords, percent, significant } from 'lockstep/metrics';
import type { SweepPoint } from 'lockstep/simulation';

/** A point and what it does, in a line. */
export function figuresInWords(point: SweepPoint): string {
  const { batchSize, rate, capacity, e2eLatencyMs, throughput, lossShare } = point;
  return [
    `Batch size ${sizeLabel(batchSize)}`,
    ...(rate === null ? [] : [rateLabel(rate)]),
    `p99 ${inWords(e2eLatencyMs.p99)}`,
    ...(lossShare === null || lossShare === 0 ? [] : [`${percent(lossShare)} of the requests lost`]),
    ...(throughput.requestsPerSecond === null
      ? []
      : [`throughput ${significant(throughput.requestsPerSecond)} requests/s`]),
    ...(capacity === null ? [] : [`capacity ${significant(capacity.requestsPerSecond)} requests/s`]),
    ...(isUnstable(point) ? ['unstable'] : []),
  ].join(', ');
}
