import { percent } from 'lockstep/metrics';
import { stretchAxis } from './axis.js';
import { batchMarks } from './batch-marks.js';
import type { Chart, Look, RunData } from './chart.js';
import { given, pixels, xField } from './encodings.js';
import { picture } from './frame.js';
import type { Layer } from './layer.js';
import { isNarrow, plotWidth } from './layout.js';
import type { Swatch } from './legend.js';
import { overviewPanel } from './overview-panel.js';
import { rowNames } from './row-names.js';
import { runSubtitle } from './run-subtitle.js';
import { swatches } from './time-parts.js';
import { type TimelineWindow, timelineWindow } from './timeline-window.js';

/** Room for all lanes (px); a lane takes between 4 and 26 of it. */
const LANES = 420;
const NUMBER_SIZE = 11;

export const timelineBySlot: Chart<RunData> = {
  name: 'timeline-by-slot',

  applies: ({ log }) => log.batchCount > 0,

  spec({ log, point }, look) {
    const requests = timelineWindow(log);
    const window = { ...requests, from: requests.firstStart };
    const width = plotWidth(look, { right: 8 });
    const rows = window.spans.flatMap(({ row }) => row ?? []);
    const largest = Math.max(1, ...rows.map(({ slot }) => slot + 1));
    const slots = Number.isFinite(point.batchSize)
      ? Math.max(largest, Math.min(point.batchSize, 2 * largest))
      : largest;
    const lane = Math.max(4, Math.min(26, LANES / slots));
    const height = Math.ceil(slots * lane);
    return picture(look, {
      title: 'What the slots did',
      subtitle: runSubtitle(point),
      legend: [...slotSwatches(look)],
      right: 8,
      panels: [
        overviewPanel(log, window, look, width),
        {
          title: 'Each slot of the engine',
          width,
          height,
          layers: [...batchMarks(window, look, width, height), ...slotLayers(window, { look, lane, slots })],
        },
      ],
    });
  },

  caption: () =>
    'One lane per slot. All rows of a batch start together and end together: a row that is done early holds its slot, and a batch that started small leaves slots empty. Between batches the engine is free.',

  alternative: ({ point }) =>
    `Of the slots, ${percent(point.occupancy)} were filled when their batch started; of the decode steps spent on filled slots, ${percent(point.decodeWaste)} made no token.`,
};

function slotSwatches({ palette }: Look): Swatch[] {
  const [, , own, held] = swatches(palette);
  return [own!, held!, { label: 'empty slot', fill: palette.band, stroke: palette.axis }];
}

interface Plot {
  readonly look: Look;
  readonly lane: number;
  readonly slots: number;
}

function slotLayers(window: TimelineWindow, { look, lane, slots }: Plot): Layer[] {
  const { spans, from, to, unit, originAt } = window;
  const [own, held, empty] = slotSwatches(look);
  const gap = lane > 7 ? 1.5 : 0.5;
  const box = (slot: number, start: number, end: number, { fill, stroke }: Swatch) => ({
    from: Math.max(from, start - originAt) / unit.ms,
    to: (end - originAt) / unit.ms,
    top: slot * lane + gap,
    bottom: (slot + 1) * lane - gap,
    fill,
    stroke,
  });
  const rows = spans.flatMap(({ row }) => row ?? []);
  const sizes = new Map<number, number>();
  for (const { batch, slot } of rows) sizes.set(batch, Math.max(sizes.get(batch) ?? 0, slot + 1));
  const values = rows.flatMap(({ batch, slot, startedAt, finishedAt, batchEndedAt }) => [
    ...(finishedAt > startedAt ? [box(slot, startedAt, finishedAt, own!)] : []),
    ...(batchEndedAt > finishedAt ? [box(slot, finishedAt, batchEndedAt, held!)] : []),
    ...(slot === 0
      ? range(sizes.get(batch)!, slots).map((free) => box(free, startedAt, batchEndedAt, empty!))
      : []),
  ]);
  const x = stretchAxis(from / unit.ms, to / unit.ms, isNarrow(look) ? 4 : 8);
  const every = [1, 2, 4, 8, 16, 32].find((step) => step * lane >= 16)!;
  const numbers = range(0, slots).filter((slot) => slot % every === 0);
  return [
    {
      data: { values },
      mark: { type: 'rect', strokeWidth: lane > 7 ? 1 : 0.5, opacity: 1 },
      encoding: {
        x: xField('from', x, `Time since the first arrival (${unit.name})`),
        x2: { field: 'to' },
        y: pixels('top'),
        y2: { field: 'bottom' },
        fill: given('fill'),
        stroke: given('stroke'),
      },
    },
    ...rowNames(
      'Slot',
      numbers.map((slot) => ({ y: (slot + 0.5) * lane, text: String(slot) })),
      look,
      NUMBER_SIZE,
    ),
  ];
}

const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
