import { ALLOWED, isCovered, SYSTEMS } from '../coverage.js';
import { LONG_RUNS } from '../measure-coverage.js';
import type { Validation } from '../validate.js';
import { figure, markdownTable } from './markdown-table.js';

const [least, most] = ALLOWED;

export function coverageSection({ coverage, coverageRuns }: Validation): string {
  const rows = coverage.map((found) => [
    found.system,
    String(found.load),
    found.requests.toLocaleString('en-US'),
    found.figure,
    figure(found.truth),
    found.intervals === found.runs ? 'all' : `${found.intervals} of ${found.runs}`,
    `${((100 * found.holding) / found.intervals).toFixed(1)} %`,
    isCovered(found) ? 'pass' : '**fail**',
  ]);
  const head = ['system', 'load', 'requests', 'figure', 'true value', 'have one', 'hold it', 'verdict'];
  const systems = Object.entries(SYSTEMS).map(([name, { about }]) => `- **${name}**: ${about}.`);
  const { runs, requests } = LONG_RUNS;
  return `## Coverage of the intervals

How often the 95 % intervals of a summary hold the true value: ${coverageRuns.toLocaleString('en-US')} runs with the seeds 1, 2, … each, nothing cut as warm-up.
The runs are the shortest that have intervals at their load, which is where they hold least. All runs of a configuration have
intervals or none. ${least * 100} to ${most * 100} % pass.

${systems.join('\n')}

The true values are exact for M/M/1 and M/D/1. For \`kernels\` they are the mean over ${runs} long runs of ${requests.toLocaleString('en-US')} requests with seeds of their own,
of which the first twentieth is cut. E2E latencies in ms, throughput in requests/s.

${markdownTable(head, rows)}`;
}
