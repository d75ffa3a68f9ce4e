import { type DecisionLog, NO_BATCH } from 'lockstep/core';
import { firstFrom } from './search.js';

/** What stands between two edges of a bar, in order. */
export const BLOCKED = 0;
export const FORMING = 1;
export const OWN = 2;
export const HELD = 3;

/**
 * The instants that divide a request's bar, as on the log's clock: it arrived, was blocked until, waited until, had its
 * own last token, and was gone from the engine. The same array comes back at every call: ten thousand bars a second
 * leave nothing to clean up. What is not known to have ended reaches to the end of the run.
 */
export class RequestEdges {
  private readonly edges = new Float64Array(5);

  constructor(
    private readonly log: DecisionLog,
    private readonly endAt: number,
  ) {}

  of(request: number): Float64Array {
    const { edges, log } = this;
    const { requests, batches } = log;
    const batch = requests.batch[request]!;
    const arrivedAt = requests.arrivedAt[request]!;
    const finishedAt = this.known(requests.finishedAt[request]!);
    edges[0] = arrivedAt;
    if (batch === NO_BATCH) {
      edges[1] = between(arrivedAt, this.engineFreeBefore(finishedAt), finishedAt);
      edges[2] = edges[3] = edges[4] = finishedAt;
    } else {
      const startedAt = batches.startedAt[batch]!;
      const endedAt = this.known(batches.endedAt[batch]!);
      edges[1] = between(arrivedAt, batches.engineFreeAt[batch]!, startedAt);
      edges[2] = startedAt;
      edges[3] = between(startedAt, finishedAt, endedAt);
      edges[4] = endedAt;
    }
    return edges;
  }

  private known(at: number): number {
    return Number.isNaN(at) ? this.endAt : at;
  }

  /** When the batch that started last before `at` ended. */
  private engineFreeBefore(at: number): number {
    const { batches, batchCount } = this.log;
    const next = firstFrom(batches.startedAt, at, 0, batchCount);
    return next === 0 ? -Infinity : this.known(batches.endedAt[next - 1]!);
  }
}

const between = (low: number, at: number, high: number) => Math.min(high, Math.max(low, at));
