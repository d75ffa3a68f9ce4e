import type { SweepPoint } from 'lockstep/simulation';
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
  /** What each point is called beside its mark, such as its batch size. */
  labelOf(point: SweepPoint): string;
  /** What points are told apart by besides, such as wait rules: each has a mark of its own. */
  readonly series: readonly string[];
  seriesOf(point: SweepPoint): string;
}

const SHAPES = ['circle', 'square', 'diamond', 'triangle-up', 'cross'] as const;

/** The mark of the series with this index. */
export function markOf({ palette }: Look, index: number): { fill: string; stroke: string; shape: string } {
  const color = seriesColor(palette, index);
  return { fill: color, stroke: color, shape: SHAPES[index % SHAPES.length]! };
}
