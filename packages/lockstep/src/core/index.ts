export {
  CLOSE_REASONS,
  type BatchLog,
  type CloseReason,
  DecisionLog,
  type DecisionMember,
  type DecisionRecord,
  NO_BATCH,
  OUTCOMES,
  type Outcome,
  type RequestLog,
  type Rerun,
} from './decision-log.js';
export { ConfigurationError, ProtocolError } from './errors.js';
export { Scheduler, type SchedulerOptions } from './scheduler.js';
export type { ArrivedFact, Command, Fact, RejectReason, StartCommand } from './vocabulary.js';
export { atLeast, full, gap, none, oldest, type OpenBatch, type WaitRule, window } from './wait-rules.js';
