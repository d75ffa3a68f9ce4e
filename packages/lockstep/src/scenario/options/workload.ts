import { parseArrivals } from '../arrivals.js';
import { parseLengths } from '../lengths.js';
import type { OptionsOf } from './index.js';
import { type Notation, positive, text, whole } from './notations.js';

/** Requests stand in columns that a number of 32 bits counts. */
export const MOST_REQUESTS = 2147483647;

/** Requests that are drawn. */
export const WORKLOAD_OPTIONS: OptionsOf<
  'arrivals' | 'rate' | 'promptTokens' | 'outputTokens' | 'requests' | 'seed'
> = {
  arrivals: {
    group: 'Workload',
    name: 'Arrivals',
    argument: 'process',
    help: 'who arrives when; a rate is in requests per second, or left out and given with --rate',
    default: 'poisson',
    decides: ['requests'],
    control: 'own',
    ...text(
      'constant:2, poisson:3, gamma:3:cv=2, mmpp:1.5/0.1:0.1/0.1 (two rates, then how many times a second each ' +
        'state ends), all-at-once, closed:8:think=500ms',
      parseArrivals,
    ),
  },
  rate: {
    group: 'Workload',
    name: 'Arrival rate',
    argument: 'rate',
    list: true,
    help: 'requests per second; a trace is scaled to it',
    default: 3,
    defaultNote: 'unless the arrivals or a trace bring their own',
    decides: ['requests'],
    control: 'own',
    ...positive('a rate'),
  },
  promptTokens: {
    group: 'Workload',
    name: 'Prompt tokens',
    argument: 'lengths',
    help: 'prompt length of a request, in tokens',
    default: '1',
    decides: ['requests', 'capacity'],
    control: 'own',
    ...lengths('as --output-tokens'),
  },
  outputTokens: {
    group: 'Workload',
    name: 'Output tokens',
    argument: 'lengths',
    help: 'output length of a request, in tokens',
    default: 'uniform:10-29',
    decides: ['requests', 'capacity'],
    control: 'own',
    ...lengths(
      '128, uniform:10-29, lognormal:200:cv=1, geometric:128, exponential:128:cap=512, empirical:FILE ' +
        '(one length a line)',
    ),
  },
  requests: {
    group: 'Workload',
    name: 'Requests',
    argument: 'count',
    help: 'how many requests are submitted',
    default: 10_000,
    decides: ['requests'],
    control: 'own',
    ...whole(1, MOST_REQUESTS),
  },
  seed: {
    group: 'Workload',
    name: 'Seed',
    argument: 'seed',
    help: 'seed of all that is drawn',
    default: 1,
    always: true,
    decides: ['requests', 'capacity'],
    control: 'own',
    ...whole(0),
  },
};

/** Lengths: those that are all the same are a quantity. */
function lengths(range: string): Notation<string> {
  return {
    ...text(range, parseLengths),
    shape: { type: 'text', numbers: true },
    amountOf: (written) => (/^\d+$/.test(written) ? { kind: 'tokens', amount: Number(written) } : null),
  };
}
