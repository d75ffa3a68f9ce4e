import { inWords, loadInWords, lossesInWords, percent } from 'lockstep/metrics';
import type { Figure } from './figure.js';
import { count, plain, withUnit } from '../words/numbers.js';

/** The other figures of a run. */
export const MORE_FIGURES: readonly Figure[] = [
  {
    name: 'Output tokens',
    explanation: 'Output tokens of completed requests per second of the whole run.',
    better: 'more',
    value: ({ throughput }) => throughput.outputTokensPerSecond,
    interval: ({ throughput }) => throughput.outputTokensPerSecondCi95,
    write: withUnit('tok/s'),
  },
  {
    name: 'Mean TTFT',
    explanation:
      'Time to first token: from arrival until the first token leaves. It equals the E2E latency unless tokens leave as they come (release “token”).',
    better: 'less',
    value: ({ ttftMs }) => ttftMs.mean,
    interval: ({ ttftMs }) => ttftMs.meanCi95,
    detail: ({ ttftMs }) => `p99 ${inWords(ttftMs.p99)}`,
    write: inWords,
  },
  {
    name: 'Offered load',
    explanation:
      'Arrival rate / capacity. At 1 or more requests come at least as fast as full batches can serve them: the run is unstable, unless the queue is bounded.',
    better: null,
    value: ({ offeredLoad }) => offeredLoad,
    detail: ({ arrivalRate }) => (arrivalRate?.measured ? 'arrival rate as measured' : ''),
    write: (load) => (load === null ? '–' : loadInWords(load)),
  },
  {
    name: 'Load peak',
    explanation:
      'The highest offered load in windows of 60 s or 20 mean executions, whichever is longer. While it is above 1 the queue grows.',
    better: 'less',
    value: ({ loadPerWindow }) => loadPerWindow?.peak ?? null,
    detail: ({ loadPerWindow }) =>
      loadPerWindow === null
        ? ''
        : `in ${inWords(loadPerWindow.windowMs)}, ${percent(loadPerWindow.shareAbove1)} above 1`,
    write: (load) => (load === null ? '–' : loadInWords(load)),
  },
  {
    name: 'Capacity',
    explanation: 'What the engine sustains with full batches of this workload’s lengths.',
    better: 'more',
    value: ({ capacity }) => capacity?.requestsPerSecond ?? null,
    detail: ({ capacity }) => withUnit('tok/s')(capacity?.outputTokensPerSecond ?? null),
    write: withUnit('req/s'),
  },
  {
    name: 'Occupancy',
    explanation: 'Mean size of the batches / batch size: how full they are when they start.',
    better: null,
    isShare: true,
    value: ({ occupancy }) => occupancy,
    detail: ({ batches }) => `mean size ${plain(batches.meanSize)}`,
    write: percent,
  },
  {
    name: 'Decode waste',
    explanation:
      'Share of the decode steps of filled slots that made no token: rows that were done while their batch ran on.',
    better: 'less',
    isShare: true,
    value: ({ decodeWaste }) => decodeWaste,
    detail: ({ paddingWaste }) => `padding ${percent(paddingWaste)}`,
    write: percent,
  },
  {
    name: 'Blocked',
    explanation: 'Mean part of the waiting in which the engine was busy: head-of-line blocking.',
    better: 'less',
    value: ({ blockedMs }) => blockedMs.mean,
    interval: ({ blockedMs }) => blockedMs.meanCi95,
    write: inWords,
  },
  {
    name: 'Forming',
    explanation:
      'Mean part of the waiting in which the engine was free and the batch was held open for others to join.',
    better: 'less',
    value: ({ formingMs }) => formingMs.mean,
    interval: ({ formingMs }) => formingMs.meanCi95,
    write: inWords,
  },
  {
    name: 'Queue length',
    explanation: 'Requests waiting, averaged over the time of the run.',
    better: 'less',
    value: ({ queueLength }) => queueLength.waiting,
    detail: ({ queueLength }) => `${plain(queueLength.inSystem)} in system`,
    write: plain,
  },
  {
    name: 'Batches',
    explanation: 'How many batches were run, and how many of them started because they were full.',
    better: null,
    value: ({ batches }) => batches.count,
    detail: ({ batches }) => `${count(batches.closedBy.full)} full`,
    write: (value) => (value === null ? '–' : count(value)),
  },
  {
    name: 'Completed',
    explanation: 'Requests that got their answer, and what became of the others.',
    better: 'more',
    value: ({ requests }) => requests.completed,
    detail: ({ requests }) => lossesInWords(requests).join(', ') || `of ${count(requests.submitted)}`,
    write: (value) => (value === null ? '–' : count(value)),
  },
  {
    name: 'Makespan',
    explanation: 'From the first arrival until the last answer left.',
    better: null,
    value: ({ makespanMs }) => makespanMs,
    write: inWords,
  },
  {
    name: 'SLO attainment',
    explanation:
      'Share of the submitted requests that met every latency target. Goodput: those per second of the run.',
    better: 'more',
    isShare: true,
    isAsked: ({ slo }) => slo !== undefined,
    value: ({ slo }) => slo?.attained ?? null,
    detail: ({ slo, stable }) =>
      `${slo?.met ? 'met' : stable === false ? 'missed: unstable' : 'missed'}, asked ${percent(slo?.attainment ?? null)}`,
    write: percent,
  },
  {
    name: 'Goodput',
    explanation: 'Requests per second that met every latency target.',
    better: 'more',
    isAsked: ({ slo }) => slo !== undefined,
    value: ({ slo }) => slo?.goodput ?? null,
    write: withUnit('req/s'),
  },
];
