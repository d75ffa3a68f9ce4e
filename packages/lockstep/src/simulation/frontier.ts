import { compareService, isRanked, lossOf, tied } from './ranking.js';
import type { SweepPoint } from './sweep-result.js';

/**
 * The ranked points that no other beats: capacity (more is better) against p99 E2E latency (less is better),
 * differences inside the intervals being ties. A point that loses a larger share of its requests has the worse latency,
 * whatever the p99 of those that it serves. By rising capacity.
 * @param candidates indices of points of one arrival rate
 */
export function frontierOf(points: readonly SweepPoint[], candidates: readonly number[]): number[] {
  const ranked = candidates.filter((i) => isRanked(points[i]!) && points[i]!.capacity !== null);
  return ranked
    .filter((i) => !ranked.some((j) => j !== i && beats(points[j]!, points[i]!, j < i)))
    .sort((i, j) => capacity(points[i]!) - capacity(points[j]!));
}

/** A point beats another that has less capacity and serves no better; of equals the first one stays. */
function beats(a: SweepPoint, b: SweepPoint, aComesFirst: boolean): boolean {
  const service = compareService(a, b);
  if (tied(capacity(a), null, capacity(b), null)) return service < 0 || (service === 0 && aComesFirst);
  return capacity(a) > capacity(b) && service <= 0;
}

/**
 * The knee of a frontier: the point farthest above the chord from its first to its last point, with both axes
 * scaled to [0, 1] (Kneedle: Satopää et al., ICDCS workshops 2011, for one curve). Null with fewer than three
 * points, when none lies above the chord, and when they lose different shares of their requests: then their latencies
 * are of different requests, and no curve.
 */
export function kneeOf(points: readonly SweepPoint[], frontier: readonly number[]): number | null {
  if (frontier.length < 3) return null;
  if (frontier.some((i) => lossOf(points[i]!) !== lossOf(points[frontier[0]!]!))) return null;
  const capacities = frontier.map((i) => capacity(points[i]!));
  const latencies = frontier.map((i) => points[i]!.e2eLatencyMs.p99!);
  const x = scaled(latencies);
  const y = scaled(capacities);
  let knee: number | null = null;
  let farthest = 1e-9;
  for (let i = 1; i < frontier.length - 1; i++) {
    const above = y[i]! - x[i]!;
    if (above > farthest) {
      farthest = above;
      knee = frontier[i]!;
    }
  }
  return knee;
}

function scaled(values: readonly number[]): number[] {
  const first = values[0]!;
  const span = values[values.length - 1]! - first;
  return values.map((value) => (span === 0 ? 0 : (value - first) / span));
}

function capacity(point: SweepPoint): number {
  return point.capacity!.requestsPerSecond;
}
