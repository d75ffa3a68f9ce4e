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
import { inParts } from './sweep-points.js';
import { swatches } from './time-parts.js';
import { type SlotWindow, slotWindow } from './slot-window.js';

/** Room for all lanes (px); a lane takes between 2 and 26 of it. */
const LANES = 420;
const LEAST_LANE = 2;
const MOST_LANE = 26;
/** More slots than this are not all drawn. */
const MOST_SLOTS = 320;
/** Up to so many empty boxes each slot has its own; beyond, those of a batch are one box. */
const MOST_EMPTY = 4000;
const NUMBER_SIZE = 11;

export const timelineBySlot: Chart<RunData> = {
  name: 'timeline-by-slot',

  applies: ({ log }) => log.batchCount > 0,

  spec({ log, point }, look) {
    const window = slotWindow(log);
    const width = plotWidth(look, { right: 8 });
    const { slots, of, isEngine } = slotsOf(window, point);
    const lanes = slots * window.engines;
    const lane = Math.max(LEAST_LANE, Math.min(MOST_LANE, LANES / lanes));
    const height = Math.ceil(lanes * lane);
    const engine = window.engines === 1 ? 'of the engine' : `of each of ${window.engines} engines`;
    const all = isEngine ? engine : 'of the largest batch in sight';
    return picture(look, {
      title: 'What the slots did',
      subtitle: runSubtitle(point),
      legend: slotSwatches(look).filter(({ kind }) => kindsOf(window, slots).has(kind)),
      right: 8,
      panels: [
        overviewPanel(log, window, look, width),
        {
          title:
            slots === of
              ? `Each of the ${count(of, 'slot')} ${all}`
              : `Slots 0 to ${slots - 1} of ${count(of, 'slot')} ${all}`,
          width,
          height,
          layers: [...batchMarks(window, look, width, height), ...slotLayers(window, { look, lane, slots })],
        },
      ],
    });
  },

  caption: ({ log, point }) => {
    const window = slotWindow(log);
    const { slots, of, isEngine } = slotsOf(window, point);
    const kinds = kindsOf(window, slots);
    return inParts([
      'One lane per slot. All rows of a batch start together and end together.',
      kinds.has('held') && 'A row that is done early holds its slot.',
      kinds.has('empty') && 'A batch that started small leaves slots empty.',
      !isEngine &&
        'The batch size is unbounded: there are as many lanes as the largest batch in sight has rows.',
      slots < of && `Only the first ${slots} of ${count(of, 'slot')} are drawn.`,
      hasGap(window) && `Where nothing is drawn ${window.engines === 1 ? 'the' : 'an'} engine is free.`,
    ]).join(' ');
  },

  alternative: ({ point }) =>
    `Of the slots, ${percent(point.occupancy)} were filled when their batch started; of the decode steps spent on filled slots, ${percent(point.decodeWaste)} made no token.`,
};

/** How many slots are drawn, of how many there are: those of the engine or, where they are unbounded, of the largest batch. */
function slotsOf({ batches, engines }: SlotWindow, { batchSize }: RunData['point']) {
  const largest = Math.max(1, ...batches.map(({ finishedAt }) => finishedAt.length));
  const isEngine = Number.isFinite(batchSize);
  const of = isEngine ? Math.max(largest, batchSize) : largest;
  return { slots: Math.min(of, Math.max(1, Math.floor(MOST_SLOTS / engines))), of, isEngine };
}

type Kind = 'own' | 'held' | 'empty';

/** What the slots did in this window. */
function kindsOf({ batches }: SlotWindow, slots: number): Set<Kind> {
  const kinds = new Set<Kind>();
  for (const { startedAt, endedAt, finishedAt } of batches) {
    for (const at of finishedAt.slice(0, slots)) {
      if (at > startedAt) kinds.add('own');
      if (endedAt > at) kinds.add('held');
    }
    if (finishedAt.length < slots && endedAt > startedAt) kinds.add('empty');
  }
  return kinds;
}

/** Whether an engine is free between two of its batches. */
function hasGap({ batches }: SlotWindow): boolean {
  const busyUntil = new Map<number, number>();
  return batches.some(({ engine, startedAt, endedAt }) => {
    const isGap = startedAt > (busyUntil.get(engine) ?? Infinity);
    busyUntil.set(engine, endedAt);
    return isGap;
  });
}

function count(number: number, word: string): string {
  return `${number.toLocaleString('en-US')} ${word}${number === 1 ? '' : 's'}`;
}

function slotSwatches({ palette }: Look): (Swatch & { readonly kind: Kind })[] {
  const [own, held] = swatches(palette, ['own', 'held']);
  return [
    { ...own!, kind: 'own' },
    { ...held!, kind: 'held' },
    { label: 'empty slot', fill: palette.band, stroke: palette.axis, kind: 'empty' },
  ];
}

interface Plot {
  readonly look: Look;
  readonly lane: number;
  readonly slots: number;
}

function slotLayers(window: SlotWindow, { look, lane, slots }: Plot): Layer[] {
  const { batches, engines, from, to, unit } = window;
  const [own, held, empty] = slotSwatches(look);
  const gap = lane > 7 ? 1.5 : lane >= 4 ? 0.5 : 0.1;
  const box = (
    engine: number,
    slot: number,
    end: number,
    start: number,
    until: number,
    { fill, stroke, kind }: Swatch & { kind: Kind },
  ) => ({
    kind,
    slot,
    from: Math.max(from, start) / unit.ms,
    to: Math.min(to, until) / unit.ms,
    engine,
    top: (engine * slots + slot) * lane + gap,
    bottom: (engine * slots + end) * lane - gap,
    fill,
    stroke,
  });
  const hasEach = batches.length * slots <= MOST_EMPTY;
  const values = batches
    .flatMap(({ engine, startedAt, endedAt, finishedAt }) => {
      const rows = finishedAt.slice(0, slots);
      const free = range(rows.length, slots);
      return [
        ...rows.flatMap((at, slot) => [
          box(engine, slot, slot + 1, startedAt, at, own!),
          box(engine, slot, slot + 1, at, endedAt, held!),
        ]),
        ...(hasEach
          ? free.map((slot) => box(engine, slot, slot + 1, startedAt, endedAt, empty!))
          : free.slice(0, 1).map((slot) => box(engine, slot, slots, startedAt, endedAt, empty!))),
      ];
    })
    .filter((each) => each.to > each.from);
  const x = stretchAxis(from / unit.ms, to / unit.ms, isNarrow(look) ? 4 : 8);
  const every = [1, 2, 4, 8, 16, 32].find((step) => step * lane >= 14)!;
  const numbers = range(0, engines).flatMap((engine) =>
    range(0, slots)
      .filter((slot) => slot % every === 0)
      .map((slot) => ({
        y: (engine * slots + slot + 0.5) * lane,
        text: engines === 1 ? String(slot) : `${engine}.${slot}`,
      })),
  );
  return [
    {
      data: { values },
      mark: { type: 'rect', strokeWidth: lane > 7 ? 1 : lane >= 4 ? 0.5 : 0, opacity: 1 },
      encoding: {
        x: xField('from', x, `Time since the first arrival (${unit.name})`),
        x2: { field: 'to' },
        y: pixels('top'),
        y2: { field: 'bottom' },
        fill: given('fill'),
        stroke: given('stroke'),
      },
    },
    ...rowNames(engines === 1 ? 'Slot' : 'Engine and slot', numbers, { look }, NUMBER_SIZE),
  ];
}

const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
