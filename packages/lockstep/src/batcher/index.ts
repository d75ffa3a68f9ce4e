export {
  ArgumentError,
  BatchTooLargeError,
  ConfigurationError,
  EngineDownError,
  LockstepError,
} from '../core/index.js';
export type { BatchContext } from './batch-context.js';
export type { Batcher } from './batcher.js';
export type { CancelSignal } from './cancel-signal.js';
export { createBatcher } from './create-batcher.js';
export {
  DeadlineError,
  DrainingError,
  QueueFullError,
  RunError,
  RunTimeoutError,
  UnreadPartsError,
} from './errors.js';
export type {
  BatcherEvents,
  BatcherOptions,
  BatcherStats,
  Departure,
  DrainOptions,
  StreamOptions,
  SubmitOptions,
} from './batcher-options.js';
export type { PartStream } from './part-stream.js';
export { waitRuleOf } from './wait-option.js';
