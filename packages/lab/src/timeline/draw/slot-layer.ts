import { HELD, OWN } from '../run/request-edges.js';
import type { SlotRows } from '../scale/slot-rows.js';
import { Bars } from './bars.js';
import { BOLD, type Picture } from './picture.js';

const bars = new Bars();
/** Numbers of requests are written in bars of at least this height (px). */
const NUMBERED = 14;

/** What each slot did, batch after batch. */
export function drawSlots(picture: Picture, rows: SlotRows): void {
  if (rows.isAveraged) drawAverages(picture, rows);
  else drawBatches(picture, rows);
}

function drawBatches(picture: Picture, { first, end, slots, lane }: SlotRows): void {
  const { ctx, colors, run, time, box } = picture;
  const { log } = run;
  for (let batch = first; batch < end; batch++) {
    const members = log.membersOf(batch);
    const start = time.x(log.batches.startedAt[batch]!);
    const x2 = Math.max(start + 1, time.x(run.edges.of(members[0]!)[4]!));
    // Background between batches that follow one another at once.
    const x0 = x2 - start > 4 ? start + 1 : start;
    for (let slot = 0; slot < members.length; slot++) {
      const x1 = time.x(run.edges.of(members[slot]!)[3]!);
      const top = box.top + slot * lane;
      if (x1 > x0) bars.add(OWN, x0, x1, top, lane);
      if (x2 > x1) bars.add(HELD, x1, x2, top, lane);
    }
    drawEmpty(picture, x0, x2, members.length, slots, lane);
  }
  bars.draw(ctx, colors, lane);
  if (lane >= NUMBERED) nameRequests(picture, first, end, lane);
}

/** A batch that started small leaves slots empty, to its end. */
function drawEmpty(
  { ctx, colors, box }: Picture,
  x0: number,
  x2: number,
  size: number,
  slots: number,
  lane: number,
): void {
  ctx.fillStyle = colors.band;
  ctx.strokeStyle = colors.axis;
  ctx.lineWidth = 1;
  for (let slot = size; slot < slots; slot++) {
    const top = Math.round(box.top + slot * lane + (lane > 7 ? 1.5 : 0.5));
    const bottom = Math.round(box.top + (slot + 1) * lane - (lane > 7 ? 1.5 : 0.5));
    ctx.fillRect(x0, top, x2 - x0, bottom - top);
    if (lane >= 4 && x2 - x0 > 3) ctx.strokeRect(x0 + 0.5, top + 0.5, x2 - x0 - 1, bottom - top - 1);
  }
}

function nameRequests(
  { ctx, colors, run, time, box }: Picture,
  first: number,
  end: number,
  lane: number,
): void {
  ctx.font = BOLD;
  ctx.fillStyle = colors.onOwn;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  for (let batch = first; batch < end; batch++) {
    const members = run.log.membersOf(batch);
    for (let slot = 0; slot < members.length; slot++) {
      const request = members[slot]!;
      const edges = run.edges.of(request);
      const x0 = Math.max(box.left, time.x(edges[2]!)) + 4;
      const text = String(request);
      if (x0 + text.length * 6.6 + 4 > time.x(edges[3]!)) continue;
      ctx.fillText(text, x0, box.top + (slot + 0.5) * lane + 0.5);
    }
  }
}

/** Averages over each column of pixels, from above: own tokens, held, empty; what stays free is an idle engine. */
function drawAverages({ ctx, colors, run, time, box }: Picture, { slots, lane }: SlotRows): void {
  const { slotTime } = run;
  let before = slotTime.until(time.fromAt);
  const columnMs = time.lasting(1);
  const columns = Math.floor(box.width);
  const own: number[] = [];
  const held: number[] = [];
  const busy: number[] = [];
  for (let column = 0; column < columns; column++) {
    const after = slotTime.until(time.at(box.left + column + 1));
    own.push(((after.own - before.own) / columnMs) * lane);
    held.push(((after.held - before.held) / columnMs) * lane);
    busy.push(((after.busy - before.busy) / columnMs) * slots * lane);
    before = after;
  }
  const x = (column: number) => box.left + column;
  ctx.fillStyle = colors.band;
  for (let i = 0; i < columns; i++) ctx.fillRect(x(i), box.top, 1, busy[i]!);
  ctx.fillStyle = colors.heldFill;
  for (let i = 0; i < columns; i++) ctx.fillRect(x(i), box.top + own[i]!, 1, held[i]!);
  ctx.globalAlpha = 0.45;
  ctx.fillStyle = colors.held;
  for (let i = 0; i < columns; i++) ctx.fillRect(x(i), box.top + own[i]!, 1, held[i]!);
  ctx.globalAlpha = 1;
  ctx.fillStyle = colors.own;
  for (let i = 0; i < columns; i++) ctx.fillRect(x(i), box.top, 1, own[i]!);
}
