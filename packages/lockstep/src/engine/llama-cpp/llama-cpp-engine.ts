import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { BatchGate } from '../batch-gate.js';
import { checkRequest, outputLimit } from '../check-request.js';
import type {
  DisposableEngine,
  EngineAbilities,
  GenerationContext,
  GenerationRequest,
  GenerationResult,
  PreparedRequest,
  PrepareOptions,
} from '../engine.js';
import { EngineError } from '../errors.js';
import { isShort } from '../prompt-length.js';
import { PromptThread } from '../prompt-thread.js';
import { TokenRow } from '../token-row.js';
import { copyWithSeed } from '../with-seed.js';
import { workerProgram } from '../worker-options.js';
import { type OpenModel, openModel } from './open-model.js';
import { checkOptions, type LlamaCppOptions, type LlamaCppSettings } from './llama-cpp-options.js';
import type { PromptModel } from './prompt-worker.js';
import { Prompts } from './prompts.js';
import { samplingOf } from './sampling.js';
import { LlamaText, TokenTexts } from './token-texts.js';

/** A row and what brings its next token. */
interface Lane {
  readonly row: TokenRow<Token>;
  readonly ignoresEnd: boolean;
  readonly tokens: AsyncGenerator<{ token: Token }>;
}

class LlamaCppEngine implements DisposableEngine {
  readonly can: EngineAbilities = { chat: true, sampling: true, seed: true, stop: true, ignoreEos: true };
  readonly limits;
  readonly padding = 'packed';
  private readonly gate: BatchGate;
  private readonly prompts: Prompts;
  private readonly longPrompts: PromptThread;
  private readonly texts: TokenTexts;
  private readonly prepared = new WeakMap<PreparedRequest, Token[]>();
  private disposed: Promise<void> | null = null;

  constructor(
    readonly model: string,
    { maxBatchSize, modelPath }: LlamaCppSettings,
    private readonly open: OpenModel,
  ) {
    const { contextTokens } = open;
    this.longPrompts = new PromptThread(workerProgram('llama-cpp/prompt-worker'), {
      modelPath,
      contextTokens,
    } satisfies PromptModel);
    this.limits = { maxBatchSize, contextTokens };
    this.gate = new BatchGate(this.limits);
    this.prompts = new Prompts(open);
    this.texts = new TokenTexts(open.model);
  }

  async prepare(request: GenerationRequest, { signal }: PrepareOptions = {}): Promise<PreparedRequest> {
    this.gate.assertOpen();
    checkRequest(request, this.can);
    signal?.throwIfAborted();
    const tokens = await this.tokensOf(request.prompt, signal);
    const maxTokens = outputLimit(request, tokens.length, this.limits.contextTokens);
    const prepared = { request, promptTokens: tokens.length, maxTokens };
    this.prepared.set(prepared, tokens);
    return prepared;
  }

  withSeed(prepared: PreparedRequest, seed: number): PreparedRequest {
    const copy = copyWithSeed(prepared, seed, this.can);
    this.prepared.set(copy, this.promptOf(prepared));
    return copy;
  }

  generate(
    requests: readonly PreparedRequest[],
    context: GenerationContext = {},
  ): Promise<readonly GenerationResult[]> {
    return this.gate.run(requests, context, async (signal) => {
      const prompts = requests.map((request) => this.promptOf(request));
      const rows = requests.map(
        (request, place) => new TokenRow(place, request, context, new LlamaText(this.texts)),
      );
      // Fresh ones, so that nothing of an earlier batch is left in them, however it ended.
      const sequences = rows.map(() => this.open.context.getSequence());
      const lanes = rows.map((row, place) => ({
        row,
        ignoresEnd: requests[place]!.request.ignoreEos === true,
        tokens: tokensOf(sequences[place]!, prompts[place]!, requests[place]!.request),
      }));
      try {
        await this.decode(lanes, signal);
        return rows.map(({ result }) => result!);
      } finally {
        await Promise.allSettled(lanes.map(({ tokens }) => tokens.return(undefined)));
        await Promise.all(sequences.map((sequence) => sequence.dispose()));
      }
    });
  }

  dispose(): Promise<void> {
    this.disposed ??= Promise.all([this.gate.close(), this.longPrompts.close()]).then(() =>
      this.open.model.dispose(),
    );
    return this.disposed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  /** Steps until no row is left. The first step prefills all prompts together. */
  private async decode(lanes: readonly Lane[], signal: AbortSignal): Promise<void> {
    let live = lanes;
    while (true) {
      signal.throwIfAborted();
      for (const { row } of live) if (row.cancelled) row.finish('cancelled');
      live = live.filter(({ row }) => row.result === null);
      if (live.length === 0) return;
      // What all live rows ask for within one turn of the event loop, llama.cpp decodes as one batch.
      const steps = await Promise.all(live.map(({ tokens }) => tokens.next()));
      steps.forEach(({ value: { token } }, i) => {
        const { row, ignoresEnd } = live[i]!;
        if (this.open.model.isEogToken(token) && !ignoresEnd) row.finish('stop');
        else row.take(token);
      });
    }
  }

  private async tokensOf(
    prompt: GenerationRequest['prompt'],
    signal: AbortSignal | undefined,
  ): Promise<Token[]> {
    if (isShort(prompt)) return this.prompts.tokens(prompt);
    this.prompts.refuseTooLong(prompt);
    return [...(await this.longPrompts.tokens(prompt, signal))] as Token[];
  }

  private promptOf(request: PreparedRequest): Token[] {
    const tokens = this.prepared.get(request);
    if (tokens !== undefined) return tokens;
    throw new EngineError('expected a request that prepare of this engine returned, got another');
  }
}

function tokensOf(
  sequence: LlamaContextSequence,
  prompt: Token[],
  request: GenerationRequest,
): AsyncGenerator<{ token: Token }> {
  return sequence.evaluateWithMetadata(prompt, {}, { ...samplingOf(request), yieldEogToken: true });
}

/**
 * Any GGUF model, through llama.cpp (node-llama-cpp): a true static batch. All prompts are prefilled together, every
 * step decodes one token for all live rows at once, rows that are done leave, and their slots stay empty until the
 * batch ends. Decoding happens on other threads; the event loop stays free. Between two steps a batch can be aborted,
 * within one (the longest is the first) it cannot.
 *
 * Messages go through the model's chat template; where it has none, they are joined by line breaks. Of sampling,
 * `topP` cuts before the temperature is applied.
 *
 * How many rows a decode has can change the last bits of its numbers. Greedy output does not depend on them unless two
 * tokens score alike. A seeded draw now and then falls between two tokens so closely that it does: of 160 texts of up
 * to 60 tokens, drawn at temperature 1 on an x86 processor, 6 were others in a batch than alone with 32-bit weights,
 * and none with Q8_0.
 * @throws EngineError when node-llama-cpp is not installed, the file is missing or no model, or an option is wrong
 */
export async function llamaCppEngine(options: LlamaCppOptions): Promise<DisposableEngine> {
  const settings = checkOptions(options);
  const open = await openModel(settings);
  try {
    return new LlamaCppEngine(settings.model, settings, open);
  } catch (error) {
    await open.model.dispose();
    throw error;
  }
}
