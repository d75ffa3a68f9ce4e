import { type Html, html } from './html.js';

const DEFINITIONS: readonly (readonly [word: string, meaning: string])[] = [
  ['Static batch', 'fixed when it starts; it runs until its longest request ends, and no slot is refilled'],
  ['Queue delay', 'from a request’s arrival to the start of its batch: blocked + forming'],
  ['Blocked', 'the part of the queue delay in which the engine was busy'],
  ['Forming', 'the part in which the engine was free and the batch was held open for others to join'],
  ['Execution', 'from the start of a batch to its end; counted by batch'],
  ['Held', 'from a request’s own last token to the end of its batch: the row is done, its slot is not'],
  ['E2E latency', 'from a request’s arrival until its answer leaves'],
  ['Slowdown', 'E2E latency / execution of the same request alone in a batch'],
  ['Throughput', 'completed requests / makespan'],
  [
    'Capacity',
    'batch size / mean execution of full batches with lengths of this workload: what the engine sustains',
  ],
  [
    'Offered load',
    'arrival rate / capacity. At 1 or more the run is unstable: latencies grow with its length, unless the queue is bounded',
  ],
  [
    'Load peak',
    'the highest offered load in windows of 60 s or 20 mean executions, whichever is longer, or of the length asked for',
  ],
  ['Lost', 'requests that were rejected, expired or failed: their latency is in no figure'],
  ['Utilization', 'share of the makespan in which the engine was busy'],
  ['Occupancy', 'mean size of the batches / batch size'],
  ['Decode waste', 'share of the decode steps of filled slots that made no token'],
  ['Padding waste', 'share of the prompt tokens that were padding to the longest prompt of the batch'],
  [
    'Frontier',
    'the stable points that no other beats in both capacity and p99 E2E latency; differences inside the intervals are ties, and losing more requests counts as the worse latency',
  ],
  [
    'Knee',
    'the point of the frontier farthest above the line from its first to its last point, both axes scaled to 0 … 1 (Kneedle)',
  ],
  ['Goodput', 'requests per second that meet every target'],
  [
    'Intervals',
    '95 %, by batch means; a run without them says why. Percentiles interpolate between order statistics',
  ],
];

/** What the words of a report mean. */
export function definitions(): Html {
  return html`<details class="definitions">
    <summary>What the words mean</summary>
    <dl>${DEFINITIONS.map(([word, meaning]) => html`<div><dt>${word}</dt><dd>${meaning}</dd></div>`)}</dl>
  </details>`;
}
