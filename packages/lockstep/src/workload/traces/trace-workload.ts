import { ColumnSource } from '../column-source.js';
import type { Workload } from '../workload.js';
import { type Trace, traceDispersion, traceRate } from './trace.js';

/**
 * Replays a trace: its arrivals with its lengths. `drawLengths` draws one of its rows.
 * @param rate the rate that it was scaled to (requests/s); null, the default, where its own is to be measured
 */
export function traceWorkload(trace: Trace, rate: number | null = null): Workload {
  const { promptTokens, outputTokens } = trace;
  const count = trace.arrivedAt.length;
  let dispersion: number | null | undefined;
  return {
    count,
    kind: count > 1 && traceRate(trace) === null ? 'burst' : 'open',
    rate,
    get dispersion() {
      return (dispersion ??= traceDispersion(trace));
    },
    drawLengths: (random, into) => {
      const row = Math.floor(random.next() * count);
      into.promptTokens = promptTokens[row]!;
      into.outputTokens = outputTokens[row]!;
    },
    open: () => new ColumnSource(trace),
  };
}
