import type { TimelineRun } from '../run/timeline-run.js';
import { firstAfter, firstFrom } from '../run/search.js';

/** The tallest row (px). */
const TALLEST = 22;

/** Which requests have a row, and where. Rows of `groupSize` requests each share `groupSize` lanes of pixels. */
export interface RequestRows {
  /** At the upper edge; a fraction of a row may be above it. */
  readonly first: number;
  /** At the lower edge. */
  readonly end: number;
  /** Height of one request's lane (px). */
  readonly lane: number;
  /** Groups hold 2^level requests. */
  readonly level: number;
  readonly groupSize: number;
}

/** Rows for those in the system between two instants, in at most `height` px. */
export function requestRows(run: TimelineRun, fromAt: number, toAt: number, height: number): RequestRows {
  const first = firstRow(run, fromAt);
  const end = Math.max(endRow(run, toAt), first + 1);
  const lane = Math.min(TALLEST, height / (end - first));
  const level = lane >= 1 ? 0 : Math.ceil(Math.log2(1 / lane));
  return { first, end, lane, level, groupSize: 2 ** level };
}

/** Where a request's lane begins (px below the upper edge). */
export function laneTop({ first, lane }: RequestRows, request: number): number {
  return (request - first) * lane;
}

/**
 * The row at the upper edge. Requests leave by batches; so that rows glide and never jump, those that left with the
 * batch before the one at the left edge move out of sight while that one runs.
 */
function firstRow({ allGoneAt }: TimelineRun, fromAt: number): number {
  const present = firstFrom(allGoneAt, fromAt);
  if (present === 0 || present === allGoneAt.length) return Math.max(0, present - 1);
  const before = allGoneAt[present - 1]!;
  const leaving = firstFrom(allGoneAt, before);
  const share = (fromAt - before) / (allGoneAt[present]! - before);
  return leaving + (present - leaving) * share;
}

/** The row at the lower edge: that of the next arrival comes into sight before it arrives. */
function endRow({ log, originAt }: TimelineRun, toAt: number): number {
  const { requests, requestCount } = log;
  const arrived = firstAfter(requests.arrivedAt, toAt, 0, requestCount);
  if (arrived === requestCount) return requestCount;
  const before = arrived === 0 ? originAt : requests.arrivedAt[arrived - 1]!;
  const nextAt = requests.arrivedAt[arrived]!;
  const coming = firstAfter(requests.arrivedAt, nextAt, arrived, requestCount);
  return arrived + (coming - arrived) * ((toAt - before) / (nextAt - before));
}
