import type { TraceFormat } from './trace-format.js';

/** Mooncake's traces (github.com/kvcache-ai/Mooncake), JSON lines with `timestamp` in ms; `hash_ids` are not read. */
export const mooncake = {
  name: 'mooncake',
  columns: ['timestamp', 'input_length', 'output_length'],
  arrival: 'timestamp',
  toMs: (ms) => ms,
  promptTokens: 'input_length',
  outputTokens: 'output_length',
} as const satisfies TraceFormat;
