import type { TraceFormat } from './trace-format.js';

/**
 * BurstGPT (github.com/HPMLL/BurstGPT): CSV, `Timestamp` in seconds. Files come with and without the columns
 * `Session ID` and `Elapsed time`, which are not read. Requests with 0 response tokens failed.
 */
export const burstgpt = {
  name: 'burstgpt',
  columns: ['Timestamp', 'Model', 'Request tokens', 'Response tokens', 'Total tokens', 'Log Type'],
  arrival: 'Timestamp',
  unit: 's',
  promptTokens: 'Request tokens',
  outputTokens: 'Response tokens',
} as const satisfies TraceFormat;
