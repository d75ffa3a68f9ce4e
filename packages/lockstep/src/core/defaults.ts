import { oldest, type WaitRule } from './wait-rules.js';

/** What holds where nothing is said, and why it is not the same everywhere. */
export interface Default<T> {
  /** `simulate`, a scenario, `lockstep simulate`, `sweep` and `run`. */
  readonly simulation: T;
  /** `createBatcher`; null where it must be said. */
  readonly batcher: T | null;
  /** `createServer` and `lockstep serve`. */
  readonly server: T;
  /** Why they differ, in a sentence; null where they do not. */
  readonly why: string | null;
}

/** Every default of the scheduling, by the name of its option. */
export const DEFAULTS = {
  maxBatchSize: {
    simulation: 8,
    batcher: null,
    server: 8,
    why: 'How large a batch the function of a batcher takes is not known; a server takes less where its engine does.',
  },
  wait: { simulation: oldest(50), batcher: oldest(50), server: oldest(50), why: null },
  maxQueueSize: {
    simulation: Infinity,
    batcher: Infinity,
    server: 256,
    why: 'A server bounds what unknown clients can keep in its memory; a simulation shows an overload as it is.',
  },
  release: {
    simulation: 'batch',
    batcher: 'request',
    server: 'token',
    why: 'A server streams; a batcher answers each item as soon as it can; a simulation is the textbook, which holds to the end of the batch.',
  },
  requestTimeoutMs: { simulation: Infinity, batcher: Infinity, server: Infinity, why: null },
} as const satisfies {
  readonly maxBatchSize: Default<number>;
  readonly wait: Default<WaitRule>;
  readonly maxQueueSize: Default<number>;
  readonly release: Default<'token' | 'request' | 'batch'>;
  readonly requestTimeoutMs: Default<number>;
};
