export { type BatchLog, DecisionLog, type LogColumns, NO_BATCH, type RequestLog } from './decision-log.js';
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
export { Scheduler, type SchedulerOptions } from './scheduler.js';
export type { ArrivedFact, Command, Fact, RejectReason, StartCommand } from './vocabulary.js';
export { atLeast, full, gap, none, oldest, type OpenBatch, type WaitRule, window } from './wait-rules.js';
export { roundingOf } from './rounding.js';
