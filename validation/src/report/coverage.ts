import { ALLOWED, type Coverage, FIGURES, isCovered, SYSTEMS } from '../coverage.js';
import { LONG_RUNS } from '../measure-coverage.js';
import type { Validation } from '../validate.js';
import { figure, markdownTable } from './markdown-table.js';

const [least, most] = ALLOWED;

export function coverageSection({ coverage, coverageRuns }: Validation): string {
  const cases = new Map<string, Coverage[]>();
  for (const found of coverage) {
    const key = `${found.system} ${found.load}`;
    cases.set(key, [...(cases.get(key) ?? []), found]);
  }
  const rows = [...cases.values()].map((found) => [
    found[0]!.system,
    String(found[0]!.load),
    found[0]!.requests.toLocaleString('en-US'),
    ...FIGURES.map((figure) => holding(found.find((each) => each.figure === figure))),
    figure(found.find((each) => each.figure === 'p99 E2E latency')?.truth ?? NaN),
  ]);
  const head = ['system', 'load', 'requests', ...FIGURES, 'true p99 (ms)'];
  const systems = Object.entries(SYSTEMS).map(([name, { about }]) => `- **${name}**: ${about}.`);
  const { runs, requests } = LONG_RUNS;
  return `## Coverage of the intervals

How often the 95 % intervals of a summary hold the true value: ${coverageRuns.toLocaleString('en-US')} runs with the seeds 1, 2, … each, nothing cut as warm-up.
The runs are the shortest that have intervals at their load, which is where they hold least. All runs of a configuration have
intervals or none. ${least * 100} to ${most * 100} % pass; what does not is marked.

${systems.join('\n')}

The true values are exact for M/M/1 and M/D/1. For \`kernels\` they are the mean over ${runs} long runs of ${requests.toLocaleString('en-US')} requests with seeds of their own,
of which the first twentieth is cut.

${markdownTable(head, rows)}`;
}

/** The share of the intervals of a figure that hold its true value. */
function holding(found: Coverage | undefined): string {
  if (found === undefined) return '';
  const share = `${((100 * found.holding) / found.intervals).toFixed(1)} %`;
  const of = found.intervals === found.runs ? '' : ` (${found.intervals} of ${found.runs} runs have one)`;
  return isCovered(found) ? share + of : `**fail: ${share}${of}**`;
}
