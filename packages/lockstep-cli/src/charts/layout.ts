import type { Look } from './chart.js';
import type { Layer } from './layer.js';
import { textWidth } from './text-width.js';

/** One plot of a picture. Sizes in px, without axes. */
export interface Panel {
  readonly title?: string;
  readonly width: number;
  readonly height: number;
  readonly layers: readonly Layer[];
}

export const FONT =
  'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
export const TEXT_SIZE = 12;
/** Room left of a plot for the numbers of its axis. */
export const LEFT = 46;
/** Room around a picture. */
export const PADDING = 18;

export const isNarrow = (look: Look): boolean => look.width < 600;

/** How wide a plot may be when `columns` of them stand side by side, each with `right` px of labels. */
export function plotWidth(look: Look, { columns = 1, left = LEFT, right = 0 } = {}): number {
  return Math.floor((look.width - 2 * PADDING) / columns - left - right);
}

/** Room left of a plot for the names of its rows: as much as they need, up to a third of the column. */
export function leftFor(names: readonly string[], look: Look, columns = 1): number {
  const most = Math.floor((look.width - 2 * PADDING) / columns / 3);
  const widest = Math.max(...names.map((name) => textWidth(name, TEXT_SIZE)));
  return Math.max(LEFT, Math.min(most, Math.ceil(widest) + 12));
}
