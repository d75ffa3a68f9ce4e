import type { CloseReason } from './decision-record.js';
import type { RequestTerms } from './request-terms.js';

/**
 * What the scheduler is told. A fact carries no time of its own: all facts of one instant are handed over
 * together with that instant (`Scheduler.step`), and one decision follows.
 */
export type Fact =
  /** The batch that this engine ran has ended; the engine is free. */
  | { readonly type: 'finished'; readonly engine: number; readonly batch: number }
  | ArrivedFact
  /** Nobody wants this request's answer any more. No effect on one that has already ended. */
  | { readonly type: 'cancelled'; readonly request: number }
  /** No more requests will come, ever. */
  | { readonly type: 'ended' }
  /** Whatever waits now is to start as soon as the engine allows, under every wait rule. */
  | { readonly type: 'drain' }
  /** A moment that the scheduler asked to be woken at has come. Harmless when early or stale. */
  | { readonly type: 'woke' };

/** A request came in, with what it asks for. */
export interface ArrivedFact extends RequestTerms {
  readonly type: 'arrived';
  /** Ids are non-negative integers that grow with every arrival. */
  readonly request: number;
}

/** What the scheduler wants done. */
export type Command =
  /** Run these requests as one batch on this engine, now. It gets no other until its `finished`. Ends an earlier wish to be woken. */
  | StartCommand
  /** No row of this engine's batch is wanted any more: stop it, then report `finished`. */
  | { readonly type: 'abort'; readonly engine: number; readonly batch: number }
  /** The request does not enter the queue. */
  | { readonly type: 'reject'; readonly request: number; readonly reason: RejectReason }
  /** The request's deadline has come: it has left the queue, or its row in the running batch is not wanted any more. */
  | { readonly type: 'expire'; readonly request: number }
  /** Report `woke` at this instant. Replaces every earlier wish; with nobody waiting or running it may be forgotten. */
  | { readonly type: 'wake'; readonly at: number };

export interface StartCommand {
  readonly type: 'start';
  /** Engines count from 0. */
  readonly engine: number;
  /** Batches count from 0, those of all engines together. */
  readonly batch: number;
  readonly reason: CloseReason;
  /** Request ids; a row's place is its slot. */
  readonly members: readonly number[];
  /**
   * Since when an engine had been free (ms): -Infinity if one had been from the beginning. With one engine, when it became
   * free after its last batch.
   */
  readonly engineFreeAt: number;
}

/** Why a request was turned away: the queue held `maxQueueSize` requests that had not started. */
export type RejectReason = 'queue-full';
