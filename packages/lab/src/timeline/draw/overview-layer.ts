import type { TimelineOverview } from 'lockstep/metrics';
import { significant } from 'lockstep/metrics';
import type { Box } from '../scale/box.js';
import type { Colors } from './colors.js';

/** Share of the height that those who wait take; the slots take the rest. */
const WAITING = 0.46;
const GAP = 6;

/** The whole run at a glance: above how many wait, below what the slots do. */
export function drawOverview(
  ctx: CanvasRenderingContext2D,
  colors: Colors,
  box: Box,
  overview: TimelineOverview,
  batchSize: number,
): void {
  const { waiting, running, held } = overview;
  const upper = box.height * WAITING;
  const lower = box.height - upper - GAP;
  const mostWaiting = Math.max(1e-9, ...waiting);
  const mostRunning = Math.max(1e-9, Number.isFinite(batchSize) ? batchSize : 0, ...running);
  const baseline = box.top + box.height;
  const step = box.width / waiting.length;
  ctx.fillStyle = colors.band;
  ctx.fillRect(box.left, baseline - lower, box.width, lower);
  area(waiting, colors.blocked, box.top + upper, upper / mostWaiting);
  area(running, colors.held, baseline, lower / mostRunning);
  area(running, colors.heldFill, baseline, lower / mostRunning, 1);
  const own = running.map((rows, bucket) => rows - held[bucket]!);
  area(own, colors.own, baseline, lower / mostRunning);
  ctx.fillStyle = colors.axis;
  ctx.fillRect(box.left, box.top + upper, box.width, 1);
  ctx.fillRect(box.left, baseline, box.width, 1);
  scale('waiting', mostWaiting, box.top, box.top + upper);
  scale('slots', mostRunning, baseline - lower, baseline);

  function area(values: Float64Array, color: string, y: number, perUnit: number, inset = 0): void {
    ctx.fillStyle = color;
    for (let bucket = 0; bucket < values.length; bucket++) {
      const height = values[bucket]! * perUnit - inset;
      if (height > 0) ctx.fillRect(box.left + bucket * step, y - height, step + 0.3, height);
    }
  }

  function scale(name: string, most: number, top: number, bottom: number): void {
    ctx.fillStyle = colors.muted;
    ctx.textAlign = 'right';
    ctx.textBaseline = 'middle';
    const x = box.left - 12;
    ctx.fillText(name, x, (top + bottom) / 2 + 6);
    ctx.fillText(significant(most < 1e-6 ? 0 : most), x, (top + bottom) / 2 - 6);
  }
}
