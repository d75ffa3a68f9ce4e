import { formatSlo, parseSlo } from '../slo.js';
import type { OptionsOf } from './index.js';
import { duration, share, text, whole } from './notations.js';

/** What is worked out of a run. */
export const NUMBER_OPTIONS: OptionsOf<'warmup' | 'loadWindow' | 'slo' | 'sloAttainment'> = {
  warmup: {
    group: 'Numbers',
    name: 'Warmup',
    argument: 'requests',
    help: 'leave the first requests out of the numbers',
    default: 0,
    always: true,
    // It says which requests are counted.
    decides: ['requests', 'figures'],
    control: { part: 'limits', placeholder: '0' },
    ...whole(0, undefined, 'a whole number ≥ 0, below the number of requests'),
  },
  loadWindow: {
    group: 'Numbers',
    name: 'Window of the load',
    argument: 'duration',
    help: 'length of the windows in which the load is looked at, for its peak (default: 60s or 20 mean executions, whichever is longer)',
    default: null,
    decides: ['figures'],
    control: null,
    ...duration('5m', { above0: true }),
  },
  slo: {
    group: 'Numbers',
    name: 'Latency targets (SLO)',
    argument: 'targets',
    help: 'latency targets that a request has to meet, all of those given',
    default: null,
    decides: ['figures'],
    control: 'own',
    commas: true,
    ...text('e2e=2s,ttft=500ms,tpot=50ms', parseSlo),
    read: (written) => formatSlo(parseSlo(written)),
  },
  sloAttainment: {
    group: 'Numbers',
    name: 'Share that has to meet them',
    argument: 'share',
    help: 'share of the submitted requests that has to meet the targets',
    default: 0.99,
    decides: ['figures'],
    control: 'own',
    ...share(),
  },
};
