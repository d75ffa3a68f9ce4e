import { inWords, significant } from 'lockstep/metrics';
import type { SweepPoint } from 'lockstep/simulation';
import { given, pixels, textAt } from './encodings.js';
import type { Layer } from './layer.js';
import { TEXT_SIZE } from './layout.js';
import { spread } from './place-labels.js';
import { arrivalRate, sizeLabel } from './sweep-points.js';
import { textWidth } from './text-width.js';
import { markOf, type Plot } from './trade-off-plot.js';

/** Below the arrivals no batch size is stable. */
export function arrivalLine(
  members: readonly SweepPoint[],
  { look, x, y, unitMs, width, height }: Plot,
): Layer {
  const rate = members.map(arrivalRate).find((one) => one !== null);
  const at = rate === undefined || rate === null ? null : height - y.position(rate, height);
  const text = `arrivals, ${significant(rate ?? 0)}/s`;
  // No stable point lies below the line, so its label has room there, except where the target's line crosses.
  const sloMs = members[0]?.slo?.e2eMs;
  const crossed = sloMs !== undefined && x.position(sloMs / unitMs, width) < textWidth(text, TEXT_SIZE) + 10;
  const label = { align: crossed ? 'right' : 'left', x: crossed ? width - 2 : 2 };
  const rows =
    at === null || at < 0
      ? []
      : [{ from: 0, to: width, y: at, labelX: label.x, labelY: at + 20 > height ? at - 7 : at + 13 }];
  return {
    data: { values: rows },
    layer: [
      {
        mark: { type: 'rule', strokeDash: [2, 3], strokeWidth: 1.25, color: look.palette.muted },
        encoding: { x: pixels('from'), x2: { field: 'to' }, y: pixels('y') },
      },
      {
        mark: { type: 'text', align: label.align, color: look.palette.muted, text },
        encoding: { x: pixels('labelX'), y: pixels('labelY') },
      },
    ],
  };
}

/** The target for the E2E latency, where there is one. */
export function sloLine(members: readonly SweepPoint[], { look, x, unitMs, width, height }: Plot): Layer[] {
  const slo = members[0]?.slo;
  if (slo?.e2eMs === undefined) return [];
  const at = x.position(slo.e2eMs / unitMs, width);
  const name = `target ${inWords(slo.e2eMs)}`;
  // The axis is the p99: a target for another share of requests is not met or missed on it.
  const label = slo.attainment === 0.99 ? name : `${name} for ${significant(slo.attainment * 100)} %`;
  const inside = at + textWidth(label, TEXT_SIZE) + 8 > width;
  return [
    {
      data: { values: [{ x: at, top: 0, bottom: height, textX: at + (inside ? -6 : 6), textY: 8 }] },
      layer: [
        {
          mark: { type: 'rule', strokeWidth: 1.5, color: look.palette.alarm },
          encoding: { x: pixels('x'), y: pixels('top'), y2: { field: 'bottom' } },
        },
        {
          mark: {
            type: 'text',
            align: inside ? 'right' : 'left',
            baseline: 'middle',
            color: look.palette.alarm,
            text: label,
          },
          encoding: { x: pixels('textX'), y: pixels('textY') },
        },
      ],
    },
  ];
}

/** Unstable points have a capacity but no latency: they stand in a strip of their own. */
export function unstableColumn(
  members: readonly SweepPoint[],
  { look, y, width, height, gutter, waits }: Plot,
): Layer[] {
  if (members.length === 0) return [];
  const { palette } = look;
  const from = width + 14;
  const middle = width + gutter / 2;
  const rows = members.map((point) => ({
    x: middle - 12,
    y: height - y.position(point.capacity!.requestsPerSecond, height),
    label: sizeLabel(point.batchSize),
    ...markOf(look, waits.indexOf(point.wait)),
    fill: palette.background,
  }));
  // Wait rules share a capacity, and so a label.
  const labeled = rows.filter((row, i) => rows.findIndex((other) => other.label === row.label) === i);
  const places = spread(
    labeled.map((row) => row.y),
    TEXT_SIZE + 1,
    6,
    height - 6,
  );
  return [
    {
      data: { values: [{ from, to: width + gutter, top: 0, bottom: height, textX: middle + 7, textY: -12 }] },
      layer: [
        {
          mark: { type: 'rect', color: palette.band, opacity: 1 },
          encoding: { x: pixels('from'), x2: { field: 'to' }, y: pixels('top'), y2: { field: 'bottom' } },
        },
        {
          mark: { type: 'text', baseline: 'middle', color: palette.muted, text: 'unstable' },
          encoding: { x: pixels('textX'), y: pixels('textY') },
        },
      ],
    },
    {
      data: { values: rows },
      mark: { type: 'point', filled: true, size: 75, strokeWidth: 1.75, opacity: 1 },
      encoding: {
        x: pixels('x'),
        y: pixels('y'),
        fill: given('fill'),
        stroke: given('stroke'),
        shape: given('shape'),
      },
    },
    {
      data: { values: labeled.map((row, i) => ({ x: row.x + 14, y: places[i], label: row.label })) },
      mark: { type: 'text', align: 'left', baseline: 'middle', fontWeight: 600, color: palette.muted },
      encoding: textAt('x', 'y', 'label'),
    },
  ];
}

/** Instead of points. */
export function nothingStable({ look, width, height }: Plot): Layer {
  return {
    data: { values: [{ x: width / 2, y: height / 2, text: 'no batch size is stable at this rate' }] },
    mark: { type: 'text', baseline: 'middle', color: look.palette.muted },
    encoding: textAt('x', 'y'),
  };
}
