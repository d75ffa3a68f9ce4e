import { type Distribution, inWords, RunWindow } from 'lockstep/metrics';
import type { RunPoint } from 'lockstep/simulation';
import { linearAxis, stretchAxis, timeUnit } from './axis.js';
import type { Chart, Look, RunData } from './chart.js';
import { pixels, textAt, xField, yField } from './encodings.js';
import { picture } from './frame.js';
import type { Layer } from './layer.js';
import { isNarrow, type Panel, plotWidth } from './layout.js';
import { runSubtitle } from './run-subtitle.js';
import { textWidth } from './text-width.js';

const MOST_BINS = 40;
const HEIGHT = 150;
const LABEL_SIZE = 11;
const HEADROOM = 1.3;
/** Marks nearer than this are one (px). */
const COVERED = 3;

/** What is counted, in ms: by request, or by batch. */
interface Measure {
  readonly title: string;
  readonly of: 'requests' | 'batches';
  distribution(point: RunPoint): Distribution;
  value(run: RunWindow, index: number): number;
}

const MEASURES: readonly Measure[] = [
  {
    title: 'E2E latency',
    of: 'requests',
    distribution: (point) => point.e2eLatencyMs,
    value: (run, request) => run.releasedAt(request) - run.arrivedAt[request]!,
  },
  {
    title: 'Queue delay',
    of: 'requests',
    distribution: (point) => point.queueDelayMs,
    value: (run, request) => run.waitedUntil(request) - run.arrivedAt[request]!,
  },
  {
    title: 'Execution',
    of: 'batches',
    distribution: (point) => point.executionMs,
    value: (run, batch) => run.endedAt[batch]! - run.startedAt[batch]!,
  },
  {
    title: 'Held',
    of: 'requests',
    distribution: (point) => point.heldMs,
    value: (run, request) => run.endedAt[run.log.requests.batch[request]!]! - run.finishedAt[request]!,
  },
];

export const distributions: Chart<RunData> = {
  name: 'distributions',

  applies: ({ point }) => point.requests.completed > 0,

  spec(data, look) {
    const columns = isNarrow(look) ? 1 : 2;
    const right = 14;
    const width = plotWidth(look, { columns, right });
    return picture(look, {
      title: 'Distributions',
      subtitle: runSubtitle(data.point),
      columns,
      right,
      panels: MEASURES.map((measure) => panel(measure, data, look, width)),
    });
  },

  caption: () =>
    'Each bar is the share of requests (of batches, for the execution) within its stretch of time. Dashed lines mark the median (p50) and the 99th percentile (p99); where both fall together there is one line.',

  alternative: ({ point }) =>
    MEASURES.map((measure) => {
      const { p50, p99, max } = measure.distribution(point);
      return `${measure.title}: p50 ${inWords(p50)}, p99 ${inWords(p99)}, longest ${inWords(max)}.`;
    }).join(' '),
};

function panel(measure: Measure, data: RunData, look: Look, width: number): Panel {
  const { p50, p99 } = measure.distribution(data.point);
  const { counts, total, binMs, most } = histogram(measure, data);
  const unit = timeUnit(most);
  const x = stretchAxis(0, most / unit.ms || 1, isNarrow(look) ? 4 : 5);
  const bars = Array.from(counts, (count, bin) => ({
    from: (bin * binMs) / unit.ms,
    to: ((bin + 1) * binMs) / unit.ms,
    share: (100 * count) / total,
    zero: 0,
  })).filter(({ share }) => share > 0);
  const y = linearAxis(
    // The names of the marks stand above all bars.
    bars.map(({ share }) => share * HEADROOM),
    { ticks: 3 },
  );
  const marks = [
    { name: 'p50', ms: p50 },
    { name: 'p99', ms: p99 },
  ].flatMap(({ name, ms }) => (ms === null ? [] : [{ name, x: x.position(ms / unit.ms, width) }]));
  return {
    title: `${measure.title}: p50 ${inWords(p50)}, p99 ${inWords(p99)}`,
    width,
    height: HEIGHT,
    layers: [
      {
        data: { values: bars },
        mark: {
          type: 'rect',
          color: look.palette.own,
          stroke: look.palette.background,
          strokeWidth: 0.5,
          opacity: 1,
        },
        encoding: {
          x: xField('from', x, `${measure.title} (${unit.name})`),
          x2: { field: 'to' },
          y: yField('share', y, `% of ${measure.of}`),
          y2: { field: 'zero' },
        },
      },
      ...percentileMarks(marks, look, width),
    ],
  };
}

/** A line for the median, named at its left, and one for the p99, named at its right, where there is room. */
function percentileMarks(
  marks: readonly { name: string; x: number }[],
  { palette }: Look,
  width: number,
): Layer[] {
  const [first, second] = marks;
  if (first && second && second.x - first.x < COVERED) marks = [{ name: 'p50, p99', x: first.x }];
  const rows = marks.map(({ name, x }, i) => {
    const room = textWidth(name, LABEL_SIZE) + 8;
    const align = (i === 0 && marks.length > 1 && x >= room) || x + room > width ? 'right' : 'left';
    return {
      name,
      x,
      top: 0,
      bottom: HEIGHT,
      textX: x + (align === 'right' ? -5 : 5),
      textY: 7 + 14 * i,
      align,
    };
  });
  return [
    {
      data: { values: rows },
      mark: { type: 'rule', color: palette.ink, strokeWidth: 1, strokeDash: [3, 3] },
      encoding: { x: pixels('x'), y: pixels('top'), y2: { field: 'bottom' } },
    },
    ...['left', 'right'].map((align) => ({
      data: { values: rows.filter((row) => row.align === align) },
      mark: { type: 'text', align, baseline: 'middle', fontSize: LABEL_SIZE, color: palette.ink },
      encoding: textAt('textX', 'textY', 'name'),
    })),
  ];
}

/** Counts in bins of equal width from 0 to the longest, in two passes over the log. */
function histogram(
  measure: Measure,
  data: RunData,
): { counts: Float64Array; total: number; binMs: number; most: number } {
  const { log, point } = data;
  const { release } = point;
  const run = new RunWindow(log, release, 0);
  const length = measure.of === 'batches' ? log.batchCount : log.requestCount;
  const isCounted = (index: number) => measure.of === 'batches' || run.isCompleted(index);
  let most = 0;
  let total = 0;
  for (let i = 0; i < length; i++) {
    if (!isCounted(i)) continue;
    most = Math.max(most, measure.value(run, i));
    total++;
  }
  // The Rice rule: few values can't fill many bins.
  const bins = Math.min(MOST_BINS, Math.ceil(2 * Math.cbrt(total)));
  const binMs = most / bins || 1;
  const counts = new Float64Array(bins);
  for (let i = 0; i < length; i++) {
    if (isCounted(i)) counts[Math.min(bins - 1, Math.floor(measure.value(run, i) / binMs))]!++;
  }
  return { counts, total, binMs, most };
}
