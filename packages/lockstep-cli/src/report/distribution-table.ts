import type { Distribution, Summary } from 'lockstep/metrics';
import { timeUnit } from '../charts/axis.js';
import type { Html } from './html.js';
import { type Column, figure, table } from './table.js';

interface Row {
  readonly name: string;
  readonly distribution: Distribution;
  readonly unitMs: number;
}

/** All distributions of a run in one unit of time; the slowdown has none. */
export function distributionTable(summary: Summary): Html {
  const unit = timeUnit(summary.e2eLatencyMs.p99 ?? 0);
  const timed = (name: string, distribution: Distribution): Row => ({
    name: `${name} (${unit.name})`,
    distribution,
    unitMs: unit.ms,
  });
  const rows = [
    timed('E2E latency', summary.e2eLatencyMs),
    timed('Queue delay', summary.queueDelayMs),
    timed('Blocked', summary.blockedMs),
    timed('Forming', summary.formingMs),
    timed('Execution, by batch', summary.executionMs),
    timed('Held', summary.heldMs),
    timed('TTFT', summary.ttftMs),
    timed('TPOT', summary.tpotMs),
    { name: 'Slowdown (×)', distribution: summary.slowdown, unitMs: 1 },
  ];
  const percentile = (name: 'p50' | 'p90' | 'p95' | 'max', head: string = name): Column<Row> => ({
    head,
    cell: ({ distribution, unitMs }) => figure(distribution[name], null, unitMs),
  });
  return table(
    'Distributions',
    [
      { head: '', align: 'left', cell: ({ name }) => name },
      {
        head: 'Mean',
        cell: ({ distribution, unitMs }) => figure(distribution.mean, distribution.meanCi95, unitMs),
      },
      percentile('p50'),
      percentile('p90'),
      percentile('p95'),
      {
        head: 'p99',
        cell: ({ distribution, unitMs }) => figure(distribution.p99, distribution.p99Ci95, unitMs),
      },
      percentile('max', 'Longest'),
    ],
    rows,
  );
}
