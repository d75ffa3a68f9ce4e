import type { Outcome, Unanswered } from 'lockstep/core';
import { inWords, type RequestSpan } from 'lockstep/metrics';
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
import { type Part, PARTS, swatches } from './time-parts.js';
import { type TimelineWindow, timelineWindow } from './timeline-window.js';

/** Room for all lanes (px); a lane takes between 4 and 18 of it. */
const LANES = 560;
const NUMBER_SIZE = 11;

export const timeline: Chart<RunData> = {
  name: 'timeline',

  applies: ({ log }) => log.requestCount > 0,

  spec({ log, point }, look) {
    const window = timelineWindow(log);
    const width = plotWidth(look, { right: 8 });
    const lane = Math.max(4, Math.min(18, LANES / window.spans.length));
    const height = Math.ceil(lane * window.spans.length);
    const first = window.spans[0]!.request;
    const last = window.spans.at(-1)!.request;
    return picture(look, {
      title: 'Request timeline',
      subtitle: runSubtitle(point, window),
      legend: [...swatches(look.palette, drawnParts(window)), ...lossSwatches(window.spans, look)],
      right: 8,
      panels: [
        overviewPanel(log, window, look, width),
        {
          title: window.isWhole ? 'Each request, in arrival order' : `Requests ${first} to ${last}`,
          width,
          height,
          layers: [...batchMarks(window, look, width, height), ...laneLayers(window, { look, width, lane })],
        },
      ],
    });
  },

  caption: ({ log }) => {
    const window = timelineWindow(log);
    const parts = drawnParts(window);
    const steps = inParts([
      parts.includes('blocked') && 'it waits while the engine is busy (blocked)',
      parts.includes('forming') && 'it waits while its batch is held open (forming)',
      parts.includes('own') && 'it generates its own tokens',
      parts.includes('held') && 'its slot is held until the batch ends',
    ]);
    return inParts([
      `One lane per request${steps.length > 0 ? `: ${steps.join(', ')}` : ''}.`,
      window.spans.some(({ row }) => row !== null) && 'Thin lines mark the starts of batches.',
      !window.isWhole && 'The frame in the overview shows where this window lies.',
      window.hasRunOnly && 'Requests that were never run have no lane: there are too many of them.',
    ]).join(' ');
  },

  alternative: ({ log }) => {
    const { spans } = timelineWindow(log);
    const started = spans.flatMap(({ row }) => row ?? []);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const batches = new Set(started.map(({ batch }) => batch)).size;
    return (
      `Requests ${spans[0]!.request} to ${spans.at(-1)!.request} in ${batches} batches: ` +
      `blocked ${inWords(mean(spans.map((span) => span.blockedUntil - span.arrivedAt)))}, ` +
      `forming ${inWords(mean(spans.map((span) => span.waitedUntil - span.blockedUntil)))}` +
      (started.length === 0
        ? '.'
        : `, own tokens ${inWords(mean(started.map((row) => row.finishedAt - row.startedAt)))}, ` +
          `held ${inWords(mean(started.map((row) => row.batchEndedAt - row.finishedAt)))} on average.`)
    );
  },
};

/** The parts of time that any request of the window has. */
function drawnParts({ spans, from, originAt }: TimelineWindow): readonly Part[] {
  const has = (is: (span: RequestSpan) => boolean) => spans.some(is);
  const isIn = (start: number, end: number) => end > start && end - originAt > from;
  const parts: Record<Part, boolean> = {
    blocked: has((span) => isIn(span.arrivedAt, span.blockedUntil)),
    forming: has((span) => isIn(span.blockedUntil, span.waitedUntil)),
    own: has(({ row }) => row !== null && isIn(row.startedAt, row.finishedAt)),
    held: has(({ row }) => row !== null && isIn(row.finishedAt, row.batchEndedAt)),
  };
  return PARTS.filter((part) => parts[part]);
}

/** The Vega symbol that marks a request that left without an answer. */
const LOSSES: Readonly<Record<Unanswered, string>> = {
  rejected: 'cross',
  cancelled: 'diamond',
  expired: 'triangle-down',
  failed: 'square',
};

const isLoss = (outcome: Outcome): outcome is Unanswered => outcome in LOSSES;

function lossSwatches(spans: readonly RequestSpan[], { palette }: Look): Swatch[] {
  const mark = { fill: palette.alarm, stroke: palette.alarm };
  return Object.entries(LOSSES)
    .filter(([outcome]) => spans.some((span) => span.outcome === outcome))
    .map(([label, shape]) => ({ label, shape, ...mark }));
}

function laneLayers(window: TimelineWindow, plot: { look: Look; width: number; lane: number }): Layer[] {
  const { look, lane } = plot;
  const { spans, from, to, unit, originAt } = window;
  const colors = swatches(look.palette);
  const time = (at: number) => Math.max(from, at - originAt) / unit.ms;
  const bars = spans.flatMap((span, i) => {
    const { row } = span;
    const ends = [
      [span.arrivedAt, span.blockedUntil],
      [span.blockedUntil, span.waitedUntil],
      ...(row
        ? [
            [row.startedAt, row.finishedAt],
            [row.finishedAt, row.batchEndedAt],
          ]
        : []),
    ] as const;
    const gap = lane > 7 ? 1.5 : 0.5;
    return ends.flatMap(([start, end], part) =>
      end! > start! && end! - originAt > from
        ? [
            {
              request: span.request,
              from: time(start!),
              to: time(end!),
              top: i * lane + gap,
              bottom: (i + 1) * lane - gap,
              fill: colors[part]!.fill,
              stroke: colors[part]!.stroke,
            },
          ]
        : [],
    );
  });
  const losses = spans.flatMap((span, i) =>
    isLoss(span.outcome)
      ? [
          {
            time: time(span.row?.finishedAt ?? span.waitedUntil),
            y: (i + 0.5) * lane,
            shape: LOSSES[span.outcome],
          },
        ]
      : [],
  );
  const x = stretchAxis(from / unit.ms, to / unit.ms, isNarrow(look) ? 4 : 8);
  const every = [1, 2, 5, 10, 20].find((step) => step * lane >= 16)!;
  const numbers: { y: number; text: string }[] = [];
  spans.forEach(({ request }, i) => {
    const y = (i + 0.5) * lane;
    // Where some requests have no lane, neighbors may both be multiples.
    const hasRoom = y - (numbers.at(-1)?.y ?? -Infinity) >= 14;
    if (request % every === 0 && hasRoom) numbers.push({ y, text: String(request) });
  });
  return [
    {
      data: { values: bars },
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
    {
      data: { values: losses },
      mark: {
        type: 'point',
        filled: true,
        size: Math.max(20, lane * 5),
        color: look.palette.alarm,
        opacity: 1,
      },
      encoding: {
        x: xField('time', x, `Time since the first arrival (${unit.name})`),
        y: pixels('y'),
        shape: given('shape'),
      },
    },
    ...rowNames('Request', numbers, { look }, NUMBER_SIZE),
  ];
}
