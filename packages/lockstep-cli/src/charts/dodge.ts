/** A mark in px from the left top corner of its plot. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Marks nearer than this cover one another for the most part (px). */
const NEAR = 7;
/** By how much a mark is moved at a time, and how often at most (px). */
const STEP = 7.5;
const MOST_STEPS = 6;

/**
 * Moves marks up or down, as little as possible, so that none covers another: each keeps its x. Where there is no room
 * within [0, height] a mark stays where it is.
 */
export function dodged<T extends Spot>(marks: readonly T[], height: number): T[] {
  const placed: T[] = [];
  for (const mark of marks) {
    const isFree = (y: number) => placed.every((other) => Math.hypot(other.x - mark.x, other.y - y) >= NEAR);
    const shifts = Array.from(
      { length: 2 * MOST_STEPS + 1 },
      (_, i) => (i % 2 ? -1 : 1) * Math.ceil(i / 2) * STEP,
    );
    const y = shifts.map((shift) => mark.y + shift).find((at) => at >= 0 && at <= height && isFree(at));
    placed.push({ ...mark, y: y ?? mark.y });
  }
  return placed;
}
