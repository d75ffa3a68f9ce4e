import type { ScenarioKey } from 'lockstep/scenario';
import type { RequestDifference } from '../state/different-requests.js';

/** What the page calls each option. */
export const OPTION_NAMES: Readonly<Record<ScenarioKey, string>> = {
  batchSize: 'Batch size',
  wait: 'Wait rule',
  maxQueueSize: 'Queue limit',
  requestTimeout: 'Request timeout',
  release: 'Release',
  cost: 'Cost model',
  arrivals: 'Arrivals',
  rate: 'Rate',
  promptTokens: 'Prompt tokens',
  outputTokens: 'Output tokens',
  requests: 'Requests',
  seed: 'Seed',
  trace: 'Trace',
  timeUnit: 'Unit of its instants',
  from: 'From',
  to: 'To',
  first: 'First',
  scale: 'Scale',
  skipFailed: 'Skip failed requests',
  warmup: 'Warmup',
  loadWindow: 'Window of the load',
  slo: 'Latency targets (SLO)',
  sloAttainment: 'Share that has to meet them',
};

/** What requests differ in, within a sentence: `rate, output tokens`. */
export function differencesInWords(differences: readonly RequestDifference[]): string {
  return differences.map((each) => (isOption(each) ? lower(OPTION_NAMES[each]) : each)).join(', ');
}

function isOption(name: RequestDifference): name is RequestDifference & ScenarioKey {
  return name in OPTION_NAMES;
}

const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);
