import type { RunPoint } from 'lockstep/simulation';
import type { TimelineWindow } from './timeline-window.js';
import { isUnstable, rateLabel, sizeLabel } from './sweep-points.js';

/** Which run a picture shows, and how it is cut. */
export function runSubtitle(point: RunPoint, window?: TimelineWindow): string {
  return [
    `batch size ${sizeLabel(point.batchSize)}`,
    `wait rule ${point.wait}`,
    ...(point.rate === null ? [] : [rateLabel(point.rate)]),
    ...(isUnstable(point) ? ['unstable'] : []),
    ...(window?.isCut ? ['bars at the left edge began earlier'] : []),
  ].join(' · ');
}
