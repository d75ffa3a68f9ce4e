import type { TraceFormat } from './trace-format.js';

/**
 * Alibaba's Qwen-Bailian traces (github.com/alibaba-edu/qwen-bailian-usagetraces-anon): JSON lines, `timestamp` in
 * seconds. Their columns are those of Mooncake's traces and the ids of a chat and of the one before it.
 */
export const qwenBailian = {
  name: 'qwen-bailian',
  columns: ['chat_id', 'parent_chat_id', 'timestamp', 'input_length', 'output_length'],
  arrival: 'timestamp',
  unit: 's',
  promptTokens: 'input_length',
  outputTokens: 'output_length',
} as const satisfies TraceFormat;
