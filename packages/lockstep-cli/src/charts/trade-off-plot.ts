import type { Axis } from './axis.js';
import type { Look } from './chart.js';
import { seriesColor } from './palette.js';

/** Where the points of a trade-off are drawn. */
export interface Plot {
  readonly look: Look;
  readonly x: Axis;
  readonly y: Axis;
  readonly unitMs: number;
  readonly unitName: string;
  readonly width: number;
  readonly height: number;
  readonly gutter: number;
  /** Wait rules, each with a mark of its own. */
  readonly waits: readonly string[];
}

const SHAPES = ['circle', 'square', 'diamond', 'triangle-up', 'cross'] as const;

/** The mark of the wait rule with this index. */
export function markOf({ palette }: Look, wait: number): { fill: string; stroke: string; shape: string } {
  const color = seriesColor(palette, wait);
  return { fill: color, stroke: color, shape: SHAPES[wait % SHAPES.length]! };
}
