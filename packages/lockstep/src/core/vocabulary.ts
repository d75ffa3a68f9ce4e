import type { CloseReason } from './decision-record.js';

/**
 * What the scheduler is told. A fact carries no time of its own: all facts of one instant are handed over
 * together with that instant (`Scheduler.step`), and one decision follows.
 */
export type Fact =
  /** The running batch ended; the engine is free. */
  | { readonly type: 'finished'; readonly batch: number }
  | ArrivedFact
  /** Nobody wants this request's answer any more. No effect on one that has already ended. */
  | { readonly type: 'cancelled'; readonly request: number }
  /** No more requests will come, ever. */
  | { readonly type: 'ended' }
  /** Whatever waits now is to start as soon as the engine allows, under every wait rule. */
  | { readonly type: 'drain' }
  /** A moment that the scheduler asked to be woken at has come. Harmless when early or stale. */
  | { readonly type: 'woke' };

/** A request came in. */
export interface ArrivedFact {
  readonly type: 'arrived';
  /** Ids are non-negative integers that grow with every arrival. */
  readonly request: number;
  /** The instant (ms) from which its answer is of no use; none by default. */
  readonly deadlineAt?: number | undefined;
  /**
   * Only requests with equal keys share a batch, and so do those without one. Each key has an open batch of its own;
   * under a rule that counts (`atleast`, `full`) a request with a rare key may wait until the end or a drain.
   */
  readonly key?: string | undefined;
}

/** What the scheduler wants done. */
export type Command =
  /** Run these requests as one batch, now. Nothing else runs until its `finished`. Ends an earlier wish to be woken. */
  | StartCommand
  /** No row of the running batch is wanted any more: stop it, then report `finished`. */
  | { readonly type: 'abort'; readonly batch: number }
  /** The request does not enter the queue. */
  | { readonly type: 'reject'; readonly request: number; readonly reason: RejectReason }
  /** The request's deadline has come: it has left the queue, or its row in the running batch is not wanted any more. */
  | { readonly type: 'expire'; readonly request: number }
  /** Report `woke` at this instant. Replaces every earlier wish; with nobody waiting or running it may be forgotten. */
  | { readonly type: 'wake'; readonly at: number };

export interface StartCommand {
  readonly type: 'start';
  /** Batches count from 0. */
  readonly batch: number;
  readonly reason: CloseReason;
  /** Request ids; a row's place is its slot. */
  readonly members: readonly number[];
  /** When the engine last became free (ms); -Infinity before its first batch. */
  readonly engineFreeAt: number;
}

/** Why a request was turned away: the queue held `maxQueueSize` requests that had not started. */
export type RejectReason = 'queue-full';
