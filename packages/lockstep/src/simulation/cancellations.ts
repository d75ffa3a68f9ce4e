import { ConfigurationError, type DecisionLog } from '../core/index.js';

/** A request that is cancelled, and when. */
export interface Cancellation {
  /** Its place in arrival order, from 0. */
  readonly request: number;
  /** Instant (ms), not before its arrival. */
  readonly at: number;
}

/** The cancellations of a run in the order of their instants. */
export class Cancellations {
  private readonly queue: readonly Cancellation[];
  private next = 0;
  /** The instant of the next cancellation (ms), Infinity when none is left. */
  nextAt: number;

  constructor(
    cancellations: readonly Cancellation[],
    private readonly log: DecisionLog,
  ) {
    for (const { request, at } of cancellations) {
      if (!Number.isSafeInteger(request) || request < 0 || !Number.isFinite(at)) {
        throw new ConfigurationError(
          `cancellation: expected a request's number and a finite instant, got request ${request} at ${at}`,
        );
      }
    }
    this.queue = cancellations.toSorted((a, b) => a.at - b.at);
    this.nextAt = this.queue[0]?.at ?? Infinity;
  }

  /** The request of the next cancellation. */
  take(): number {
    const { request, at } = this.queue[this.next++]!;
    if (request >= this.log.requestCount) {
      throw new ConfigurationError(`cancellation: request ${request} has not arrived by ${at} ms`);
    }
    this.nextAt = this.queue[this.next]?.at ?? Infinity;
    return request;
  }
}
