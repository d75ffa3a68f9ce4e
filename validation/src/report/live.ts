import type { LiveFinding } from '../live.js';
import { markdownTable } from './markdown-table.js';

export function liveSection(findings: readonly LiveFinding[]): string {
  const head = [
    'engine',
    '`lockstep run …`',
    'requests',
    'mean E2E latency (ms)',
    'mean difference (ms)',
    'largest (ms)',
    'batches of the same members',
  ];
  const rows = findings.map((finding) => {
    const { engine, options, requests, meanLatencyMs, meanAbsoluteMs, largestAbsoluteMs } = finding;
    return [
      engine,
      `\`${options}\``,
      String(requests),
      meanLatencyMs.toFixed(1),
      meanAbsoluteMs.toFixed(2),
      largestAbsoluteMs.toFixed(2),
      `${finding.sameBatches} of ${finding.batches}`,
    ];
  });
  return `## Live against simulated

What is simulated is what is served, so a live run must be its own simulation: the arrivals as they were really submitted,
the lengths as they came out, the batch times as they were measured, and between them the same scheduler on a virtual
clock. The differences of E2E latencies that remain are the driver's: timers that fire a millisecond or two late, and the
work between two batches. They add up from batch to batch until the engine is idle again. Where a request comes within that
lateness of a batch's start, the two put it into different batches, and then differ by a batch's time until the engine is idle.

${markdownTable(head, rows)}

The figures are of one run each by the real clock, with the [model in the box](../packages/lockstep-cli/models/README.md), on two virtual
cores: the only ones of this page that differ from run to run. In stopped time, where timers are exact,
live run and simulation agree to the last decision (\`packages/lockstep-cli/test/live/live-run.test.ts\`).`;
}
