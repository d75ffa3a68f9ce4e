import type { TraceFormat } from './trace-format.js';

/**
 * Mooncake's traces (github.com/kvcache-ai/Mooncake), JSON lines with `timestamp` in whole ms; of `hash_ids` only that
 * they are there is read. A file with the ids of chats is one of Qwen-Bailian's, whose unit is the second.
 */
export const mooncake = {
  name: 'mooncake',
  columns: ['timestamp', 'input_length', 'output_length', 'hash_ids'],
  without: ['chat_id', 'parent_chat_id'],
  arrival: 'timestamp',
  unit: 'ms',
  wholeInstants: true,
  promptTokens: 'input_length',
  outputTokens: 'output_length',
} as const satisfies TraceFormat;
