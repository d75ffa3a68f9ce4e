import { Lane } from './lane.js';

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

  /** The one lane, if there is but one. */
  get only(): Lane | null {
    return this.lanes.length === 1 ? this.withoutKey : null;
  }

  /** @param engineFreeAt when the engine became free (ms), NaN while a batch runs */
  push(request: number, arrivedAt: number, key: string | undefined, engineFreeAt: number): void {
    this.size++;
    if (key === undefined) return this.withoutKey.push(request, arrivedAt, engineFreeAt);
    const lane = this.withKey.get(key) ?? this.open(key);
    lane.push(request, arrivedAt, engineFreeAt);
    this.laneOf.set(request, lane);
  }

  /** Takes the oldest requests of a lane out, in order: as many as a batch holds. */
  takeBatch(lane: Lane): number[] {
    const members = lane.takeBatch();
    this.size -= members.length;
    if (lane !== this.withoutKey) this.forget(lane, members);
    return members;
  }

  /** The running batch has ended. */
  engineFreed(now: number): void {
    for (let i = 0; i < this.lanes.length; i++) this.lanes[i]!.engineFreed(now);
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

  private forget(lane: Lane, members: readonly number[]): void {
    for (const request of members) this.laneOf.delete(request);
    if (lane.size === 0) this.close(lane);
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
