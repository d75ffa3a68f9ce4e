import type { DecisionLog } from 'lockstep/core';
import { firstAfter } from './search.js';

/** How much time slots spent in which state; sums over all slots (ms). */
export interface SlotSums {
  own: number;
  held: number;
  /** Slots that were filled or could have been while a batch ran: batches' time, not times slots. */
  busy: number;
}

/** Integrals over time of what slots did, exact at any instant: a difference of two gives the average between them. */
export class SlotTime {
  /** Own last tokens, batch after batch, ascending within each. */
  private readonly finishedAt: Float64Array;
  /** Sums of these up to each, within its batch and from its start (ms). */
  private readonly ownBefore: Float64Array;
  /** What all batches before each one add up to. */
  private readonly own: Float64Array;
  private readonly held: Float64Array;
  private readonly busy: Float64Array;

  constructor(
    private readonly log: DecisionLog,
    endAt: number,
  ) {
    const { batches, batchCount, memberCount } = log;
    this.finishedAt = new Float64Array(memberCount);
    this.ownBefore = new Float64Array(memberCount);
    this.own = new Float64Array(batchCount + 1);
    this.held = new Float64Array(batchCount + 1);
    this.busy = new Float64Array(batchCount + 1);
    for (let batch = 0; batch < batchCount; batch++) {
      const startedAt = batches.startedAt[batch]!;
      const endedAt = Number.isNaN(batches.endedAt[batch]!) ? endAt : batches.endedAt[batch]!;
      const own = this.readBatch(batch, startedAt, endedAt);
      const length = endedAt - startedAt;
      this.own[batch + 1] = this.own[batch]! + own;
      this.held[batch + 1] = this.held[batch]! + length * batches.size[batch]! - own;
      this.busy[batch + 1] = this.busy[batch]! + length;
    }
  }

  /** All that slots did until `at`. */
  until(at: number): SlotSums {
    const { batches, batchCount } = this.log;
    const next = firstAfter(batches.startedAt, at, 0, batchCount);
    if (next === 0) return { own: 0, held: 0, busy: 0 };
    const batch = next - 1;
    const startedAt = batches.startedAt[batch]!;
    const length = this.busy[next]! - this.busy[batch]!;
    const passed = Math.min(at - startedAt, length);
    const size = batches.size[batch]!;
    const from = batches.membersFrom[batch]!;
    const done = firstAfter(this.finishedAt, at, from, from + size) - from;
    const own = (done === 0 ? 0 : this.ownBefore[from + done - 1]!) + (size - done) * passed;
    return {
      own: this.own[batch]! + own,
      held: this.held[batch]! + passed * size - own,
      busy: this.busy[batch]! + passed,
    };
  }

  private readBatch(batch: number, startedAt: number, endedAt: number): number {
    const { log, finishedAt, ownBefore } = this;
    const from = log.batches.membersFrom[batch]!;
    const members = log.membersOf(batch);
    members.forEach((request, slot) => {
      const at = log.requests.finishedAt[request]!;
      finishedAt[from + slot] = Number.isNaN(at) ? endedAt : Math.min(endedAt, Math.max(startedAt, at));
    });
    finishedAt.subarray(from, from + members.length).sort();
    let own = 0;
    for (let slot = 0; slot < members.length; slot++) {
      own += finishedAt[from + slot]! - startedAt;
      ownBefore[from + slot] = own;
    }
    return own;
  }
}
