import type { Departure } from 'lockstep/batcher';
import type { DecisionRecord } from 'lockstep/core';

/**
 * The time of a live run: milliseconds since it began, which may pass faster than those of the wall. A run at speed 10
 * is one in which everything, arrivals, waits and batches, goes ten times as fast; what it reports is its own time.
 */
export class RunClock {
  /**
   * @param originAt when the run began, in milliseconds of `performance.now()`
   * @param speed its milliseconds in one of the wall's, > 0
   */
  constructor(
    readonly originAt: number,
    readonly speed: number,
  ) {}

  /** The instant it is now (ms). */
  now(): number {
    return this.instantOf(performance.now());
  }

  /** An instant of `performance.now()` in the time of the run. */
  instantOf(at: number): number {
    return this.durationOf(at - this.originAt);
  }

  durationOf(wallMs: number): number {
    return wallMs * this.speed;
  }

  /** How long a duration of the run takes by the wall (ms). */
  wallMs(durationMs: number): number {
    return durationMs / this.speed;
  }

  /** A decision record of the batcher in the time of the run. */
  record(record: DecisionRecord): DecisionRecord {
    return {
      ...record,
      startedAt: this.instantOf(record.startedAt),
      engineFreeAt: this.instantOrNull(record.engineFreeAt),
      endedAt: this.instantOf(record.endedAt),
      members: record.members.map((member) => ({
        ...member,
        arrivedAt: this.instantOf(member.arrivedAt),
        blockedMs: this.durationOf(member.blockedMs),
        formingMs: this.durationOf(member.formingMs),
        firstTokenAt: this.instantOrNull(member.firstTokenAt),
        finishedAt: this.instantOf(member.finishedAt),
      })),
      reruns: record.reruns.map((rerun) => ({
        ...rerun,
        startedAt: this.instantOf(rerun.startedAt),
        endedAt: this.instantOf(rerun.endedAt),
      })),
    };
  }

  /** A departure of the batcher in the time of the run. */
  departure(departure: Departure): Departure {
    return {
      ...departure,
      arrivedAt: this.instantOf(departure.arrivedAt),
      leftAt: this.instantOf(departure.leftAt),
    };
  }

  private instantOrNull(at: number | null): number | null {
    return at === null ? null : this.instantOf(at);
  }
}
