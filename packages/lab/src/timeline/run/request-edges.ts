import { type DecisionLog, NO_BATCH } from 'lockstep/core';

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
      edges[2] = edges[3] = edges[4] = finishedAt;
    } else {
      const startedAt = batches.startedAt[batch]!;
      const endedAt = this.known(batches.endedAt[batch]!);
      edges[2] = startedAt;
      edges[3] = between(startedAt, finishedAt, endedAt);
      edges[4] = endedAt;
    }
    edges[1] = log.blockedUntil(request, edges[2]);
    return edges;
  }

  private known(at: number): number {
    return Number.isNaN(at) ? this.endAt : at;
  }
}

const between = (low: number, at: number, high: number) => Math.min(high, Math.max(low, at));
