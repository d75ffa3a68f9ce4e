import type { DecisionLog } from 'lockstep/core';
import { timelineOverview } from 'lockstep/metrics';
import { linearAxis, stretchAxis, timeUnit } from './axis.js';
import type { Look } from './chart.js';
import { pixels, xField, yField } from './encodings.js';
import { isNarrow, type Panel } from './layout.js';
import type { TimelineWindow } from './timeline-window.js';

const HEIGHT = 70;

/** The whole run above its timeline: how many wait and how many rows run, and where the window lies. */
export function overviewPanel(log: DecisionLog, window: TimelineWindow, look: Look, width: number): Panel {
  const { palette } = look;
  const buckets = Math.max(1, Math.min(Math.round(width / 2), 400));
  const overview = timelineOverview(log, { buckets });
  const unit = timeUnit(overview.toAt - overview.fromAt);
  const length = (overview.toAt - overview.fromAt) / unit.ms;
  const rows = Array.from(overview.waiting, (waiting, bucket) => ({
    time: ((bucket + 0.5) * overview.bucketMs) / unit.ms,
    waiting,
    running: overview.running[bucket]!,
  }));
  const x = stretchAxis(0, length, isNarrow(look) ? 4 : 8);
  const y = linearAxis(
    rows.flatMap(({ waiting, running }) => [waiting, running]),
    { ticks: 2 },
  );
  const encoding = { x: xField('time', x, `Time (${unit.name})`), y: yField('waiting', y, 'Requests') };
  const from = x.position(window.from / unit.ms, width);
  const to = Math.min(width, Math.max(from + 3, x.position(window.to / unit.ms, width)));
  return {
    title: 'Whole run: waiting (gray), running (blue)',
    width,
    height: HEIGHT,
    layers: [
      {
        data: { values: rows },
        mark: { type: 'area', color: palette.blocked, opacity: 1, interpolate: 'step' },
        encoding,
      },
      {
        data: { values: rows },
        mark: { type: 'line', color: palette.own, strokeWidth: 1.25, interpolate: 'step' },
        encoding: { ...encoding, y: { ...encoding.y, field: 'running' } },
      },
      {
        data: {
          values: window.isWhole ? [] : [{ from: Math.min(from, to - 3), to, top: 0, bottom: HEIGHT }],
        },
        mark: { type: 'rect', fill: palette.ink, fillOpacity: 0.12, stroke: palette.ink, strokeWidth: 1.25 },
        encoding: { x: pixels('from'), x2: { field: 'to' }, y: pixels('top'), y2: { field: 'bottom' } },
      },
    ],
  };
}
