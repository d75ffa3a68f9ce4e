import type { TimelineRun } from '../run/timeline-run.js';
import { firstAfter } from '../run/search.js';
import { NO_BATCH } from 'lockstep/core';
import type { RequestRows } from './request-rows.js';
import type { SlotRows } from './slot-rows.js';
import type { TimeScale } from './time-scale.js';

/** What stands at a place: a request in its batch, a batch's empty slot, or a request that was in no batch. */
export interface Pointed {
  readonly request: number | null;
  readonly batch: number | null;
}

/** How far beside a bar one may point (px). */
const REACH = 5;

/** The request whose bar is at, or within a few pixels of, a place; the nearest row wins. */
export function requestAt(
  run: TimelineRun,
  rows: RequestRows,
  time: TimeScale,
  x: number,
  y: number,
): Pointed | null {
  const pitch = rows.lane * rows.groupSize;
  const at = Math.floor((rows.first * rows.lane + y) / pitch);
  const reach = Math.ceil(REACH / pitch);
  for (let distance = 0; distance <= reach; distance++) {
    for (const group of distance === 0 ? [at] : [at - distance, at + distance]) {
      if (group < 0) continue;
      const request = run.slowest.at(rows.level, group);
      if (request === -1) continue;
      const edges = run.edges.of(request);
      if (x >= time.x(edges[0]!) - REACH && x <= time.x(edges[4]!) + REACH) return pointedAt(run, request);
    }
  }
  return null;
}

/** A request with its batch. */
export function pointedAt({ log }: TimelineRun, request: number): Pointed {
  const batch = log.requests.batch[request]!;
  return { request, batch: batch === NO_BATCH ? null : batch };
}

/** The batch that ran at a place, and the request in the slot there. */
export function slotAt(
  run: TimelineRun,
  rows: SlotRows,
  time: TimeScale,
  x: number,
  y: number,
): Pointed | null {
  const { batches, batchCount } = run.log;
  const at = time.at(x);
  const batch = firstAfter(batches.startedAt, at, 0, batchCount) - 1;
  if (batch < 0 || at > run.allEndedAt[batch]!) return null;
  const slot = Math.floor(y / rows.lane);
  if (slot < 0 || slot >= rows.slots) return null;
  const isFilled = !rows.isAveraged && slot < batches.size[batch]!;
  return { request: isFilled ? run.log.membersOf(batch)[slot]! : null, batch };
}
