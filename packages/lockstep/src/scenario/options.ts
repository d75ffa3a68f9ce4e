import { DEFAULTS } from '../core/index.js';
import { TIME_UNITS } from '../workload/index.js';
import { parseArrivals } from './arrivals.js';
import { parseCost } from './cost.js';
import { parseDuration } from './duration.js';
import { parseLengths } from './lengths.js';
import { didYouMean } from './nearest.js';
import { parseLimit, parsePositive, parseShare, parseWhole } from './numbers.js';
import type { ScenarioKey, WrittenValue } from './scenario.js';
import { ScenarioError } from './scenario-error.js';
import { formatSlo, parseSlo } from './slo.js';
import { formatWait, parseWait } from './wait-rule.js';

/** One option of a scenario, for help texts, schemas and forms. */
export interface ScenarioOption {
  readonly group: 'Batches' | 'Cost' | 'Workload' | 'Trace' | 'Numbers';
  /** What its value is called; null for an option that is on or off. */
  readonly argument: string | null;
  /** Whether a sweep takes several. */
  readonly list: boolean;
  readonly help: string;
  /** What values it takes. */
  readonly range: string;
  /** What a scenario that does not give it gets, as it is written; null where that is nothing. */
  readonly default: WrittenValue | null;
  /** Where the default does not hold. */
  readonly defaultNote?: string;
  /**
   * Checks a written value and gives it the type that a scenario holds.
   * @throws ScenarioError for a value that is none
   */
  read(text: string): WrittenValue;
}

const RELEASES = ['token', 'request', 'batch'];

