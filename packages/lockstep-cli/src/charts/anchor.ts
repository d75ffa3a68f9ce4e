import { pixels } from './encodings.js';
import type { Layer } from './layer.js';

/** What the anchor of a panel is called: in SVG the class of its group is this, with `_marks` behind it. */
export const anchorName = (panel: number): string => `anchor_${panel}`;

/** Invisible. It marks the left top corner of a panel, for what is laid over the panel. */
export function anchor(panel: number): Layer {
  return {
    name: anchorName(panel),
    data: { name: anchorName(panel), values: [{ x: 0, y: 0 }] },
    mark: { type: 'point', size: 0, opacity: 0 },
    encoding: { x: pixels('x'), y: pixels('y') },
  };
}
