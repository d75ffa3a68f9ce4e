import type { DecisionLog } from 'lockstep/core';
import { timelineWindow, type TimelineWindow } from './timeline-window.js';

/** A batch that ran while the window is in sight. Times in ms since the first arrival. */
export interface SlotBatch {
  readonly batch: number;
  /** The engine that ran it, from 0. */
  readonly engine: number;
  readonly startedAt: number;
  readonly endedAt: number;
  /** When each row was done, in slot order. */
  readonly finishedAt: readonly number[];
}

/** A stretch of a run, with every batch that ran in it, whole. */
export interface SlotWindow extends TimelineWindow {
  /** How many engines there are. */
  readonly engines: number;
  readonly batches: readonly SlotBatch[];
}

/** From the start of the first batch that the timeline of requests shows to the end of the last. */
export function slotWindow(log: DecisionLog): SlotWindow {
  const requests = timelineWindow(log);
  const { originAt, firstStart } = requests;
  const { startedAt, endedAt } = log.batches;
  const shown = new Set(requests.spans.flatMap(({ row }) => row?.batch ?? []));
  const to = Math.max(firstStart, ...[...shown].map((batch) => endedAt[batch]! - originAt));
  const batches: SlotBatch[] = [];
  for (let batch = 0; batch < log.batchCount; batch++) {
    const [start, end] = [startedAt[batch]! - originAt, endedAt[batch]! - originAt];
    if (!shown.has(batch) && (start >= to || end <= firstStart)) continue;
    const finishedAt = Array.from(
      log.membersOf(batch),
      (member) => log.requests.finishedAt[member]! - originAt,
    );
    batches.push({ batch, engine: log.engineOf(batch), startedAt: start, endedAt: end, finishedAt });
  }
  return { ...requests, from: firstStart, to, engines: log.engines, batches };
}
