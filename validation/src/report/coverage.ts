import { ALLOWED } from '../coverage.js';
import type { Validation } from '../validate.js';
import { figure, markdownTable } from './markdown-table.js';

const [least, most] = ALLOWED;

export function coverageSection({ coverage, coverageRuns }: Validation): string {
  const rows = coverage.map(({ load, requests, figure: name, truth, intervals, holding }) => {
    const share = holding / intervals;
    return [
      String(load),
      requests.toLocaleString('en-US'),
      name,
      figure(truth),
      String(intervals),
      `${(100 * share).toFixed(1)} %`,
      least <= share && share <= most ? 'pass' : '**fail**',
    ];
  });
  const head = ['load', 'requests', 'figure', 'exact', 'intervals', 'hold it', 'verdict'];
  return `## Coverage of the intervals

How often the 95 % intervals of a summary hold the exact figure: M/D/1, ${coverageRuns.toLocaleString('en-US')} runs with the seeds 1, 2, … at each load and each of the shortest lengths that have an interval (of means and throughput, and of p99 too), nothing cut as warm-up. ${least * 100} to ${most * 100} % pass. E2E latencies in ms, throughput in requests/s. A run too short to bound its p99 has no interval of it and does not count.

${markdownTable(head, rows)}`;
}
