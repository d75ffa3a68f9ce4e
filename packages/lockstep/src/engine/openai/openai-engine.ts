import type { OpenAI } from 'openai';
import { EngineDownError } from '../../core/index.js';
import { BatchGate } from '../batch-gate.js';
import { checkRequest } from '../check-request.js';
import type {
  DisposableEngine,
  Engine,
  EngineAbilities,
  EngineLimits,
  GenerationContext,
  GenerationRequest,
  GenerationResult,
  PreparedRequest,
  PrepareOptions,
} from '../engine.js';
import { plainChat } from '../plain-chat.js';
import { copyWithSeed } from '../with-seed.js';
import { connect } from './connect.js';
import { complete, type CompleteOptions, type OpenAiEngineOptions } from './openai-options.js';
import { RowAborts } from './row-aborts.js';
import { type RowEnd, runRow } from './run-row.js';

/** OpenAI's rule of thumb for English. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * An engine in front of any server that speaks OpenAI's API: a batch is that many streamed requests at the same time,
 * over connections that are kept open. A row that fails upstream is an Error in its place; the others get their
 * answers. Needs the package `openai`.
 *
 * Prompt tokens are not known before the upstream has counted them: `prepare` estimates one for every four characters,
 * for measures only; nothing is refused because of it.
 * @throws EngineError when `openai` is not installed, or an option is out of its range
 */
export async function openaiEngine(options: OpenAiEngineOptions): Promise<DisposableEngine> {
  const completed = complete(options);
  return new OpenAiEngine(await connect(completed), completed);
}

class OpenAiEngine implements DisposableEngine {
  readonly model: string;
  readonly limits: EngineLimits;
  readonly can: EngineAbilities;
  private readonly gate: BatchGate;

  constructor(
    private readonly client: OpenAI,
    private readonly options: CompleteOptions,
  ) {
    const { model, maxBatchSize, contextTokens, ignoreEos } = options;
    this.model = model;
    this.limits = { maxBatchSize, contextTokens };
    this.can = { chat: true, sampling: true, seed: true, stop: true, ignoreEos };
    this.gate = new BatchGate(this.limits);
  }

  async prepare(request: GenerationRequest, { signal }: PrepareOptions = {}): Promise<PreparedRequest> {
    this.gate.assertOpen();
    checkRequest(request, this.can);
    signal?.throwIfAborted();
    const { prompt, maxTokens = this.limits.contextTokens } = request;
    const { length } = typeof prompt === 'string' ? prompt : plainChat(prompt);
    return { request, promptTokens: Math.ceil(length / CHARACTERS_PER_TOKEN), maxTokens };
  }

  withSeed(prepared: PreparedRequest, seed: number): PreparedRequest {
    return copyWithSeed(prepared, seed, this.can);
  }

  generate: Engine['generate'] = (requests, context = {}) =>
    this.gate.run(requests, context, (signal) => this.runRows(requests, context, signal));

  /** Connections that nothing is asked over are closed by themselves, and keep no process alive. */
  dispose(): Promise<void> {
    return this.gate.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  private async runRows(
    requests: readonly PreparedRequest[],
    context: GenerationContext,
    signal: AbortSignal,
  ): Promise<(GenerationResult | Error)[]> {
    const rows = new RowAborts(signal, context.signals ?? [], requests.length);
    const fault = new AbortController();
    /** Calls a listener; when it throws, that is the end of the batch. */
    const tell = (listener: () => void) => {
      if (signal.aborted || fault.signal.aborted) return;
      try {
        listener();
      } catch (error) {
        fault.abort(error);
        rows.abortAll();
      }
    };
    const told = new RowEnds((row, result) => tell(() => context.answer?.(row, result)));
    const ends = await Promise.all(
      requests.map(async (prepared, row) => {
        const end = await runRow(this.client, this.options, prepared, rows.signal(row), (part) => {
          told.upstreamIsThere();
          tell(() => context.emit?.(row, part));
        });
        told.add(row, end);
        return end;
      }),
    );
    rows.stopWatching();
    fault.signal.throwIfAborted();
    throwIfDown(ends);
    return ends.map(({ result }) => result);
  }
}

/**
 * Tells how rows end. While no row has heard from the upstream, those that lost their connection are not told of it: if
 * all do, the batch as a whole fails instead.
 */
class RowEnds {
  private readonly waiting: (() => void)[] = [];
  private alive = false;

  constructor(private readonly answer: (row: number, result: GenerationResult | Error) => void) {}

  upstreamIsThere(): void {
    if (this.alive) return;
    this.alive = true;
    for (const tell of this.waiting.splice(0)) tell();
  }

  add(row: number, { result, lost }: RowEnd): void {
    if (!lost) this.upstreamIsThere();
    if (this.alive) this.answer(row, result);
    else this.waiting.push(() => this.answer(row, result));
  }
}

/** @throws EngineDownError where no row has heard from the upstream */
function throwIfDown(ends: readonly RowEnd[]): void {
  const { result } = ends[0]!;
  if (!ends.every(({ lost, begun }) => lost && !begun)) return;
  throw new EngineDownError((result as Error).message, null, { cause: (result as Error).cause });
}
