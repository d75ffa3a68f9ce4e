import { given, pixels } from './encodings.js';
import type { Layer } from './layer.js';

/** A symbol that comes and goes over a panel. Positions in px from its left top corner. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly fill: string;
  readonly stroke: string;
  /** A Vega symbol, and its area (px²). */
  readonly shape: string;
  readonly size: number;
}

/** A corner of a dashed line under a panel's own lines. */
export interface GhostPoint {
  readonly x: number;
  readonly y: number;
  /** Corners with the same name are joined, in the order of `x`. */
  readonly line: string;
  readonly color: string;
}

/** The name of a panel's data of marks. */
export const marksName = (panel: number): string => `marks_${panel}`;
/** The name of a panel's data of ghost points. */
export const ghostsName = (panel: number): string => `ghosts_${panel}`;

export function markLayer(panel: number): Layer {
  return {
    name: marksName(panel),
    data: noneYet(marksName(panel)),
    mark: { type: 'point', filled: true, opacity: 1, strokeWidth: 2 },
    encoding: {
      x: pixels('x'),
      y: pixels('y'),
      fill: given('fill'),
      stroke: given('stroke'),
      shape: given('shape'),
      size: { field: 'size', type: 'quantitative', scale: null },
    },
  };
}

export function ghostLayer(panel: number): Layer {
  const encoding = { x: pixels('x'), y: pixels('y') };
  return {
    data: noneYet(ghostsName(panel)),
    layer: [
      {
        mark: { type: 'line', clip: true, strokeWidth: 1.5, strokeDash: [3, 3], opacity: 0.8 },
        encoding: { ...encoding, detail: { field: 'line', type: 'nominal' }, color: given('color') },
      },
      {
        mark: { type: 'point', clip: true, size: 26, strokeWidth: 1.25, filled: false, opacity: 0.8 },
        encoding: { ...encoding, stroke: given('color') },
      },
    ],
  };
}

/** Vega-Lite makes one source of all that hold the same rows: this one, which nobody sees, is like no other. */
function noneYet(name: string): Layer {
  return { name, values: [{ x: null, y: null, name }] };
}
