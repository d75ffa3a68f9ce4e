import type { TraceFormat } from './trace-format.js';

/**
 * What Lockstep writes per request (CSV or JSON lines), so that a run can be replayed. Every request that was
 * submitted comes again, also one that got no answer; what became of it is not read.
 */
export const lockstep = {
  name: 'lockstep',
  columns: ['id', 'batch', 'arrivedAt', 'promptTokens', 'outputTokens'],
  arrival: 'arrivedAt',
  unit: 'ms',
  promptTokens: 'promptTokens',
  outputTokens: 'outputTokens',
} as const satisfies TraceFormat;
