import { type DecisionLog, MinHeap, ProtocolError } from '../core/index.js';
import { type Random, randomStream } from '../random/index.js';
import type { ClosedArrivals } from './arrivals/arrivals.js';
import type { LengthDistribution } from './lengths/length-distribution.js';
import type { ArrivalSource } from './workload.js';

export interface ClosedLoopPlan {
  readonly arrivals: ClosedArrivals;
  readonly promptTokens: LengthDistribution;
  readonly outputTokens: LengthDistribution;
  /** Requests of all users together. */
  readonly count: number;
  readonly seed: number;
}

/** A rejected user comes back no sooner than this (ms), or a full queue could be asked forever at one instant. */
const LEAST_RETRY_MS = 1;

/**
 * One pass over a closed loop. Every user has streams of their own, so that their k-th request has the same
 * lengths, and the same think time after it, whatever the scheduler does. Users due at one instant ask in the
 * order of their numbers.
 */
export class ClosedLoopSource implements ArrivalSource {
  nextAt: number;
  exhausted = false;
  private taken = 0;
  /** The users who are thinking, by the instant at which they ask next, then by number. */
  private readonly due = new MinHeap<number>();
  private readonly streams: UserStreams[];
  /** Who waits for the answer to which request. */
  private readonly userOf = new Map<number, number>();

  constructor(private readonly plan: ClosedLoopPlan) {
    const { seed } = plan;
    // Users beyond the number of requests would never ask.
    const users = Math.min(plan.arrivals.users, plan.count);
    this.streams = Array.from({ length: users }, (_, user) => ({
      promptTokens: randomStream(seed, 'prompt tokens', user),
      outputTokens: randomStream(seed, 'output tokens', user),
      thinkTime: randomStream(seed, 'think time', user),
    }));
    for (let user = 0; user < users; user++) this.due.push(0, user, user);
    this.nextAt = this.due.topRank;
  }

  take(log: DecisionLog): number {
    if (this.nextAt === Infinity) throw new ProtocolError('a request was taken while no user was due');
    const { promptTokens, outputTokens, count } = this.plan;
    const at = this.nextAt;
    const user = this.due.pop()!;
    const streams = this.streams[user]!;
    const request = log.arrive(
      at,
      promptTokens.draw(streams.promptTokens),
      outputTokens.draw(streams.outputTokens),
    );
    this.userOf.set(request, user);
    this.exhausted = ++this.taken === count;
    this.nextAt = this.exhausted ? Infinity : this.due.topRank;
    return request;
  }

  left(request: number, at: number, outcome: 'completed' | 'rejected' | 'cancelled' | 'expired'): void {
    const user = this.userOf.get(request);
    if (user === undefined) throw new ProtocolError(`request ${request} left, but no user waits for it`);
    this.userOf.delete(request);
    if (this.exhausted) return;
    const thinkMs = this.plan.arrivals.drawThinkMs(this.streams[user]!.thinkTime);
    const pauseMs = outcome === 'rejected' ? Math.max(thinkMs, LEAST_RETRY_MS) : thinkMs;
    this.due.push(at + pauseMs, user, user);
    this.nextAt = this.due.topRank;
  }
}

interface UserStreams {
  readonly promptTokens: Random;
  readonly outputTokens: Random;
  readonly thinkTime: Random;
}
