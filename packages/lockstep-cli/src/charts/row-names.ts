import type { Look } from './chart.js';
import { textAt } from './encodings.js';
import type { Layer } from './layer.js';
import { LEFT, TEXT_SIZE } from './layout.js';

/**
 * Names left of the rows of a plot, with what they are above them.
 * @param names each with the middle of its row (px)
 */
export function rowNames(
  title: string,
  names: readonly { readonly y: number; readonly text: string }[],
  { look: { palette }, left = LEFT }: { readonly look: Look; readonly left?: number },
  fontSize = TEXT_SIZE,
): Layer[] {
  return [
    {
      data: { values: names.map(({ y, text }) => ({ x: -8, y, text })) },
      mark: { type: 'text', align: 'right', baseline: 'middle', color: palette.muted, fontSize },
      encoding: textAt('x', 'y'),
    },
    {
      data: { values: [{ x: 2 - left, y: -12, text: title }] },
      mark: { type: 'text', align: 'left', baseline: 'bottom', color: palette.muted },
      encoding: textAt('x', 'y'),
    },
  ];
}
