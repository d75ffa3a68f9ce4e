import type { ReplayedRun } from '../study.js';
import { markdownTable } from './markdown-table.js';

export function studySection(runs: readonly ReplayedRun[]): string {
  const head = [
    'batch size',
    'requests/s',
    'requests',
    'batches',
    'same batches',
    'real − simulated completion (ms)',
    'most gained in one batch (ms)',
  ];
  const rows = runs.map(
    ({ batchSize, rate, requests, batches, sameBatches, earliestMs, latestMs, latestBatchMs }) => [
      String(batchSize),
      String(rate),
      String(requests),
      String(batches),
      sameBatches ? 'yes' : '**no**',
      `${earliestMs.toFixed(2)} to ${latestMs.toFixed(2)}`,
      latestBatchMs.toFixed(2),
    ],
  );
  return `## The study's own runs

Five runs of the study in real time, with its own scheduler and mock model, replayed from their recorded arrivals: rule \`gap:100ms\`, cost \`mock\`, release \`batch\`. A real sleep ends late and never early, and its lateness moves the batches behind it until the engine is idle again: so the real run must be the later one, by little.

${markdownTable(head, rows)}`;
}
