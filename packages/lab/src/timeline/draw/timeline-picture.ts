import type { TimelineState } from '../control/timeline-state.js';
import { slotRows } from '../scale/slot-rows.js';
import { drawAxis } from './axis-layer.js';
import { drawBatchLines } from './batch-lines.js';
import type { Colors } from './colors.js';
import { drawHighlight, drawOutline } from './highlight-layer.js';
import { clipped, type Picture, prepare } from './picture.js';
import { drawLosses, drawRequests } from './request-layer.js';
import { nameRequestRows, nameSlots } from './row-names.js';
import { drawSlots } from './slot-layer.js';

/** All that the stretch shows; with a playhead, what had happened by then. */
export function drawTimeline(canvas: HTMLCanvasElement, state: TimelineState, colors: Colors): void {
  const { width, height } = state.size.value;
  const ctx = prepare(canvas, width, height);
  const [run, found] = [state.run.value, state.rows.value];
  if (run === null || found === null) return;
  const [box, time] = [state.box.value, state.time.value];
  const picture: Picture = { ctx, colors, run, time, box };
  drawAxis(ctx, colors, box, state.stretch.value, { title: true, grid: true });
  const until = playheadX(state);
  const past: Picture = { ...picture, box: { ...box, width: Math.max(0, until - box.left) } };
  drawBatchLines(picture, slotRows(run, time.fromAt, time.toAt, box), until);
  clipped(past, () => {
    if (found.by === 'request') drawRequests(picture, found.rows);
    else drawSlots(picture, found.rows);
  });
  if (found.by === 'request') {
    drawLosses({ ...past, time: time.until(past.box.width) }, found.rows);
    nameRequestRows(picture, found.rows);
  } else {
    nameSlots(picture, found.rows);
  }
}

/** What is pointed at, and where time stands: on a canvas of their own, so that pointing draws no bar again. */
export function drawPointed(canvas: HTMLCanvasElement, state: TimelineState, colors: Colors): void {
  const [run, found, told] = [state.run.value, state.rows.value, state.told.value];
  const isEmpty = run === null || found === null || (told === null && state.playhead.value === null);
  // An empty one need not be laid over each frame of the bars.
  if (isEmpty && canvas.hidden) return;
  canvas.hidden = isEmpty;
  const { width, height } = state.size.value;
  const ctx = prepare(canvas, width, height);
  if (isEmpty) return;
  const [box, time] = [state.box.value, state.time.value];
  const picture: Picture = { ctx, colors, run, time, box };
  clipped(picture, () => {
    const kept = state.kept.value;
    if (kept !== null && kept.request !== told?.request) drawOutline(picture, found, kept);
    if (told !== null) drawHighlight(picture, found, told);
  });
  if (state.playhead.value === null) return;
  const x = playheadX(state);
  ctx.fillStyle = colors.ink;
  ctx.fillRect(x - 0.75, box.top - 6, 1.5, box.height + 6);
}

/** Where the playhead stands, within the box; without one all is past. */
function playheadX({ playhead, box, time, run }: TimelineState): number {
  const { left, width } = box.value;
  if (playhead.value === null) return left + width;
  return Math.max(left, Math.min(left + width, time.value.x(run.value!.originAt + playhead.value)));
}
