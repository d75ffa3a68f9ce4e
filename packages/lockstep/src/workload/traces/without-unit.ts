import type { TraceFormat } from './trace-format.js';

/**
 * The columns that Mooncake's and Qwen-Bailian's traces share, without those that tell the two apart: the unit of
 * `timestamp` has to be given.
 */
export const withoutUnit = {
  name: 'without-unit',
  columns: ['timestamp', 'input_length', 'output_length'],
  arrival: 'timestamp',
  unit: null,
  promptTokens: 'input_length',
  outputTokens: 'output_length',
} as const satisfies TraceFormat;
