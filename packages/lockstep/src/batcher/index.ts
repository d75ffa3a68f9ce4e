export { BatchTooLargeError, EngineDownError } from '../core/index.js';
export type { BatchContext } from './batch-context.js';
export type { Batcher } from './batcher.js';
export type { CancelSignal } from './cancel-signal.js';
export { createBatcher } from './create-batcher.js';
export { DeadlineError, DrainingError, QueueFullError, RunError, RunTimeoutError } from './errors.js';
export type {
  BatcherEvents,
  BatcherOptions,
  BatcherStats,
  Departure,
  DrainOptions,
  SubmitOptions,
} from './options.js';
