import { randomInt } from 'node:crypto';
import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { BatchGate } from '../batch-gate.js';
import { checkRequest, outputLimit } from '../check-request.js';
import type {
  DisposableEngine,
  EngineAbilities,
  EngineLimits,
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
import type { BatchRow } from './batch.js';
import { Detokenizer } from './detokenizer.js';
import { loadTokenizer } from './load-tokenizer.js';
import { type ModelFolder, readModelFolder } from './model-folder.js';
import { ModelThread } from './model-thread.js';
import { checkOptions, type OnnxOptions, type OnnxSettings } from './onnx-options.js';
import { Prompts, type PromptSettings } from './prompts.js';
import { runRows } from './run-rows.js';

/** As many as `randomInt` knows. */
const SEEDS = 2 ** 48 - 1;

/**
 * Any ONNX model folder, through transformers.js: the textbook's static batch. Prompts are padded on the left to the
 * longest, one run of the model per step serves all rows, and rows that are done go on computing until the last is.
 * The model runs in a thread of its own; between two steps a batch can be aborted, within one it cannot.
 *
 * Messages go through the model's chat template; where it has none, they are joined by line breaks. Nothing is ever
 * looked for in the network.
 * @throws EngineError when transformers.js is not installed, a file is missing or broken, or an option is wrong
 */
export async function onnxEngine(options: OnnxOptions): Promise<DisposableEngine> {
  const settings = checkOptions(options);
  const folder = await readModelFolder(settings);
  const tokenizer = await loadTokenizer(settings.modelPath);
  const { modelPath, dtype, threads, maxBatchSize } = settings;
  const padToken = maxBatchSize === 1 ? null : folder.padToken;
  const thread = await ModelThread.open({ modelPath, dtype, threads, padToken });
  return new OnnxEngine(settings, folder, tokenizer, thread);
}

class OnnxEngine implements DisposableEngine {
  readonly model: string;
  readonly limits: EngineLimits;
  readonly padding = 'padded';
  readonly can: EngineAbilities = { chat: true, sampling: true, seed: true, stop: true, ignoreEos: true };
  private readonly gate: BatchGate;
  private readonly prompts: Prompts;
  private readonly longPrompts: PromptThread;
  private readonly promptTokens = new WeakMap<PreparedRequest, readonly number[]>();
  private closed: Promise<void> | null = null;

  constructor(
    { model, modelPath, maxBatchSize }: OnnxSettings,
    private readonly folder: ModelFolder,
    private readonly tokenizer: PreTrainedTokenizer,
    private readonly thread: ModelThread,
  ) {
    this.model = model;
    this.limits = { maxBatchSize, contextTokens: folder.contextTokens };
    this.gate = new BatchGate(this.limits);
    const settings: PromptSettings = folder;
    this.prompts = new Prompts(tokenizer, settings);
    const { chatTemplate, longestToken, contextTokens } = settings;
    this.longPrompts = new PromptThread(workerProgram('onnx/prompt-worker'), {
      modelPath,
      settings: { chatTemplate, longestToken, contextTokens },
    });
  }

  /** Short prompts are tokenised at once, about 2 ms per 1000 tokens, so that they wait for no other; long ones in a thread. */
  async prepare(request: GenerationRequest, { signal }: PrepareOptions = {}): Promise<PreparedRequest> {
    this.gate.assertOpen();
    this.thread.assertAlive();
    checkRequest(request, this.can);
    signal?.throwIfAborted();
    const tokens = await this.tokensOfPrompt(request.prompt, signal);
    const maxTokens = outputLimit(request, tokens.length, this.limits.contextTokens);
    const prepared = { request, promptTokens: tokens.length, maxTokens };
    this.promptTokens.set(prepared, tokens);
    return prepared;
  }

  withSeed(prepared: PreparedRequest, seed: number): PreparedRequest {
    const copy = copyWithSeed(prepared, seed, this.can);
    this.promptTokens.set(copy, this.tokensOf(prepared));
    return copy;
  }

  generate(
    requests: readonly PreparedRequest[],
    context: GenerationContext = {},
  ): Promise<readonly GenerationResult[]> {
    return this.gate.run(requests, context, (signal) => {
      const batchRows = requests.map((request) => this.batchRow(request));
      const batch = {
        rows: batchRows,
        padToken: this.folder.padToken,
        ended: new Uint8Array(new SharedArrayBuffer(requests.length)),
      };
      const rows = requests.map((request, place) => {
        const detokenizer = new Detokenizer(this.tokenizer, batchRows[place]!.tokens);
        return new TokenRow(place, request, context, detokenizer);
      });
      return runRows(this.thread, batch, rows, context, signal);
    });
  }

  dispose(): Promise<void> {
    this.closed ??= Promise.all([this.gate.close(), this.longPrompts.close()]).then(() =>
      this.thread.close(),
    );
    return this.closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  private async tokensOfPrompt(
    prompt: GenerationRequest['prompt'],
    signal: AbortSignal | undefined,
  ): Promise<readonly number[]> {
    if (isShort(prompt)) return this.prompts.tokens(prompt);
    this.prompts.refuseTooLong(prompt);
    return [...(await this.longPrompts.tokens(prompt, signal))];
  }

  private tokensOf(prepared: PreparedRequest): readonly number[] {
    const tokens = this.promptTokens.get(prepared);
    if (tokens !== undefined) return tokens;
    throw new EngineError('expected a request that prepare of this engine returned, got another');
  }

  private batchRow(prepared: PreparedRequest): BatchRow {
    const tokens = this.tokensOf(prepared);
    const { temperature = 1, topP = 1, seed = randomInt(SEEDS), ignoreEos } = prepared.request;
    return {
      tokens,
      maxTokens: prepared.maxTokens,
      endTokens: ignoreEos ? [] : this.folder.endTokens,
      sampling: { temperature, topP, seed },
    };
  }
}
