import type { Stretch } from '../../state/lab.js';
import type { TimelineRun } from '../run/timeline-run.js';

/** One cannot zoom in further than this: a ten-millionth of a run, or a microsecond. */
const CLOSEST = 1e-7;
const SHORTEST_MS = 1e-3;
/** Requests that arrive in the stretch that is shown first. */
const FIRST_LOOK = 48;

/** The stretch inside a run that comes nearest to one asked for; its length stays where it can. */
export function inside({ from, to }: Stretch, lengthMs: number): Stretch {
  const shortest = Math.min(lengthMs, Math.max(SHORTEST_MS, lengthMs * CLOSEST));
  const length = Math.min(lengthMs, Math.max(shortest, to - from));
  const start = Math.min(lengthMs - length, Math.max(0, (from + to - length) / 2));
  // A stretch that was cut at one side alone keeps the other.
  const kept = to - from > length ? start : Math.min(lengthMs - length, Math.max(0, from));
  return { from: kept, to: kept + length };
}

export const whole = (lengthMs: number): Stretch => ({ from: 0, to: lengthMs });

export function isWhole({ from, to }: Stretch, lengthMs: number): boolean {
  return from <= 0 && to >= lengthMs;
}

/** What is shown before anybody has chosen: the first arrivals, which stay the same whatever the batch size. */
export function firstLook({ log, originAt, lengthMs }: TimelineRun): Stretch {
  if (log.requestCount <= 2 * FIRST_LOOK) return whole(lengthMs);
  const to = log.requests.arrivedAt[FIRST_LOOK - 1]! - originAt;
  return to > 0 ? { from: 0, to } : whole(lengthMs);
}

/** Shorter by this factor; `at` stays where it is. */
export function zoomed({ from, to }: Stretch, factor: number, at: number): Stretch {
  return { from: at - (at - from) / factor, to: at + (to - at) / factor };
}

/** Later by this share of its own length. */
export function panned({ from, to }: Stretch, share: number): Stretch {
  const by = (to - from) * share;
  return { from: from + by, to: to + by };
}

/** Of the same length, with these instants in sight: moved no further than it takes. */
export function showing(stretch: Stretch, first: number, last: number): Stretch {
  const length = stretch.to - stretch.from;
  const margin = length * 0.04;
  if (first - margin >= stretch.from && last + margin <= stretch.to) return stretch;
  if (last - first > length - 2 * margin) {
    const from = first - margin;
    return { from, to: from + length };
  }
  const by = first - margin < stretch.from ? first - margin - stretch.from : last + margin - stretch.to;
  return { from: stretch.from + by, to: stretch.to + by };
}

/**
 * The same stretch in another run: it scales with the time over which requests arrive, so that it goes on showing the
 * same requests, whether their engine became slower or they come faster. All of one run is all of the other.
 */
export function carriedOver(stretch: Stretch, before: TimelineRun, after: TimelineRun): Stretch {
  if (isWhole(stretch, before.lengthMs)) return whole(after.lengthMs);
  const byArrivals = before.arrivalSpanMs > 0 && after.arrivalSpanMs > 0;
  const factor = byArrivals ? after.arrivalSpanMs / before.arrivalSpanMs : after.lengthMs / before.lengthMs;
  return { from: stretch.from * factor, to: stretch.to * factor };
}
