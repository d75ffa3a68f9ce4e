import { type Batcher, DeadlineError, QueueFullError } from 'lockstep/batcher';
import { DecisionLog } from 'lockstep/core';
import type { GenerationResult, PreparedRequest, TokenPart } from 'lockstep/engine';
import type { ArrivalSource } from 'lockstep/workload';
import type { RunClock } from './run-clock.js';

export interface DriveOptions {
  readonly batcher: Batcher<PreparedRequest, GenerationResult, TokenPart>;
  readonly source: ArrivalSource;
  readonly clock: RunClock;
  /** The request at a place of the workload, from 0: at once where it is known beforehand. */
  readonly prepare: (
    place: number,
    promptTokens: number,
    outputTokens: number,
  ) => PreparedRequest | Promise<PreparedRequest>;
  /** Deadline of every request (ms of the run after its arrival), or Infinity. */
  readonly requestTimeoutMs: number;
  /** Whether what waits at the end of the workload would wait forever: then it is started as soon as possible. */
  readonly endStartsBatch: boolean;
  /** Told after every request how many have left. */
  readonly onProgress?: ((left: number) => void) | undefined;
  /** Stops the run: nothing more is submitted, what waits or runs is cancelled. */
  readonly signal: AbortSignal;
}

export interface Driven {
  /** Errors of the engine: how many requests got one, and the first. */
  readonly failed: number;
  readonly firstFailure: Error | null;
}

/**
 * Submits a workload to a batcher by the real clock, request k at the run's start + arrivedAt[k] whatever came before
 * it, and resolves when every request has left. One that is submitted late has really arrived late: its record says so.
 * @throws what `prepare` throws, after everything else has been stopped
 */
export async function drive(options: DriveOptions): Promise<Driven> {
  return new Drive(options).run();
}

/** Longest delay of a timer of Node (ms). */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

class Drive {
  /** Takes the workload's requests; what becomes of them is told by the batcher's events. */
  private readonly plan = new DecisionLog();
  private readonly halt = new AbortController();
  private readonly signal: AbortSignal;
  private timer: NodeJS.Timeout | undefined;
  /** Taken from the workload, not yet given to the batcher. */
  private preparing = 0;
  /** Taken from the workload, not yet answered. */
  private inside = 0;
  private left = 0;
  private failed = 0;
  private firstFailure: Error | null = null;
  private wrongRequest: unknown = null;
  private everyoneLeft: () => void = () => {};
  private broke: (error: unknown) => void = () => {};

  constructor(private readonly options: DriveOptions) {
    this.signal = AbortSignal.any([options.signal, this.halt.signal]);
  }

  async run(): Promise<Driven> {
    this.signal.addEventListener('abort', this.proceed, { once: true });
    try {
      await new Promise<void>((resolve, reject) => {
        this.everyoneLeft = resolve;
        this.broke = reject;
        this.proceed();
      });
    } finally {
      clearTimeout(this.timer);
      this.signal.removeEventListener('abort', this.proceed);
    }
    await this.options.batcher.drain();
    if (this.wrongRequest !== null) throw this.wrongRequest;
    return { failed: this.failed, firstFailure: this.firstFailure };
  }

  private get ended(): boolean {
    return this.signal.aborted || this.options.source.exhausted;
  }

  /** Submits all that is due, and comes back when the next request is. */
  private readonly proceed = (): void => {
    const { source, clock } = this.options;
    clearTimeout(this.timer);
    while (!this.ended && source.nextAt <= clock.now())
      this.ask(source.take(this.plan)).catch((error: unknown) => this.broke(error));
    if (this.ended) {
      if (this.inside === 0) this.everyoneLeft();
    } else if (source.nextAt !== Infinity) {
      const delayMs = clock.wallMs(source.nextAt - clock.now());
      this.timer = setTimeout(this.proceed, Math.min(delayMs, LONGEST_TIMER_MS));
    }
  };

  private async ask(place: number): Promise<void> {
    const { source, clock, onProgress } = this.options;
    this.inside++;
    const outcome = await this.outcomeOf(place);
    this.inside--;
    onProgress?.(++this.left);
    source.left?.(place, clock.now(), outcome);
    this.proceed();
  }

  private async outcomeOf(place: number): Promise<'completed' | 'rejected' | 'cancelled' | 'expired'> {
    try {
      const request = await this.prepared(place);
      await this.submit(request);
      return 'completed';
    } catch (error) {
      if (this.signal.aborted) return 'cancelled';
      if (error instanceof QueueFullError) return 'rejected';
      if (error instanceof DeadlineError) return 'expired';
      this.failed++;
      this.firstFailure ??= error as Error;
      // Its client has got an answer, if a bad one.
      return 'completed';
    }
  }

  private async prepared(place: number): Promise<PreparedRequest> {
    const { promptTokens, outputTokens } = this.plan.requests;
    this.preparing++;
    try {
      return await this.options.prepare(place, promptTokens[place]!, outputTokens[place]!);
    } catch (error) {
      this.wrongRequest ??= error;
      this.halt.abort();
      throw error;
    }
  }

  private submit(request: PreparedRequest): Promise<GenerationResult> {
    const { batcher, clock, requestTimeoutMs, endStartsBatch } = this.options;
    const timeoutMs = clock.wallMs(requestTimeoutMs);
    const answer = batcher.submit(request, { signal: this.signal, timeoutMs });
    this.preparing--;
    if (this.ended && this.preparing === 0 && endStartsBatch)
      batcher.drain().catch((error: unknown) => this.broke(error));
    return answer;
  }
}
