import { Lane } from './lane.js';
import { LaneHeap } from './lane-heap.js';
import type { RequestTerms } from './request-terms.js';
import type { Policy } from './selection.js';

/** A request, with what it asks for. */
type WaitingFact = RequestTerms & { readonly request: number };

/**
 * All requests that wait, in lanes: one for those without a key, always there, and one for each key that has a waiting
 * request. Lanes are kept in the order in which their batches start, so that a decision looks only at the lanes that have
 * changed since the last one, and at the first.
 */
export class Lanes {
  /** Requests waiting, in all lanes together. */
  size = 0;
  private readonly withoutKey: Lane;
  private readonly lanes: Lane[];
  private readonly withKey = new Map<string, Lane>();
  /** The lane in which a request with a key waits. */
  private readonly laneOf = new Map<number, Lane>();
  /** Lanes whose open batch has changed since they were last put into one of the two heaps. */
  private readonly changed = new Set<Lane>();
  /** Lanes whose open batch is to start, by the request that is first in order. */
  private readonly due = new LaneHeap();
  /** Lanes whose open batch is held open, by the instant at which it closes. */
  private readonly held = new LaneHeap();

  /** @param policy by which batches are chosen; null, the default, for first come, first served and in order */
  constructor(
    private readonly maxBatchSize: number,
    private readonly policy: Policy | null = null,
  ) {
    this.withoutKey = new Lane(undefined, 0, maxBatchSize, policy?.selection() ?? null);
    this.lanes = [this.withoutKey];
  }

  /** In no order that means anything; the lane of the requests without a key may be empty. */
  get all(): readonly Lane[] {
    return this.lanes;
  }

  /** The one lane, if there is but one. */
  get only(): Lane | null {
    return this.lanes.length === 1 ? this.withoutKey : null;
  }

  /** @param engineFreeAt since when an engine has been free (ms), NaN while all are busy */
  push(fact: WaitingFact, arrivedAt: number, engineFreeAt: number): void {
    const { request, key } = fact;
    this.size++;
    const lane = key === undefined ? this.withoutKey : (this.withKey.get(key) ?? this.open(key));
    lane.push(request, arrivedAt, engineFreeAt, fact);
    if (this.lanes.length > 1) this.changed.add(lane);
    if (key !== undefined) this.laneOf.set(request, lane);
  }

  /**
   * Of the open batches that are to start, that with the oldest request, so that no request waits forever, or with the
   * first in order; if none is, the one that closes first. At least one request waits.
   * @param closesAt when the open batch of a lane closes; asked once after each change of the lane
   * @param isDue whether a lane's open batch is to start now, going by that instant
   */
  next(now: number, closesAt: (lane: Lane) => number, isDue: (lane: Lane) => boolean): Lane {
    for (const lane of this.changed) {
      lane.heap?.remove(lane);
      if (lane.size > 0) {
        lane.closesAt = closesAt(lane);
        if (isDue(lane)) this.due.add(lane, lane.rank, lane.firstId);
        else this.held.add(lane, lane.closesAt, lane.oldestId);
      }
      this.changed.delete(lane);
    }
    while (this.held.topRank <= now) {
      const lane = this.held.top!;
      this.held.remove(lane);
      this.due.add(lane, lane.rank, lane.firstId);
    }
    return (this.due.top ?? this.held.top)!;
  }

  /** What makes a batch due has changed: the batches that are held open are looked at once more. */
  reconsider(): void {
    for (let lane = this.held.top; lane !== null; lane = this.held.top) {
      this.held.remove(lane);
      this.changed.add(lane);
    }
  }

  /** Takes a batch out of a lane. The lane is to be reopened. */
  takeBatch(lane: Lane): number[] {
    const members = lane.takeBatch();
    this.size -= members.length;
    if (this.lanes.length > 1) this.changed.add(lane);
    if (lane !== this.withoutKey) this.forget(lane, members);
    if (this.policy?.ranksChange === true) this.rankAgain();
    return members;
  }

  /** An engine has become free; before, all were busy. */
  engineFreed(now: number): void {
    this.withoutKey.engineFreed(now);
    // A lane whose open batch began while all engines were busy has changed since the last decision.
    for (const lane of this.changed) lane.engineFreed(now);
  }

  /** Removes a waiting request; false if it is not here. */
  withdraw(request: number): boolean {
    const lane = this.laneOf.get(request) ?? this.withoutKey;
    if (!lane.withdraw(request)) return false;
    this.size--;
    if (this.lanes.length > 1) this.changed.add(lane);
    if (lane !== this.withoutKey) {
      this.laneOf.delete(request);
      if (lane.size === 0) this.close(lane);
    }
    return true;
  }

  /** Lanes whose batches are due are looked at once more: the ranks of their first requests may have changed. */
  private rankAgain(): void {
    for (let lane = this.due.top; lane !== null; lane = this.due.top) {
      this.due.remove(lane);
      this.changed.add(lane);
    }
  }

  private forget(lane: Lane, members: readonly number[]): void {
    for (const request of members) this.laneOf.delete(request);
    if (lane.size === 0) this.close(lane);
  }

  private open(key: string): Lane {
    // While it was the only lane, its changes were not noted.
    if (this.lanes.length === 1) this.changed.add(this.withoutKey);
    const lane = new Lane(key, this.lanes.length, this.maxBatchSize, this.policy?.selection() ?? null);
    this.lanes.push(lane);
    this.withKey.set(key, lane);
    return lane;
  }

  /** The last lane takes its place. */
  private close(lane: Lane): void {
    const last = this.lanes.pop()!;
    if (last !== lane) {
      this.lanes[lane.place] = last;
      last.place = lane.place;
    }
    this.withKey.delete(lane.key!);
    this.changed.delete(lane);
    lane.heap?.remove(lane);
  }
}
