import fc from 'fast-check';
import { mergeSweep, type SweepPoint } from 'lockstep/simulation';
import { allAtOnce, uniform } from 'lockstep/workload';
import { describe, expect, test } from 'vitest';
import {
  type Chart,
  LIGHT,
  type Look,
  RUN_CHARTS,
  SWEEP_CHARTS,
  type SweepData,
} from '../../src/charts/index.js';
import { type Plan, sample, SAMPLES } from './samples.js';
import { type Box, type DrawnMark, type DrawnPlot, type Scene, sceneOf } from './scene.js';

const LOOKS: Record<string, Look> = {
  wide: { palette: LIGHT, width: 936, anchors: true },
  narrow: { palette: LIGHT, width: 340, anchors: true },
};

const sizes = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const ALL_WAITS = ['gap:100ms', 'oldest:50ms', 'none', 'full'];

/** Sweeps of every shape: how many sizes, rates and rules, which targets, which release. */
const PLANS: Record<string, Plan> = {
  'eleven sizes': { batchSizes: sizes(11), requests: 120 },
  'forty sizes': { batchSizes: sizes(40), requests: 120 },
  'forty sizes, unstable ones': { batchSizes: sizes(40), rates: [12], requests: 200 },
  'two rules that agree': { batchSizes: [1, 2, 4, 8, 16], waits: ['none', 'oldest:50ms'], requests: 400 },
  'four rules, five rates': {
    batchSizes: [1, 2, 4, 8, 16, 32],
    waits: ALL_WAITS,
    rates: [0.25, 0.5, 1, 2, 4],
    requests: 60,
  },
  'four rules, all unstable but one size': {
    batchSizes: [1, 2, 4, 32],
    waits: ALL_WAITS,
    rates: [12],
    requests: 200,
  },
  'rates with rounding errors': { batchSizes: [1, 4], rates: [1.1749999999998, 0.1 + 0.2], requests: 60 },
  'rates below the scale': { batchSizes: [1, 2, 4, 8, 16, 32], rates: [0.1, 0.5, 2], requests: 200 },
  'a rate above the scale': { batchSizes: [1, 2], rates: [0.1, 40], requests: 60 },
  'an E2E target': { batchSizes: [2, 4, 8, 16], slo: { e2eMs: 2500, attainment: 0.9 }, requests: 400 },
  'a TTFT target, tokens': {
    batchSizes: [2, 4, 8],
    release: 'token',
    slo: { ttftMs: 900, attainment: 0.99 },
    requests: 400,
  },
  'all targets, tokens': {
    batchSizes: [1, 2, 4, 8],
    release: 'token',
    rates: [1, 5],
    slo: { e2eMs: 4000, ttftMs: 900, tpotMs: 100, attainment: 0.95 },
    requests: 300,
  },
  'a TTFT target, batches': { batchSizes: [2, 4, 8], slo: { ttftMs: 2000, attainment: 0.99 }, requests: 300 },
  'a target far from all': {
    batchSizes: [2, 4, 8],
    slo: { e2eMs: 500_000, attainment: 0.99 },
    requests: 300,
  },
  'answers at their own end': { batchSizes: [1, 2, 4, 8], release: 'request', requests: 300 },
  'equal answers': { batchSizes: [1, 2, 4], outputTokens: uniform(1, 1), requests: 40 },
  'one request': { batchSizes: [1, 2, 4], requests: 1, arrivals: allAtOnce(), rates: [null] },
  'a batch larger than the window': {
    batchSizes: [201],
    requests: 201,
    arrivals: allAtOnce(),
    rates: [null],
    waits: ['none'],
  },
  'an engine larger than its batches': { batchSizes: [32], requests: 60, rates: [1] },
  'an engine with a thousand slots': { batchSizes: [1000], requests: 1500, rates: [40], waits: ['none'] },
  'none completed': { batchSizes: [1, 2], rates: [5], requests: 20, requestTimeoutMs: 0.001 },
};

/** Runs whose timelines differ from those of the samples. */
const RUNS = [
  'answers at their own end',
  'one request',
  'a batch larger than the window',
  'an engine larger than its batches',
  'an engine with a thousand slots',
  'none completed',
];

for (const [name, make] of Object.entries(SAMPLES)) {
  describe(name, () => {
    const { sweep, run } = make();
    for (const chart of SWEEP_CHARTS) isDrawnWell(chart, sweep, 'narrow');
    for (const chart of RUN_CHARTS) isDrawnWell(chart, run, 'narrow');
  });
}

