import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { checkText } from '../check-options.js';
import { EngineError } from '../errors.js';

export interface LlamaCppOptions {
  /** A GGUF file on this machine. */
  readonly modelPath: string;
  /** Most rows of a batch: an integer ≥ 1 (default 8). Memory for `contextTokens` is set aside for each of them. */
  readonly maxBatchSize?: number;
  /**
   * Most tokens of prompt and output together in one row: an integer from 2 to the context that the model was trained
   * with, which is the default.
   */
  readonly contextTokens?: number;
  /**
   * Most prompt tokens that llama.cpp takes at once: an integer ≥ 1 (default 512). The prompts of a batch are prefilled
   * together; where they have more tokens than this, their common first step takes several decodes. Needs about this
   * many times the model's vocabulary of 4-byte numbers in memory.
   */
  readonly prefillTokens?: number;
  /**
   * Threads of a decode: an integer ≥ 1 (default: one for every 64 MiB of the model's file, at most the machine's
   * cores). More than a small model can use make it slower: they wait for one another after every layer.
   */
  readonly threads?: number;
  /** `auto` computes on a GPU if a build of node-llama-cpp for it is installed (default false). */
  readonly gpu?: false | 'auto';
  /** The model's name (default: the file's, without `.gguf`). */
  readonly model?: string;
}

/** The options with all defaults but those that only the model knows. */
export interface LlamaCppSettings {
  readonly modelPath: string;
  readonly maxBatchSize: number;
  readonly contextTokens: number | undefined;
  readonly prefillTokens: number;
  readonly threads: number | undefined;
  readonly gpu: false | 'auto';
  readonly model: string;
}

const BYTES_PER_THREAD = 64 * 2 ** 20;

/** @throws EngineError that names the first option that is wrong */
export function checkOptions(options: LlamaCppOptions): LlamaCppSettings {
  const { modelPath, maxBatchSize = 8, contextTokens, prefillTokens = 512, threads, gpu = false } = options;
  checkText('llamaCppEngine', 'modelPath', modelPath);
  expectInteger('maxBatchSize', maxBatchSize, 1);
  expectInteger('prefillTokens', prefillTokens, 1);
  if (contextTokens !== undefined) expectInteger('contextTokens', contextTokens, 2);
  if (threads !== undefined) expectInteger('threads', threads, 1);
  if (gpu !== false && gpu !== 'auto') {
    throw new EngineError(`llamaCppEngine: expected gpu to be false or 'auto', got ${String(gpu)}`);
  }
  const { model = basename(modelPath).replace(/\.gguf$/i, '') } = options;
  checkText('llamaCppEngine', 'model', model);
  return { modelPath, maxBatchSize, contextTokens, prefillTokens, threads, gpu, model };
}

/**
 * The context of one row.
 * @param trainedTokens the context that the model was trained with
 * @throws EngineError when more is asked for: beyond it a model only babbles
 */
export function contextOfRow({ contextTokens, model }: LlamaCppSettings, trainedTokens: number): number {
  if (contextTokens !== undefined && contextTokens > trainedTokens) {
    throw new EngineError(
      `llamaCppEngine: expected contextTokens to be at most ${trainedTokens}, with which ${model} was trained, ` +
        `got ${contextTokens}`,
    );
  }
  return contextTokens ?? trainedTokens;
}

/** @param modelBytes size of the model's weights */
export function threadsFor({ threads }: LlamaCppSettings, modelBytes: number): number {
  return threads ?? Math.min(Math.max(1, Math.ceil(modelBytes / BYTES_PER_THREAD)), availableParallelism());
}

function expectInteger(option: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new EngineError(
      `llamaCppEngine: expected ${option} to be an integer ≥ ${least}, got ${String(value)}`,
    );
  }
}
