import { TEXT_SIZE } from './layout.js';
import type { Layer } from './layer.js';
import { sizeLabel } from './sweep-points.js';
import { textWidth } from './text-width.js';

/** Batch sizes as evenly spaced steps: doublings read well so, and an unbounded size has its place. */
export interface BatchSizeAxis {
  readonly labels: readonly string[];
  /** The distance between two sizes (px). */
  readonly step: number;
  position(label: string): number;
  /** The same for any size: between two of the axis it goes by doublings. Null beyond its ends. */
  between(size: number): number | null;
  readonly encoding: Layer;
}

export function batchSizeAxis(sizes: readonly number[], width: number): BatchSizeAxis {
  const labels = sizes.map(sizeLabel);
  const step = width / labels.length;
  return {
    labels,
    step,
    position: (label) => (labels.indexOf(label) + 0.5) * step,
    between(size) {
      const index = indexBetween(sizes, size);
      return index === null ? null : (index + 0.5) * step;
    },
    encoding: {
      field: 'x',
      type: 'ordinal',
      scale: { type: 'point', domain: labels, padding: 0.5 },
      axis: { title: 'Batch size', labelAngle: 0, grid: false, values: labelsWithRoom(labels, step) },
    },
  };
}

/** All labels, or every second, every third and so on, so that none meets the next. */
function labelsWithRoom(labels: readonly string[], step: number): string[] {
  const widest = Math.max(...labels.map((label) => textWidth(label, TEXT_SIZE)));
  const every = Math.max(1, Math.ceil((widest + 6) / step));
  return labels.filter((_, i) => i % every === 0);
}

/**
 * The place of a size among rising ones: that of a size between two of them lies between theirs, by doublings.
 * Null beyond the ends.
 */
export function indexBetween(sizes: readonly number[], size: number): number | null {
  const above = sizes.findIndex((each) => each >= size);
  if (above < 0) return null;
  if (sizes[above] === size) return above;
  if (above === 0 || sizes[above] === Infinity) return null;
  const [low, high] = [sizes[above - 1]!, sizes[above]!];
  return above - 1 + Math.log(size / low) / Math.log(high / low);
}