for (const [name, plan] of Object.entries(PLANS)) {
  describe(name, () => {
    const { sweep, run } = sample(plan);
    for (const chart of SWEEP_CHARTS) isDrawnWell(chart, sweep, 'wide', 'narrow');
    if (RUNS.includes(name)) for (const chart of RUN_CHARTS) isDrawnWell(chart, run, 'wide');
  });
}

function isDrawnWell<Data>(chart: Chart<Data>, data: Data, ...looks: (keyof typeof LOOKS)[]): void {
  if (!chart.applies(data)) return;
  test.each(looks)(`${chart.name}, %s`, async (look) => {
    const scene = await sceneOf(chart.spec(data, LOOKS[look]!));
    expect(faultsOf(scene, chart.name)).toEqual([]);
    expect(captionFaults(chart, data, scene)).toEqual([]);
  });
}

test('whatever the figures are, nothing leaves its place', async () => {
  const base = sample({ batchSizes: [1, 2, 4, 8, 16], waits: ['none', 'full'], requests: 60 }).sweep;
  const ms = fc.oneof(
    fc.constantFrom(0, 1e-9, 5, 5, 2000, 1e9),
    fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
  );
  const figures = fc.record({
    p99: fc.option(ms),
    p95: ms,
    p50: ms,
    mean: ms,
    width: fc.option(ms),
    capacity: fc.option(
      fc.oneof(fc.constantFrom(1e-6, 3, 3, 1e6), fc.double({ min: 1e-3, max: 1e4, noNaN: true })),
    ),
    stable: fc.constantFrom(true, true, false, null),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(figures, { minLength: 10, maxLength: 10 }), async (all) => {
      const points = base.result.points.map((point, i) => withFigures(point, all[i]!));
      const data: SweepData = { result: mergeSweep(base.result.axes, points) };
      for (const chart of SWEEP_CHARTS.filter((each) => each.applies(data))) {
        const scene = await sceneOf(chart.spec(data, LOOKS.wide!));
        expect(faultsOf(scene, chart.name)).toEqual([]);
        expect(captionFaults(chart, data, scene)).toEqual([]);
      }
    }),
    { numRuns: 6 },
  );
}, 120_000);

function withFigures(
  point: SweepPoint,
  figures: {
    p99: number | null;
    p95: number;
    p50: number;
    mean: number;
    width: number | null;
    capacity: number | null;
    stable: boolean | null;
  },
): SweepPoint {
  const { p99, p95, p50, mean, width, capacity, stable } = figures;
  const isNone = p99 === null;
  return {
    ...point,
    stable,
    offeredLoad: capacity === null ? null : 3 / capacity,
    capacity: capacity === null ? null : { ...point.capacity!, requestsPerSecond: capacity },
    e2eLatencyMs: {
      ...point.e2eLatencyMs,
      p99,
      p95: isNone ? null : p95,
      p50: isNone ? null : p50,
      mean: isNone ? null : mean,
      p99Ci95: isNone || width === null ? null : [p99 - width, p99 + width],
      meanCi95: null,
    },
  };
}

/** All that is not where it should be, in words. */
function faultsOf(scene: Scene, chart: string): string[] {
  const { width, height, texts, plots } = scene;
  const faults: string[] = [];
  for (const text of texts) {
    // More than six digits besides leading zeros.
    if (/[1-9]\d*\.\d{7}|0\.0*[1-9]\d{6}/.test(text.text)) faults.push(`"${text.text}" is not rounded`);
    if (text.left < -1 || text.top < -1 || text.right > width + 1 || text.bottom > height + 1) {
      faults.push(`"${text.text}" leaves the picture: ${inWords(text)} of ${width} × ${height}`);
    }
  }
  for (const [i, text] of texts.entries()) {
    for (const other of texts.slice(i + 1)) {
      if (meet(text, other, 1))
        faults.push(`"${text.text}" and "${other.text}" overlap: ${inWords(text)}, ${inWords(other)}`);
    }
  }
  for (const plot of plots) faults.push(...faultsOfPlot(plot, chart));
  return faults;
}

