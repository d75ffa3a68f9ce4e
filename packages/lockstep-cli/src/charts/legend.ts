import type { Look } from './chart.js';
import { given, pixels, textAt } from './encodings.js';
import { type Panel, TEXT_SIZE } from './layout.js';
import { textWidth } from './text-width.js';

/** One entry of a legend: a small sample and its name. */
export interface Swatch {
  readonly label: string;
  readonly fill: string;
  readonly stroke: string;
  /** A Vega symbol (default square). */
  readonly shape?: string;
}

const SWATCH = 12;

/** A legend as a panel of its own, in as many rows as it needs. */
export function legend(look: Look, swatches: readonly Swatch[], width: number, left: number): Panel {
  const placed: (Swatch & { readonly x: number; readonly y: number; readonly textX: number })[] = [];
  let x = -left + 2;
  let y = SWATCH / 2;
  for (const swatch of swatches) {
    const taken = SWATCH + 6 + textWidth(swatch.label, TEXT_SIZE) + 18;
    if (placed.length > 0 && x + taken - 18 > width) {
      x = -left + 2;
      y += 20;
    }
    placed.push({ shape: 'square', ...swatch, x: x + SWATCH / 2, y, textX: x + SWATCH + 6 });
    x += taken;
  }
  return {
    width,
    height: y + SWATCH / 2,
    layers: [
      {
        data: { values: placed },
        mark: { type: 'point', size: 0.8 * SWATCH * SWATCH, strokeWidth: 1.25, opacity: 1, filled: true },
        encoding: {
          x: pixels('x'),
          y: pixels('y'),
          fill: given('fill'),
          stroke: given('stroke'),
          shape: given('shape'),
        },
      },
      {
        data: { values: placed },
        mark: { type: 'text', align: 'left', baseline: 'middle', color: look.palette.muted },
        encoding: textAt('textX', 'y', 'label'),
      },
    ],
  };
}
