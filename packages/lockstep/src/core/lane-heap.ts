import type { Lane } from './lane.js';

/**
 * Lanes by a number, the lane with the smallest on top; of equal numbers any. A binary heap in which each lane knows its
 * own place, so that a lane can be taken out from anywhere: adding and removing cost O(log lanes).
 */
export class LaneHeap {
  private readonly lanes: Lane[] = [];
  private readonly ranks: number[] = [];

  get size(): number {
    return this.lanes.length;
  }

  /** The lane with the smallest number; null if there is none. */
  get top(): Lane | null {
    return this.lanes[0] ?? null;
  }

  /** The smallest number; Infinity if there is none. */
  get topRank(): number {
    return this.ranks[0] ?? Infinity;
  }

  /** @param lane in no heap */
  add(lane: Lane, rank: number): void {
    lane.heap = this;
    this.rise(this.lanes.length, lane, rank);
  }

  /** @param lane in this heap */
  remove(lane: Lane): void {
    const place = lane.heapPlace;
    lane.heap = null;
    const last = this.lanes.pop()!;
    const rank = this.ranks.pop()!;
    if (last === lane) return;
    const parent = (place - 1) >> 1;
    if (place > 0 && rank < this.ranks[parent]!) this.rise(place, last, rank);
    else this.sink(place, last, rank);
  }

  private rise(from: number, lane: Lane, rank: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.ranks[parent]! <= rank) break;
      this.put(place, this.lanes[parent]!, this.ranks[parent]!);
      place = parent;
    }
    this.put(place, lane, rank);
  }

  private sink(from: number, lane: Lane, rank: number): void {
    const size = this.lanes.length;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && this.ranks[child + 1]! < this.ranks[child]!) child++;
      if (this.ranks[child]! >= rank) break;
      this.put(place, this.lanes[child]!, this.ranks[child]!);
      place = child;
    }
    this.put(place, lane, rank);
  }

  private put(place: number, lane: Lane, rank: number): void {
    this.lanes[place] = lane;
    this.ranks[place] = rank;
    lane.heapPlace = place;
  }
}
