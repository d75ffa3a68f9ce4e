import type { Look } from './chart.js';
import { pixels, textAt } from './encodings.js';
import type { Layer } from './layer.js';
import type { SlotWindow } from './slot-window.js';
import type { TimelineWindow } from './timeline-window.js';
import { textWidth } from './text-width.js';

const SIZE = 11;

/** A thin line where each batch of the window starts, numbered where there is room. */
export function batchMarks(
  window: Pick<TimelineWindow, 'from' | 'to' | 'originAt' | 'spans'> & Partial<Pick<SlotWindow, 'batches'>>,
  { palette }: Look,
  width: number,
  height: number,
): Layer[] {
  const { spans, from, to, originAt, batches } = window;
  const all =
    batches?.map(({ batch, startedAt }) => [batch, startedAt] as const) ??
    spans.flatMap(({ row }) => (row ? [[row.batch, row.startedAt - originAt] as const] : []));
  const starts = new Map(all.filter(([, startedAt]) => startedAt >= from && startedAt <= to));
  let free = 6;
  let isFirst = true;
  const rows = [...starts].map(([batch, startedAt]) => {
    const x = ((startedAt - from) / (to - from)) * width;
    const text = isFirst ? `batch ${batch}` : String(batch);
    const isNamed = x >= free && x + textWidth(text, SIZE) <= width + 8;
    if (isNamed) {
      free = x + textWidth(text, SIZE) + 8;
      isFirst = false;
    }
    return { x, top: 0, bottom: height, textX: x - 1, textY: -7, text: isNamed ? text : '' };
  });
  return [
    {
      data: { values: rows },
      mark: { type: 'rule', strokeWidth: 1, color: palette.axis, opacity: 0.8 },
      encoding: { x: pixels('x'), y: pixels('top'), y2: { field: 'bottom' } },
    },
    {
      data: { values: rows.filter(({ text }) => text !== '') },
      mark: { type: 'text', align: 'left', baseline: 'bottom', fontSize: SIZE, color: palette.muted },
      encoding: textAt('textX', 'textY'),
    },
  ];
}
