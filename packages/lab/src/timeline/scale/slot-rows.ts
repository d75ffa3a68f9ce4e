import type { TimelineRun } from '../run/timeline-run.js';
import { firstAfter, firstFrom } from '../run/search.js';

/** The tallest lane (px). */
const TALLEST = 44;
/** Lower lanes, or batches narrower on average, are not told apart (px). */
const LOWEST = 2;
const NARROWEST = 3;

/** The batches of a stretch and the lanes of their slots. */
export interface SlotRows {
  /** The first batch, and the one after the last. */
  readonly first: number;
  readonly end: number;
  readonly slots: number;
  /** Height of a slot's lane (px). */
  readonly lane: number;
  /** Batches or lanes are too small to be drawn one by one: columns of pixels show averages. */
  readonly isAveraged: boolean;
}

export function slotRows(
  run: TimelineRun,
  fromAt: number,
  toAt: number,
  size: { readonly width: number; readonly height: number },
): SlotRows {
  const { allEndedAt, log, slots } = run;
  const first = firstFrom(allEndedAt, fromAt);
  const end = firstAfter(log.batches.startedAt, toAt, first, log.batchCount);
  const lane = Math.min(TALLEST, size.height / slots);
  const isAveraged = lane < LOWEST || (end - first) * NARROWEST > size.width;
  return { first, end, slots, lane, isAveraged };
}
