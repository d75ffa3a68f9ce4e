import { type Axis, tickLabel } from './axis.js';
import type { Layer } from './layer.js';
import { LEFT } from './layout.js';

/** The y encoding of a field on an axis whose title lies flat above it. */
export function yField(field: string, axis: Axis, title: string, left = LEFT): Layer {
  return {
    field,
    type: 'quantitative',
    scale: scaleOf(axis),
    axis: {
      title,
      titleAngle: 0,
      titleAlign: 'left',
      titleAnchor: 'end',
      titleBaseline: 'bottom',
      titleX: -left + 2,
      titleY: -12,
      values: axis.ticks,
      labelExpr: labels(axis.ticks),
      domain: false,
    },
  };
}

/** The x encoding of a field on a quantitative axis. */
export function xField(field: string, axis: Axis, title: string, { grid = false } = {}): Layer {
  return {
    field,
    type: 'quantitative',
    scale: scaleOf(axis),
    axis: { title, values: axis.ticks, labelExpr: labels(axis.ticks), grid, labelFlush: true },
  };
}

function scaleOf({ type, domain }: Axis): Layer {
  return { type, domain, nice: false, ...(type === 'linear' && { zero: false }) };
}

/** A color or a shape that a chart put into the data. */
export function given(field: string): Layer {
  return { field, type: 'nominal', scale: null };
}

/** A text that a chart put into the data, at a position in px. */
export function textAt(x: string, y: string, field = 'text'): Layer {
  return { x: pixels(x), y: pixels(y), text: { field, type: 'nominal' } };
}

/** A position in px that a chart worked out by itself. */
export function pixels(field: string): Layer {
  return { field, type: 'quantitative', scale: null, axis: null };
}

/** Ticks are labeled here and not by a number format, so that all pictures write numbers alike. */
function labels(ticks: readonly number[]): string {
  const texts = Object.fromEntries(ticks.map((tick) => [String(tick), tickLabel(tick)]));
  return `${JSON.stringify(texts)}[toString(datum.value)]`;
}
