import { type Outcome, OUTCOMES, type Unanswered } from 'lockstep/core';

const isLoss = (outcome: Outcome): outcome is Unanswered => outcome !== 'pending' && outcome !== 'completed';

/** By the log's number of an outcome; null for those that are no loss. */
export const LOSS_OUTCOMES: readonly (Unanswered | null)[] = OUTCOMES.map((outcome) =>
  isLoss(outcome) ? outcome : null,
);

/** The mark of a request without an answer, in shapes that differ without their color; the report's. */
export function drawLoss(
  ctx: CanvasRenderingContext2D,
  outcome: Unanswered | null,
  x: number,
  y: number,
  r: number,
): void {
  if (outcome === null) return;
  ctx.beginPath();
  SHAPES[outcome](ctx, x, y, r);
  if (outcome === 'rejected') {
    ctx.lineWidth = Math.max(1.25, r * 0.5);
    ctx.stroke();
  } else {
    ctx.fill();
  }
}

type Shape = (ctx: CanvasRenderingContext2D, x: number, y: number, r: number) => void;

const SHAPES: Readonly<Record<Unanswered, Shape>> = {
  rejected(ctx, x, y, r) {
    const d = r * 0.8;
    ctx.moveTo(x - d, y - d);
    ctx.lineTo(x + d, y + d);
    ctx.moveTo(x + d, y - d);
    ctx.lineTo(x - d, y + d);
  },
  cancelled(ctx, x, y, r) {
    ctx.moveTo(x, y - r);
    ctx.lineTo(x + r, y);
    ctx.lineTo(x, y + r);
    ctx.lineTo(x - r, y);
  },
  expired(ctx, x, y, r) {
    ctx.moveTo(x - r, y - r * 0.8);
    ctx.lineTo(x + r, y - r * 0.8);
    ctx.lineTo(x, y + r);
  },
  failed(ctx, x, y, r) {
    const d = r * 0.8;
    ctx.rect(x - d, y - d, 2 * d, 2 * d);
  },
};
