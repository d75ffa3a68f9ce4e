import type { Lane } from './lane.js';
import { MinHeap } from './min-heap.js';

/**
 * Lanes by a number, the lane with the smallest on top. Each lane knows its own place, so that a lane can be taken out from
 * anywhere.
 */
export class LaneHeap {
  private readonly heap = new MinHeap<Lane>((lane, place) => (lane.heapPlace = place));

  /** The lane with the smallest number; null if there is none. */
  get top(): Lane | null {
    return this.heap.top ?? null;
  }

  /** The smallest number; Infinity if there is none. */
  get topRank(): number {
    return this.heap.topRank;
  }

  /**
   * @param lane in no heap
   * @param tie of lanes with equal numbers that with the smallest is before the others
   */
  add(lane: Lane, rank: number, tie: number): void {
    lane.heap = this;
    this.heap.push(rank, tie, lane);
  }

  /** @param lane in this heap */
  remove(lane: Lane): void {
    this.heap.removeAt(lane.heapPlace);
    lane.heap = null;
  }
}
