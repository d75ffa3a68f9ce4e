export type { BatchContext } from './batch-context.js';
export { DeadlineError, DrainingError, QueueFullError, RunError, RunTimeoutError } from './errors.js';
export type {
  BatcherEvents,
  BatcherOptions,
  BatcherStats,
  Departure,
  DrainOptions,
  SubmitOptions,
} from './options.js';
