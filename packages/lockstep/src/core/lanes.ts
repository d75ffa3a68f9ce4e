import { Lane } from './lane.js';
import type { RunningBatch } from './running-batch.js';

/**
 * All requests that wait, in lanes: one for those without a key, always there, and one for each key for which somebody
 * waits.
 */
export class Lanes {
  /** Requests waiting, in all lanes together. */
  size = 0;
  private readonly withoutKey: Lane;
  private readonly lanes: Lane[];
  private readonly withKey = new Map<string, Lane>();
  /** The lane in which a request with a key waits. */
  private readonly laneOf = new Map<number, Lane>();

  constructor(private readonly maxBatchSize: number) {
    this.withoutKey = new Lane(undefined, 0, maxBatchSize);
    this.lanes = [this.withoutKey];
  }

  /** In no order that means anything; the lane of the requests without a key may be empty. */
  get all(): readonly Lane[] {
    return this.lanes;
  }

  /** @param latest the batch that runs, or ran last */
  push(request: number, arrivedAt: number, key: string | undefined, latest: RunningBatch | null): void {
    this.size++;
    if (key === undefined) return this.withoutKey.push(request, arrivedAt, latest);
    const lane = this.withKey.get(key) ?? this.open(key);
    lane.push(request, arrivedAt, latest);
    this.laneOf.set(request, lane);
  }

  /** Takes the oldest requests of a lane out, in order: as many as a batch holds. */
  takeBatch(lane: Lane): number[] {
    const members = lane.takeBatch();
    this.size -= members.length;
    if (lane !== this.withoutKey) {
      for (const request of members) this.laneOf.delete(request);
      if (lane.size === 0) this.close(lane);
    }
    return members;
  }

  /** Removes a waiting request; false if it is not here. */
  withdraw(request: number): boolean {
    const lane = this.laneOf.get(request) ?? this.withoutKey;
    if (!lane.withdraw(request)) return false;
    this.size--;
    if (lane !== this.withoutKey) {
      this.laneOf.delete(request);
      if (lane.size === 0) this.close(lane);
    }
    return true;
  }

  private open(key: string): Lane {
    const lane = new Lane(key, this.lanes.length, this.maxBatchSize);
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
  }
}
