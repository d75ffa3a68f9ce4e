import { count } from '../../words/numbers.js';
import type { RequestRows } from '../scale/request-rows.js';
import type { SlotRows } from '../scale/slot-rows.js';
import type { Picture } from './picture.js';

/** Names stand at least this far apart (px). */
const APART = 16;

export function nameRequestRows(picture: Picture, { first, end, lane }: RequestRows): void {
  const last = Math.min(end, picture.run.log.requestCount);
  names(picture, 'Request', first, last, lane);
}

export function nameSlots(picture: Picture, { slots, lane }: SlotRows): void {
  names(picture, 'Slot', 0, slots, lane);
}

/** Numbers of rows left of the box, as many as there is room for, always of the same rows. */
function names({ ctx, colors, box }: Picture, title: string, first: number, end: number, lane: number): void {
  const step = niceStep(APART / lane);
  ctx.fillStyle = colors.muted;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  const x = box.left - 8;
  for (let row = Math.ceil(first / step) * step; row < end; row += step) {
    const y = box.top + (row + 0.5 - first) * lane;
    if (y < box.top + 3 || y > box.top + box.height - 2) continue;
    ctx.fillText(count(row), x, y);
  }
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.fillText(title, 0, box.top - 7);
}

/** The first of 1, 2, 5, 10, 20, 50, … that is no less. */
function niceStep(least: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(least)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= least)!;
}
