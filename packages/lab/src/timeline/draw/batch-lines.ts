import type { SlotRows } from '../scale/slot-rows.js';
import type { Picture } from './picture.js';

/** Lines that stand closer than this on average would be a gray area (px). */
const CLOSEST = 5;

/**
 * A thin line where each batch starts, numbered where there is room.
 * @param until where the last line may stand (px)
 */
export function drawBatchLines(
  { ctx, colors, run, time, box }: Picture,
  { first, end }: Pick<SlotRows, 'first' | 'end'>,
  until: number,
): void {
  if ((end - first) * CLOSEST > box.width) return;
  const { startedAt } = run.log.batches;
  ctx.strokeStyle = colors.axis;
  ctx.fillStyle = colors.muted;
  ctx.lineWidth = 1;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.beginPath();
  let free = box.left + 2;
  let isFirst = true;
  for (let batch = first; batch < end; batch++) {
    const x = time.x(startedAt[batch]!);
    if (x < box.left) continue;
    if (x > until) break;
    ctx.moveTo(x, box.top - 3);
    ctx.lineTo(x, box.top + box.height);
    const text = isFirst ? `batch ${batch}` : String(batch);
    const width = ctx.measureText(text).width;
    if (x < free || x + width > box.left + box.width + 8) continue;
    ctx.fillText(text, x, box.top - 7);
    free = x + width + 8;
    isFirst = false;
  }
  ctx.stroke();
}
