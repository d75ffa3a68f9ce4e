import { NO_BATCH, type RequestLog } from 'lockstep/core';
import { type Scenario, type ScenarioKey } from 'lockstep/scenario';
import type { ShownRun } from '../simulation/shown-run.js';

/** What a run tells of its requests. */
export type RunRequests = Pick<ShownRun, 'log' | 'scenario'>;

/** What the requests of two runs differ in. */
export type RequestDifference =
  ScenarioKey | 'number of requests' | 'arrival times' | 'prompt lengths' | 'output lengths';

/** Options that say which requests come, and which of them are counted. */
const REQUEST_OPTIONS: readonly ScenarioKey[] = [
  'arrivals',
  'rate',
  'promptTokens',
  'outputTokens',
  'requests',
  'seed',
  'trace',
  'timeUnit',
  'from',
  'to',
  'first',
  'scale',
  'skipFailed',
  'warmup',
];

/** Simulated instants differ by rounding alone (share of the instant). */
const ROUNDING = 1e-9;
/** A real clock delivers the same arrivals a little earlier or later: by this (ms), or by this share of their mean gap. */
const CLOCK_MS = 20;
const CLOCK_SHARE = 0.1;

/**
 * What two runs' requests differ in: the options that make them different, or what of them is different where one
 * of the runs was recorded or a file has changed. Empty if both runs saw the same requests, which alone makes their
 * figures comparable.
 */
export function differentRequests(a: RunRequests, b: RunRequests): RequestDifference[] {
  const [left, right] = [a.scenario, b.scenario];
  const options =
    left === null || right === null ? [] : REQUEST_OPTIONS.filter((key) => left[key] !== right[key]);
  // In a closed loop who comes when follows from the answers: that is a result of the run.
  if (isClosedLoop(left) && isClosedLoop(right)) return options;
  const found = differencesOf(a, b);
  if (found.length === 0) return options.filter((key) => key === 'warmup');
  return options.length > 0 ? options : found;
}

function differencesOf(a: RunRequests, b: RunRequests): RequestDifference[] {
  const count = a.log.requestCount;
  if (count !== b.log.requestCount) return ['number of requests'];
  const found: RequestDifference[] = [];
  if (!haveSameArrivals(a, b)) found.push('arrival times');
  const isTold = (request: number) => isLengthKnown(a, request) && isLengthKnown(b, request);
  if (!isSameColumn(a.log.requests.promptTokens, b.log.requests.promptTokens, count)) {
    found.push('prompt lengths');
  }
  if (!isSameColumn(a.log.requests.outputTokens, b.log.requests.outputTokens, count, isTold)) {
    found.push('output lengths');
  }
  return found;
}

function isClosedLoop(scenario: Scenario | null): boolean {
  return scenario?.arrivals?.startsWith('closed') ?? false;
}

/** Of a recorded request that never started the output is not known. */
function isLengthKnown({ scenario, log }: RunRequests, request: number): boolean {
  return scenario !== null || log.requests.batch[request] !== NO_BATCH;
}

function haveSameArrivals(a: RunRequests, b: RunRequests): boolean {
  const count = a.log.requestCount;
  const [left, right] = [a.log.requests.arrivedAt, b.log.requests.arrivedAt];
  const isRecorded = a.scenario === null || b.scenario === null;
  const meanGapMs = count > 1 ? (left[count - 1]! - left[0]!) / (count - 1) : 0;
  const clockMs = isRecorded ? Math.max(CLOCK_MS, CLOCK_SHARE * meanGapMs) : 0;
  for (let i = 0; i < count; i++) {
    const [at, other] = [left[i]! - left[0]!, right[i]! - right[0]!];
    if (Math.abs(at - other) > Math.max(clockMs, ROUNDING * at)) return false;
  }
  return true;
}

function isSameColumn(
  a: RequestLog['promptTokens'],
  b: RequestLog['promptTokens'],
  count: number,
  isTold: (request: number) => boolean = () => true,
): boolean {
  for (let i = 0; i < count; i++) if (a[i] !== b[i] && isTold(i)) return false;
  return true;
}
