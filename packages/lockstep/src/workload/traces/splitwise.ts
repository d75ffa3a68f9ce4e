import type { TraceFormat } from './trace-format.js';

/**
 * Traces of the simulator splitwise-sim (github.com/Mutinifni/splitwise-sim): CSV, `arrival_timestamp` in seconds.
 * A row whose `batch_size` is not 1 stands for several requests in one, which Lockstep refuses rather than guesses.
 */
export const splitwise = {
  name: 'splitwise',
  columns: ['arrival_timestamp', 'batch_size', 'prompt_size', 'token_size'],
  arrival: 'arrival_timestamp',
  unit: 's',
  promptTokens: 'prompt_size',
  outputTokens: 'token_size',
  check: (row) => {
    if (row.number('batch_size') !== 1) throw row.wrong('batch_size', '1, a single request');
  },
} as const satisfies TraceFormat;
