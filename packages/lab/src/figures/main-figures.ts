import { inWords, percent } from 'lockstep/metrics';
import type { Figure } from './figure.js';
import { withUnit } from '../words/numbers.js';

/** What stays in sight while one works. */
export const MAIN_FIGURES: readonly Figure[] = [
  {
    name: 'Throughput',
    explanation:
      'Completed requests per second of the whole run. In a long stable run it is close to the arrival rate less what is lost, whatever the batch size.',
    better: 'more',
    value: ({ throughput }) => throughput.requestsPerSecond,
    interval: ({ throughput }) => throughput.requestsPerSecondCi95,
    write: withUnit('req/s'),
  },
  {
    name: 'Mean latency',
    explanation: 'From a request’s arrival until its answer leaves (E2E latency), on average.',
    better: 'less',
    value: ({ e2eLatencyMs }) => e2eLatencyMs.mean,
    interval: ({ e2eLatencyMs }) => e2eLatencyMs.meanCi95,
    write: inWords,
  },
  {
    name: 'p50 latency',
    explanation: 'Half of the requests have their answer within this time.',
    better: 'less',
    value: ({ e2eLatencyMs }) => e2eLatencyMs.p50,
    write: inWords,
  },
  {
    name: 'p95 latency',
    explanation: '95 of 100 requests have their answer within this time.',
    better: 'less',
    value: ({ e2eLatencyMs }) => e2eLatencyMs.p95,
    write: inWords,
  },
  {
    name: 'p99 latency',
    explanation: '99 of 100 requests have their answer within this time; one in a hundred waits longer.',
    better: 'less',
    value: ({ e2eLatencyMs }) => e2eLatencyMs.p99,
    interval: ({ e2eLatencyMs }) => e2eLatencyMs.p99Ci95,
    caveat: ({ lossShare }) => (lossShare === null || lossShare === 0 ? '' : `${percent(lossShare)} lost`),
    write: inWords,
  },
  {
    name: 'Utilization',
    explanation: 'Share of the run in which the engine was busy.',
    better: null,
    isShare: true,
    value: ({ utilization }) => utilization,
    write: percent,
  },
];
