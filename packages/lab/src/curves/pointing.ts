import type { Places } from 'lockstep-cli/charts';
import type { SweepPoint } from 'lockstep/simulation';
import type { Spot } from './living-view.js';

/**
 * The point of a sweep that is pointed at: of those within reach the nearest.
 * @param corners the panels' left top corners
 */
export function pointAt(
  spot: Spot,
  points: readonly SweepPoint[],
  places: Places,
  corners: readonly Spot[],
): SweepPoint | null {
  const { reach } = places;
  let nearest: SweepPoint | null = null;
  let least = Infinity;
  for (const point of points) {
    for (const { panel, x, y } of places.of(point)) {
      const corner = corners[panel];
      if (corner === undefined) continue;
      const dx = Math.abs(spot.x - corner.x - x);
      const dy = Math.abs(spot.y - corner.y - y);
      if (dx > reach.x || dy > reach.y) continue;
      // Where a whole column or row is within reach, only the way across it counts.
      const distance = Math.hypot(reach.x === Infinity ? 0 : dx, reach.y === Infinity ? 0 : dy);
      if (distance < least) [nearest, least] = [point, distance];
    }
  }
  return nearest;
}
