import { stretchAxis, tickLabel, timeUnit } from 'lockstep-cli/charts';
import type { Box } from '../scale/box.js';
import type { Colors } from './colors.js';

/** Room that a tick's label takes at least (px). */
const TICK = 84;

/**
 * The time axis below a box, in a unit in which this stretch reads well, and its grid.
 * @param from in ms since the first arrival, as is `to`
 */
export function drawAxis(
  ctx: CanvasRenderingContext2D,
  colors: Colors,
  box: Box,
  { from, to }: { readonly from: number; readonly to: number },
  { title, grid }: { readonly title: boolean; readonly grid: boolean },
): void {
  const unit = timeUnit(to - from);
  const ticks = Math.max(2, Math.min(9, Math.round(box.width / TICK)));
  const axis = stretchAxis(from / unit.ms, to / unit.ms, ticks);
  const bottom = box.top + box.height;
  const end = box.left + box.width;
  ctx.textBaseline = 'top';
  ctx.textAlign = 'center';
  for (const tick of axis.ticks) {
    const x = box.left + axis.position(tick, box.width);
    ctx.fillStyle = grid ? colors.grid : colors.axis;
    ctx.fillRect(Math.round(x), grid ? box.top : bottom, 1, grid ? box.height : 4);
    const label = title ? tickLabel(tick) : `${tickLabel(tick)} ${unit.name}`;
    const half = ctx.measureText(label).width / 2;
    ctx.fillStyle = colors.muted;
    ctx.fillText(label, Math.max(box.left - 30 + half, Math.min(end + 8 - half, x)), bottom + 7);
  }
  ctx.fillStyle = colors.axis;
  ctx.fillRect(box.left, bottom, box.width, 1);
  if (!title) return;
  ctx.fillStyle = colors.muted;
  ctx.fillText(`Time since the first arrival (${unit.name})`, box.left + box.width / 2, bottom + 24);
}
