export { DecisionLog } from './decision-log.js';
export {
  CLOSE_REASONS,
  type CloseReason,
  type DecisionMember,
  type DecisionRecord,
  type DepartureRecord,
  type Outcome,
  OUTCOMES,
  type Rerun,
  type Unanswered,
} from './decision-record.js';
export { DEFAULTS, type Default } from './defaults.js';
export {
  ArgumentError,
  BatchTooLargeError,
  ConfigurationError,
  EngineDownError,
  LockstepError,
  type LockstepErrorCode,
  ProtocolError,
} from './errors.js';
export type { Fill } from './fill.js';
export { type BatchLog, type LogColumns, NO_BATCH, type RequestLog } from './log-columns.js';
export { MinHeap } from './min-heap.js';
export { byRank, type OpenOrder, type Order, type OrderedQueue, type WaitingRequest } from './order.js';
export { NO_TERMS, type RequestTerms } from './request-terms.js';
export { Scheduler, type SchedulerOptions } from './scheduler.js';
export type { ArrivedFact, Command, Fact, RejectReason, StartCommand } from './vocabulary.js';
export {
  atLeast,
  closesBeforeFull,
  full,
  gap,
  none,
  oldest,
  type OpenBatch,
  scaledWait,
  type WaitRule,
  waitsForOthers,
  window,
} from './wait-rules.js';
export { type MostWaiting, refuseEndlessWait } from './limits.js';
export { roundingOf } from './rounding.js';
export { blockedUntil } from './waiting-time.js';
