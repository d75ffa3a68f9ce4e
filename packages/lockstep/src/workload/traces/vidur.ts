import type { TraceFormat } from './trace-format.js';

/** Processed traces of the simulator Vidur (github.com/microsoft/vidur): CSV, `arrived_at` in seconds. */
export const vidur = {
  name: 'vidur',
  columns: ['arrived_at', 'num_prefill_tokens', 'num_decode_tokens'],
  arrival: 'arrived_at',
  unit: 's',
  promptTokens: 'num_prefill_tokens',
  outputTokens: 'num_decode_tokens',
} as const satisfies TraceFormat;
