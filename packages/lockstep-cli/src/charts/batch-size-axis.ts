import type { Layer } from './layer.js';
import { sizeLabel } from './sweep-points.js';

/** Batch sizes as evenly spaced steps: doublings read well so, and an unbounded size has its place. */
export interface BatchSizeAxis {
  readonly labels: readonly string[];
  /** The distance between two sizes (px). */
  readonly step: number;
  position(label: string): number;
  readonly encoding: Layer;
}

export function batchSizeAxis(sizes: readonly number[], width: number): BatchSizeAxis {
  const labels = sizes.map(sizeLabel);
  const step = width / labels.length;
  return {
    labels,
    step,
    position: (label) => (labels.indexOf(label) + 0.5) * step,
    encoding: {
      field: 'x',
      type: 'ordinal',
      scale: { type: 'point', domain: labels, padding: 0.5 },
      axis: { title: 'Batch size', labelAngle: 0, grid: false },
    },
  };
}
