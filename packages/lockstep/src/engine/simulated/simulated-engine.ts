import { type BatchShape, BatchSum, type CostModel } from '../../cost/index.js';
import { BatchGate } from '../batch-gate.js';
import { checkCount, checkText } from '../check-options.js';
import { checkRequest, outputLimit } from '../check-request.js';
import type {
  DisposableEngine,
  Engine,
  EngineAbilities,
  EngineLimits,
  GenerationRequest,
  PreparedRequest,
  PrepareOptions,
} from '../engine.js';
import { EngineError } from '../errors.js';
import { plainChat } from '../plain-chat.js';
import { Turns } from '../turns.js';
import { copyWithSeed } from '../with-seed.js';
import { mockLength, piecesOf, WordCount } from './mock-text.js';
import { Row } from './row.js';
import { runRows } from './run-rows.js';

/** The study's output has always as many tokens as were asked for; OpenAI's completions have 16 where no number is given. */
const DEFAULT_MAX_TOKENS = 16;

/** As many as the largest contexts of today's models; more than a megabyte of words. */
const DEFAULT_CONTEXT_TOKENS = 2 ** 20;

export interface SimulatedEngineOptions {
  /** How long a batch takes, and when within it each token comes. */
  readonly cost: CostModel;
  /** How much faster than the cost model says: above 0 (default 1, real time); Infinity never waits. */
  readonly speed?: number;
  /** The model's name (default `simulated`). */
  readonly model?: string;
  /**
   * Most tokens of prompt and output in a row: an integer ≥ 2, or Infinity (default 1,048,576). It also bounds the text,
   * which has 7 characters for each of them and is kept in memory.
   */
  readonly contextTokens?: number;
  /** Most requests in one batch: an integer ≥ 1, or Infinity (the default). */
  readonly maxBatchSize?: number;
  /** Seed of the cost model's own random stream, where it has one (default 1). */
  readonly seed?: number;
}

/**
 * An engine without a model: it takes the time that a cost model says, on real timers, and answers with the study's
 * mock text, whatever the cost model: the prompt, a space, and "generated_text" repeated ⌊tokens/2⌋ times. An output
 * has `maxTokens` tokens (default 16, or what the context leaves), fewer only when a stop string ends it. Prompt
 * tokens are words. It can do all that a request may ask: temperature, `topP` and seed choose among its one text.
 * @throws EngineError for an option out of its range
 */
export function simulatedEngine(options: SimulatedEngineOptions): DisposableEngine {
  return new SimulatedEngine(options);
}

class SimulatedEngine implements DisposableEngine {
  readonly model: string;
  readonly limits: EngineLimits;
  readonly can: EngineAbilities = { chat: true, sampling: true, seed: true, stop: true, ignoreEos: true };
  private readonly speed: number;
  private readonly gate: BatchGate;
  private readonly timeBatch: CostModel['time'];

  constructor(options: SimulatedEngineOptions) {
    const { cost, speed = 1, model = 'simulated', seed = 1 } = options;
    const { contextTokens = DEFAULT_CONTEXT_TOKENS, maxBatchSize = Infinity } = options;
    if (!(speed > 0)) throw new EngineError(`simulatedEngine: expected speed to be above 0, got ${speed}`);
    checkText('simulatedEngine', 'model', model);
    checkCount('simulatedEngine', 'contextTokens', contextTokens, 2);
    checkCount('simulatedEngine', 'maxBatchSize', maxBatchSize);
    this.model = model;
    this.limits = { maxBatchSize, contextTokens };
    this.speed = speed;
    this.gate = new BatchGate(this.limits);
    this.timeBatch = cost.sampler === undefined ? (shape) => cost.time(shape) : cost.sampler(seed);
  }

  async prepare(request: GenerationRequest, { signal }: PrepareOptions = {}): Promise<PreparedRequest> {
    this.gate.assertOpen();
    checkRequest(request, this.can);
    signal?.throwIfAborted();
    const { maxTokens } = request;
    const prompt = typeof request.prompt === 'string' ? request.prompt : plainChat(request.prompt);
    const promptTokens = await wordsOf(prompt, signal);
    const most = outputLimit(request, promptTokens, this.limits.contextTokens);
    const tokens = maxTokens === undefined ? Math.min(DEFAULT_MAX_TOKENS, most) : most;
    return { request, promptTokens, maxTokens: tokens, textLength: mockLength(prompt, tokens) };
  }

  withSeed(prepared: PreparedRequest, seed: number): PreparedRequest {
    return copyWithSeed(prepared, seed, this.can);
  }

  /** @throws CostError too, when the cost model cannot run such a batch */
  generate: Engine['generate'] = (requests, context = {}) =>
    this.gate.run(requests, context, async (signal) => {
      const turns = new Turns();
      const rows: Row[] = [];
      for (const prepared of requests) rows.push(await Row.open(rows.length, prepared, turns, signal));
      return runRows(rows, this.timeBatch(shapeOf(rows)), this.speed, context, signal);
    });

  dispose(): Promise<void> {
    return this.gate.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}

/** Words of a prompt, at least 1. The study counts none. */
async function wordsOf(prompt: string, signal: AbortSignal | undefined): Promise<number> {
  const turns = new Turns();
  const count = new WordCount();
  for (const piece of piecesOf(prompt)) {
    count.push(piece);
    if (turns.due) await turns.next(signal);
  }
  return Math.max(1, count.words);
}

function shapeOf(rows: readonly Row[]): BatchShape {
  const shape = new BatchSum();
  for (const { prepared, outputTokens } of rows) shape.add(prepared.promptTokens, Math.max(1, outputTokens));
  return shape;
}
