import { type RequestSpan, timelineSpans } from 'lockstep/metrics';
import type { ShownRun } from '../simulation/shown-run.js';
import type { AnsweredSpan, Scene } from './scene.js';

type Told = Pick<ShownRun, 'log' | 'release'>;

/** Requests that are looked at when one is chosen; scenes have fewer. */
const MOST = 2000;

export const blockedMs = (span: AnsweredSpan) => span.blockedUntil - span.arrivedAt;
export const formingMs = (span: AnsweredSpan) => span.waitedUntil - span.blockedUntil;
/** From the start of its batch to its own last token. */
export const ownMs = ({ row }: AnsweredSpan) => row.finishedAt - row.startedAt;
export const heldMs = ({ row }: AnsweredSpan) => row.batchEndedAt - row.finishedAt;

/** One request of a run; null unless it was run and answered. */
export function answeredSpan(run: Told, request: number): AnsweredSpan | null {
  return answered(run, timelineSpans(run.log, { from: request, count: 1 }))[0] ?? null;
}

/** The request that shows most of what a scene is about; null where none was answered. */
export function strongest(scene: Scene, run: Told): AnsweredSpan | null {
  const spans = answered(run, timelineSpans(run.log, { count: MOST }));
  if (spans.length === 0) return null;
  return spans.reduce((best, each) => (scene.strength(each) > scene.strength(best) ? each : best));
}

function answered({ release }: Told, spans: readonly RequestSpan[]): AnsweredSpan[] {
  return spans.flatMap((span) => {
    const { outcome, row } = span;
    if (outcome !== 'completed' || row === null) return [];
    return [{ ...span, row, releasedAt: release === 'batch' ? row.batchEndedAt : row.finishedAt }];
  });
}
