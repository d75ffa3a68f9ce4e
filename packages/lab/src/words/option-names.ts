import type { ScenarioKey } from 'lockstep/scenario';

/** What the page calls each option. */
export const OPTION_NAMES: Readonly<Record<ScenarioKey, string>> = {
  batchSize: 'Batch size',
  wait: 'Wait rule',
  maxQueue: 'Queue limit',
  deadline: 'Deadline',
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
