import {
  checkRequest,
  type Engine,
  type GenerationContext,
  type GenerationRequest,
  type GenerationResult,
  outputLimit,
  plainChat,
  type PreparedRequest,
} from 'lockstep/engine';

/** A batch that runs until the test ends it. */
export class HeldBatch {
  constructor(
    readonly requests: readonly PreparedRequest[],
    readonly context: GenerationContext,
    readonly end: (results: readonly (GenerationResult | Error)[]) => void,
    readonly fail: (error: unknown) => void,
  ) {}

  /** Ends it: each prompt is answered with itself, said again. */
  echo(): void {
    this.end(this.requests.map(echoOf));
  }

  emit(row: number, text: string): void {
    this.context.emit!(row, { text, tokens: 1 });
  }

  /** Resolves when this row is not wanted any more. */
  cancelled(row: number): Promise<void> {
    return aborted(this.context.signals![row]!);
  }

  /** Resolves when no row is wanted any more. */
  aborted(): Promise<void> {
    return aborted(this.context.signal!);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}

export function echoOf(prepared: PreparedRequest): GenerationResult {
  return {
    text: `echo ${textOf(prepared.request)}`,
    finishReason: 'stop',
    promptTokens: prepared.promptTokens,
    outputTokens: 2,
  };
}

/** An engine that does nothing by itself: the test takes its batches one by one. Tokens are words. */
export class HandDrivenEngine implements Engine {
  readonly model = 'by-hand';
  readonly can = { chat: true, sampling: true, seed: true, stop: true, ignoreEos: true };
  readonly limits = { maxBatchSize: Infinity, contextTokens: 100 };
  private readonly held: HeldBatch[] = [];
  private readonly takers: ((batch: HeldBatch) => void)[] = [];

  async prepare(request: GenerationRequest): Promise<PreparedRequest> {
    checkRequest(request, this.can);
    const promptTokens = textOf(request).split(' ').length;
    return {
      request,
      promptTokens,
      maxTokens: outputLimit(request, promptTokens, this.limits.contextTokens),
    };
  }

  generate(requests: readonly PreparedRequest[], context: GenerationContext = {}) {
    return new Promise<readonly (GenerationResult | Error)[]>((end, fail) => {
      const batch = new HeldBatch(requests, context, end, fail);
      context.signal?.addEventListener('abort', () => fail(context.signal!.reason));
      const taker = this.takers.shift();
      if (taker === undefined) this.held.push(batch);
      else taker(batch);
    });
  }

  /** The next batch, once it has started. */
  nextBatch(): Promise<HeldBatch> {
    const batch = this.held.shift();
    if (batch !== undefined) return Promise.resolve(batch);
    return new Promise((resolve) => this.takers.push(resolve));
  }

  async dispose(): Promise<void> {}
}

export function textOf({ prompt }: GenerationRequest): string {
  return typeof prompt === 'string' ? prompt : plainChat(prompt);
}