function faultsOfPlot({ width, height, marks, texts }: DrawnPlot, chart: string): string[] {
  const faults: string[] = [];
  // Unstable points of a trade-off stand in a strip right of its plot.
  const right = chart === 'trade-off' ? Infinity : width;
  const symbols = marks.filter(({ kind }) => kind === 'symbol');
  for (const mark of marks) {
    const { x, y } = middle(mark);
    // Vega adds the room of sharp corners to the bounds of a line.
    const slack = mark.kind === 'line' || mark.kind === 'area' ? 7 : 2.5;
    const isInside =
      mark.kind === 'symbol'
        ? x > -1 && x < right + 1 && y > -1 && y < height + 1
        : mark.left > -slack &&
          mark.right < right + slack &&
          mark.top > -slack &&
          mark.bottom < height + slack;
    if (!isInside)
      faults.push(`a ${mark.kind} is outside its scale: ${inWords(mark)} of ${width} × ${height}`);
  }
  for (const [i, symbol] of symbols.entries()) {
    for (const later of symbols.slice(i + 1)) {
      const isSame = later.fill === symbol.fill && later.stroke === symbol.stroke;
      if (!isSame && !later.isOpen && covers(later, symbol)) {
        faults.push(`a point is covered by a later one: ${inWords(symbol)}, ${inWords(later)}`);
      }
    }
    for (const text of texts) {
      if (meet(text, shrunk(symbol, 2), 0.5))
        faults.push(`"${text.text}" lies over a point: ${inWords(text)}, ${inWords(symbol)}`);
    }
  }
  return faults;
}

/** Words of a caption for which nothing is drawn, and the other way round. */
function captionFaults<Data>(chart: Chart<Data>, data: Data, { plots, texts }: Scene): string[] {
  const caption = chart.caption(data);
  const all = plots.flatMap(({ marks }) => marks);
  const has = (is: (mark: DrawnMark) => boolean) => all.some(is);
  const hollow = has(({ kind, fill }) => kind === 'symbol' && fill === LIGHT.background);
  const drawn: Record<string, [word: RegExp, isDrawn: boolean][]> = {
    'trade-off': [
      [/\bknee\b/, has(({ kind, isOpen }) => kind === 'symbol' && isOpen)],
      [/joined by a line/, has(({ kind, left, right }) => kind === 'line' && right - left > 0)],
      [/Hollow points/, hollow],
      [/dotted line/, has(({ kind, stroke }) => kind === 'rule' && stroke === LIGHT.muted)],
      [/target/, has(({ kind, stroke }) => kind === 'rule' && stroke === LIGHT.alarm)],
    ],
    latency: [
      [/target/, has(({ kind, stroke }) => kind === 'rule' && stroke === LIGHT.alarm)],
      [/TTFT/, texts.some(({ text }) => text === 'p99 TTFT')],
      [
        /triangle/,
        has(
          ({ kind, stroke, fill }) =>
            kind === 'symbol' && stroke === LIGHT.muted && fill === LIGHT.background,
        ),
      ],
    ],
    // A level line for each rate, or a line along the rates.
    throughput: [
      [/dashed/, has(({ kind, stroke }) => ['rule', 'line'].includes(kind) && stroke === LIGHT.muted)],
    ],
    heatmap: [
      [/×/, texts.some(({ text }) => text === '×')],
      [/–/, texts.some(({ text }) => text === '–')],
    ],
    'where-time-goes': [
      [
        /blocked/,
        has(({ fill, stroke }) => [fill, stroke].includes(LIGHT.blocked) && fill !== LIGHT.formingFill),
      ],
      [/forming/, has(({ kind, stroke }) => kind === 'rect' && stroke === LIGHT.forming)],
      [/\(held\)/, has(({ kind, stroke }) => kind === 'rect' && stroke === LIGHT.held)],
      [/▶/, texts.some(({ text }) => text.endsWith('▶'))],
    ],
    timeline: [[/slot is held/, has(({ kind, stroke }) => kind === 'rect' && stroke === LIGHT.held)]],
    'timeline-by-slot': [
      [/holds its slot/, has(({ kind, stroke }) => kind === 'rect' && stroke === LIGHT.held)],
      [/leaves slots empty/, has(({ kind, fill }) => kind === 'rect' && fill === LIGHT.band)],
    ],
  };
  return (drawn[chart.name] ?? [])
    .filter(([word, isDrawn]) => word.test(caption) && !isDrawn)
    .map(([word]) => `the caption names ${word}, which is not drawn: ${caption}`);
}

function meet(a: Box, b: Box, by: number): boolean {
  return a.left < b.right - by && b.left < a.right - by && a.top < b.bottom - by && b.top < a.bottom - by;
}

function middle({ left, right, top, bottom }: Box) {
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

function covers(later: Box, earlier: Box): boolean {
  return (
    later.left <= earlier.left + 0.5 &&
    later.right >= earlier.right - 0.5 &&
    later.top <= earlier.top + 0.5 &&
    later.bottom >= earlier.bottom - 0.5
  );
}

function shrunk({ left, right, top, bottom }: Box, by: number): Box {
  return { left: left + by, right: right - by, top: top + by, bottom: bottom - by };
}

function inWords({ left, right, top, bottom }: Box): string {
  const [x1, x2, y1, y2] = [left, right, top, bottom].map((value) => value.toFixed(1));
  return `x ${x1} to ${x2}, y ${y1} to ${y2}`;
}