/** Every option of a scenario, in the order in which people meet them. */
export const SCENARIO_OPTIONS: Readonly<Record<ScenarioKey, ScenarioOption>> = {
  batchSize: {
    group: 'Batches',
    argument: 'size',
    list: true,
    help: 'most requests in one batch',
    range: 'a whole number ≥ 1, or inf',
    default: DEFAULTS.maxBatchSize.simulation,
    read: limit,
  },
  wait: {
    group: 'Batches',
    argument: 'rule',
    list: true,
    help: 'how long a batch that is not full is held open',
    range: 'atleast:4, full, none, oldest:100ms, window:100ms, gap:100ms',
    default: formatWait(DEFAULTS.wait.simulation),
    read: (text) => formatWait(parseWait(text)),
  },
  maxQueueSize: {
    group: 'Batches',
    argument: 'requests',
    list: false,
    help: 'most requests that may wait; the next one is rejected',
    range: 'a whole number ≥ 1, or inf',
    default: writtenLimit(DEFAULTS.maxQueueSize.simulation),
    read: limit,
  },
  requestTimeout: {
    group: 'Batches',
    argument: 'duration',
    list: false,
    help: 'a request without its answer so long after its arrival expires: it leaves the queue, or its row is given up',
    range: 'a duration such as 5s',
    default: null,
    read: checked(parseDuration),
  },
  release: {
    group: 'Batches',
    argument: 'when',
    list: false,
    help: 'when an answer leaves: with every token, at its own last token, or at the end of its batch',
    range: RELEASES.join(', '),
    default: DEFAULTS.release.simulation,
    read: (text) => oneOf(RELEASES, text),
  },
  cost: {
    group: 'Cost',
    argument: 'model',
    list: false,
    help: 'how long a batch takes',
    range:
      'mock[:50ms]; affine:prefill=50ms,step=20ms (also prefill-row, prefill-token, step-row, step-token); ' +
      'exponential:1s; ' +
      'kernels:llama-3-8b@a100[,packed][,host=1ms]; table:FILE.csv or table:llama-2-70b@a100x4; ' +
      'roofline:llama-3-8b@h100[,compute=0.66] [,bandwidth=0.81][,overhead=3.36ms] or roofline:FILE.json',
    default: 'mock',
    read: checked(parseCost),
  },
  arrivals: {
    group: 'Workload',
    argument: 'process',
    list: false,
    help: 'who arrives when; a rate is in requests per second, or left out and given with --rate',
    range:
      'constant:2, poisson:3, gamma:3:cv=2, mmpp:1.5/0.1:0.1/0.1 (two rates, then how many times a second each ' +
      'state ends), all-at-once, closed:8:think=500ms',
    default: 'poisson',
    read: checked(parseArrivals),
  },
  rate: {
    group: 'Workload',
    argument: 'rate',
    list: true,
    help: 'requests per second; a trace is scaled to it',
    range: 'a number > 0',
    default: 3,
    defaultNote: 'unless the arrivals or a trace bring their own',
    read: (text) => parsePositive(text, 'a rate'),
  },
  promptTokens: {
    group: 'Workload',
    argument: 'lengths',
    list: false,
    help: 'prompt length of a request, in tokens',
    range: 'as --output-tokens',
    default: '1',
    read: checked(parseLengths),
  },
  outputTokens: {
    group: 'Workload',
    argument: 'lengths',
    list: false,
    help: 'output length of a request, in tokens',
    range:
      '128, uniform:10-29, lognormal:200:cv=1, geometric:128, exponential:128:cap=512, empirical:FILE ' +
      '(one length a line)',
    default: 'uniform:10-29',
    read: checked(parseLengths),
  },
  requests: {
    group: 'Workload',
    argument: 'count',
    list: false,
    help: 'how many requests are submitted',
    range: 'a whole number ≥ 1',
    default: 10_000,
    read: count,
  },
  seed: {
    group: 'Workload',
    argument: 'seed',
    list: false,
    help: 'seed of all that is drawn',
    range: 'a whole number ≥ 0',
    default: 1,
    read: (text) => parseWhole(text, 0),
  },
  trace: {
    group: 'Trace',
    argument: 'file',
    list: false,
    help: 'replay a trace, plain or .gz',
    range:
      'a file in the format of Azure, Mooncake, Qwen-Bailian, Vidur, BurstGPT, Splitwise or --requests-out; or azure-conv',
    default: null,
    read: checked((text) => {
      if (text === '') throw new ScenarioError('expected a file or azure-conv, got nothing');
    }),
  },
  timeUnit: {
    group: 'Trace',
    argument: 'unit',
    list: false,
    help: "unit of the trace's instants, where it is not that of its format or its columns do not tell the format",
    range: TIME_UNITS.join(', '),
    default: null,
    read: (text) => oneOf(TIME_UNITS, text),
  },
  from: {
    group: 'Trace',
    argument: 'duration',
    list: false,
    help: 'leave out what arrives earlier after the start of the trace',
    range: 'a duration such as 10m',
    default: null,
    read: checked(parseDuration),
  },
  to: {
    group: 'Trace',
    argument: 'duration',
    list: false,
    help: 'leave out what arrives at this time after the start of the trace, or later',
    range: 'a duration such as 20m',
    default: null,
    read: checked(parseDuration),
  },
  first: {
    group: 'Trace',
    argument: 'count',
    list: false,
    help: 'only the first requests (of those between --from and --to)',
    range: 'a whole number ≥ 1',
    default: null,
    read: count,
  },
  scale: {
    group: 'Trace',
    argument: 'factor',
    list: false,
    help: 'multiply the rate of the trace: 2 halves every gap',
    range: 'a number > 0',
    default: null,
    read: (text) => parsePositive(text, 'a factor'),
  },
  skipFailed: {
    group: 'Trace',
    argument: null,
    list: false,
    help: 'leave out requests that failed (no output tokens), and say how many',
    range: 'true or false',
    default: false,
    read: onOrOff,
  },
  warmup: {
    group: 'Numbers',
    argument: 'requests',
    list: false,
    help: 'leave the first requests out of the numbers',
    range: 'a whole number ≥ 0, below the number of requests',
    default: 0,
    read: (text) => parseWhole(text, 0),
  },
  loadWindow: {
    group: 'Numbers',
    argument: 'duration',
    list: false,
    help: 'length of the windows in which the load is looked at, for its peak (default: 60s or 20 mean executions, whichever is longer)',
    range: 'a duration above 0 such as 5m',
    default: null,
    read: checked((text) => {
      if (parseDuration(text) === 0) throw new ScenarioError(`expected a duration above 0, got ${text}`);
    }),
  },
  slo: {
    group: 'Numbers',
    argument: 'targets',
    list: false,
    help: 'latency targets that a request has to meet, all of those given',
    range: 'e2e=2s,ttft=500ms,tpot=50ms',
    default: null,
    read: (text) => formatSlo(parseSlo(text)),
  },
  sloAttainment: {
    group: 'Numbers',
    argument: 'share',
    list: false,
    help: 'share of the submitted requests that has to meet the targets',
    range: 'a number > 0 and ≤ 1',
    default: 0.99,
    read: parseShare,
  },
};

/** The keys of a scenario, in the order of the table. */
export const SCENARIO_KEYS = Object.keys(SCENARIO_OPTIONS) as readonly ScenarioKey[];

function limit(text: string): number | 'inf' {
  return writtenLimit(parseLimit(text));
}

function writtenLimit(value: number): number | 'inf' {
  return value === Infinity ? 'inf' : value;
}

/** Requests stand in columns that a number of 32 bits counts. */
const MOST_REQUESTS = 2147483647;

function count(text: string): number {
  return parseWhole(text, 1, MOST_REQUESTS);
}

function oneOf(names: readonly string[], text: string): string {
  if (names.includes(text)) return text;
  throw new ScenarioError(
    `expected ${names.join(', ')}, got ${JSON.stringify(text)}${didYouMean(text, names)}`,
  );
}

function onOrOff(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new ScenarioError(`expected true or false, got ${JSON.stringify(text)}`);
}

function checked(check: (text: string) => unknown): (text: string) => string {
  return (text) => {
    check(text);
    return text;
  };
}
