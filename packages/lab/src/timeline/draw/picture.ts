import type { TimelineRun } from '../run/timeline-run.js';
import type { Box } from '../scale/box.js';
import type { TimeScale } from '../scale/time-scale.js';
import type { Colors } from './colors.js';

/** What every layer of the timeline is drawn with. */
export interface Picture {
  readonly ctx: CanvasRenderingContext2D;
  readonly colors: Colors;
  readonly run: TimelineRun;
  readonly time: TimeScale;
  readonly box: Box;
}

const FONT = '11px Inter, system-ui, sans-serif';
export const BOLD = '600 11px Inter, system-ui, sans-serif';

/** Makes a canvas as large as it is shown, in the pixels of the screen, and empties it. */
export function prepare(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const ratio = devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  const ctx = canvas.getContext('2d')!;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  ctx.globalAlpha = 1;
  ctx.font = FONT;
  return ctx;
}

/** Draws inside the box alone. */
export function clipped({ ctx, box }: Picture, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(box.left, box.top, box.width, box.height);
  ctx.clip();
  draw();
  ctx.restore();
}
