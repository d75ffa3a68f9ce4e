import type { TimelineRun } from '../run/timeline-run.js';
import type { Pointed } from '../scale/hit-test.js';
import { laneTop, type RequestRows } from '../scale/request-rows.js';
import type { SlotRows } from '../scale/slot-rows.js';
import type { Picture } from './picture.js';

/** Rows by which things are found again on the picture below. */
export type Rows =
  { readonly by: 'request'; readonly rows: RequestRows } | { readonly by: 'slot'; readonly rows: SlotRows };

/** Members of one batch that are outlined, at most. */
const MOST = 512;

/** The batch pointed at, from its start to its end and each of its bars; and the request, set off from them. */
export function drawHighlight(picture: Picture, found: Rows, { request, batch }: Pointed): void {
  const { ctx, colors, run, time, box } = picture;
  if (batch !== null) {
    const x0 = time.x(run.log.batches.startedAt[batch]!);
    const x1 = Math.max(x0 + 1, time.x(endOf(run, batch)));
    ctx.fillStyle = colors.ink;
    ctx.globalAlpha = 0.07;
    ctx.fillRect(x0, box.top, x1 - x0, box.height);
    ctx.globalAlpha = 1;
    ctx.lineWidth = 1;
    ctx.strokeStyle = colors.ink;
    ctx.beginPath();
    run.log
      .membersOf(batch)
      .subarray(0, MOST)
      .forEach((member, slot) => outline(picture, found, member, slot, 0.5));
    ctx.globalAlpha = 0.55;
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
  drawOutline(picture, found, { request, batch });
}

/** The request alone. */
export function drawOutline(picture: Picture, found: Rows, { request, batch }: Pointed): void {
  if (request === null) return;
  const { ctx, colors, run } = picture;
  const slot = batch === null ? 0 : run.log.membersOf(batch).indexOf(request);
  ctx.lineWidth = 2;
  ctx.strokeStyle = colors.ink;
  ctx.beginPath();
  outline(picture, found, request, slot, -0.5);
  ctx.stroke();
}

function endOf({ log, edges }: TimelineRun, batch: number): number {
  return edges.of(log.membersOf(batch)[0]!)[4]!;
}

function outline(
  { ctx, run, time, box }: Picture,
  found: Rows,
  request: number,
  slot: number,
  inset: number,
): void {
  if (found.by === 'slot' && found.rows.isAveraged) return;
  const edges = run.edges.of(request);
  const lane = found.rows.lane;
  const gap = lane > 7 ? 1.5 : 0.5;
  const top = found.by === 'request' ? laneTop(found.rows, request) : slot * lane;
  if (top + lane < 0 || top > box.height) return;
  const x0 = time.x(found.by === 'request' ? edges[0]! : edges[2]!);
  const y0 = Math.round(box.top + top + gap);
  const y1 = Math.max(y0 + 2, Math.round(box.top + top + lane - gap));
  const width = Math.max(3, time.x(edges[4]!) - x0);
  if (lane < 3 && inset > 0) return;
  ctx.rect(x0 + inset, y0 + inset, width - 2 * inset, y1 - y0 - 2 * inset);
}
