import { BLOCKED, FORMING, HELD, OWN } from '../run/request-edges.js';
import type { Colors } from './colors.js';

/** Lower bars have no outline: the two hollow kinds become a tint halfway to it. */
const OUTLINED = 4;
/** Stays free between lanes that are high enough, at either side (px). */
const gapOf = (lane: number) => (lane > 7 ? 1.5 : lane >= OUTLINED ? 0.5 : 0);

/**
 * Rectangles, gathered by what they stand for, so that a thousand of them take six changes of color. Coordinates are
 * kept and used again from frame to frame.
 */
export class Bars {
  private readonly parts: readonly number[][] = [[], [], [], []];

  /** A part of a bar from `x0` to `x1`, in the lane of height `lane` at `top`; edges of lanes meet whole pixels. */
  add(part: number, x0: number, x1: number, top: number, lane: number): void {
    const gap = gapOf(lane);
    const upper = Math.round(top + gap);
    const lower = Math.max(upper + 1, Math.round(top + lane - gap));
    this.parts[part]!.push(x0, upper, x1 - x0, lower - upper);
  }

  /** @param lane the height of lanes, which tells whether there is room for outlines */
  draw(ctx: CanvasRenderingContext2D, colors: Colors, lane: number): void {
    this.fill(ctx, BLOCKED, colors.blocked);
    this.hollow(ctx, FORMING, colors.formingFill, colors.forming, lane);
    this.hollow(ctx, HELD, colors.heldFill, colors.held, lane);
    this.fill(ctx, OWN, colors.own);
    for (const part of this.parts) part.length = 0;
  }

  private fill(ctx: CanvasRenderingContext2D, part: number, color: string): void {
    const rects = this.parts[part]!;
    ctx.fillStyle = color;
    for (let i = 0; i < rects.length; i += 4) {
      ctx.fillRect(rects[i]!, rects[i + 1]!, rects[i + 2]!, rects[i + 3]!);
    }
  }

  private hollow(
    ctx: CanvasRenderingContext2D,
    part: number,
    color: string,
    outline: string,
    lane: number,
  ): void {
    this.fill(ctx, part, color);
    if (lane < OUTLINED) {
      ctx.globalAlpha = 0.45;
      this.fill(ctx, part, outline);
      ctx.globalAlpha = 1;
      return;
    }
    const rects = this.parts[part]!;
    ctx.strokeStyle = outline;
    ctx.lineWidth = 1;
    ctx.beginPath();
    for (let i = 0; i < rects.length; i += 4) {
      const width = rects[i + 2]! - 1;
      if (width > 0) ctx.rect(rects[i]! + 0.5, rects[i + 1]! + 0.5, width, rects[i + 3]! - 1);
    }
    ctx.stroke();
  }
}
