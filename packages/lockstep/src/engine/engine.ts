/**
 * Something that turns a batch of requests into texts: a static batch, fixed when it starts, which runs until its
 * longest row ends. `generate` fits a batcher's `run` as it is.
 */
export interface Engine {
  /** The model that answers, as a client may name it. */
  readonly model: string;
  readonly limits: EngineLimits;
  /** What a request may ask of it beyond a prompt and a number of tokens. */
  readonly can: EngineAbilities;
  /**
   * Whether the prompts of a batch are padded to the longest, so that their padding takes time (`padded`), or each is as
   * long as it is (`packed`); left out where it is not known, as of an upstream, or decided by a cost model.
   */
  readonly padding?: 'padded' | 'packed';
  /**
   * Checks a request, tokenises its prompt and measures it against the context length: everything that can be said
   * about a request before it waits. What it returns may be given to `generate` any number of times, also several
   * times in one batch: so one prompt is prepared once, however many answers are wanted.
   * @throws RequestError for what this engine cannot do, naming the parameter, or a prompt that does not fit; the
   *   signal's reason when it was aborted
   */
  prepare(request: GenerationRequest, options?: PrepareOptions): Promise<PreparedRequest>;
  /**
   * The same request with another seed: what `prepare` would return for it, without tokenising the prompt again. The
   * prepared request itself is left as it is. The function `withSeed` also serves engines that do not have this.
   * @param prepared what `prepare` of this very engine returned
   * @throws RequestError when the seed is not an integer, or the engine takes none
   */
  withSeed?(prepared: PreparedRequest, seed: number): PreparedRequest;
  /**
   * Runs one batch to completion. Resolves with one result per request, in order; an `Error` in a result's place is
   * that row's failure alone. One batch at a time.
   * @param requests what `prepare` of this very engine returned, 1 to `limits.maxBatchSize` of them
   * @throws when the batch as a whole failed, or with the signal's reason when it was aborted
   */
  generate(
    requests: readonly PreparedRequest[],
    context?: GenerationContext,
  ): Promise<readonly (GenerationResult | Error)[]>;
  /** Frees the model and its threads or connections. Nothing may be asked of it afterwards. */
  dispose(): Promise<void>;
}

/** An engine that `await using` disposes of at the end of its block (Node 20.4 or newer): what our factories return. */
export interface DisposableEngine extends Engine {
  [Symbol.asyncDispose](): Promise<void>;
}

export interface EngineLimits {
  /** Most requests in one batch: an integer ≥ 1, or Infinity. */
  readonly maxBatchSize: number;
  /** Most tokens of prompt and output together in one row: an integer ≥ 1, or Infinity where it is not known. */
  readonly contextTokens: number;
}

export interface EngineAbilities {
  /** Messages with roles, through a chat template of the model or one of ours. */
  readonly chat: boolean;
  /** Temperatures above 0, and `topP` below 1. */
  readonly sampling: boolean;
  /** A seed per request. */
  readonly seed: boolean;
  readonly stop: boolean;
  /** To go on past the model's natural end. */
  readonly ignoreEos: boolean;
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What to generate. Either a prompt as text, or the messages of a chat. */
export interface GenerationRequest {
  readonly prompt: string | readonly ChatMessage[];
  /** Most output tokens: an integer ≥ 1 (default: whatever the context length leaves, or the engine's own limit). */
  readonly maxTokens?: number;
  /** 0 is greedy; up to 2 (default 1, as in OpenAI's API; engines that cannot sample default to 0). */
  readonly temperature?: number;
  /** Sample from the likeliest tokens that together have this probability: above 0 up to 1 (default 1). */
  readonly topP?: number;
  /**
   * An integer; the same seed and request give the same text, alone and in every batch, as far as the model's arithmetic
   * is the same for every size of batch (docs/engines.md says how far that is). Default: a random one.
   */
  readonly seed?: number;
  /**
   * The text ends before the first of these: at most 16, none empty, together at most 262,144 UTF-16 code units (default
   * none).
   */
  readonly stop?: readonly string[];
  /** Go on past the model's natural end, up to `maxTokens` (default false). For measurements. */
  readonly ignoreEos?: boolean;
}

export interface PrepareOptions {
  /** The answer is no longer wanted: `prepare` stops as soon as it can, and rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A request that has been checked and tokenised by an engine; what else it holds is the engine's own. */
export interface PreparedRequest {
  readonly request: GenerationRequest;
  /** Tokens of the prompt, as the model sees them: ≥ 0. */
  readonly promptTokens: number;
  /** Most output tokens this row will have: ≥ 1. */
  readonly maxTokens: number;
  /** Most UTF-16 code units that its text will have: ≥ 0, where the engine knows before it runs (default: unknown). */
  readonly textLength?: number;
}

/** What an engine tells and is told while a batch runs; a batcher's run context is one. */
export interface GenerationContext {
  /** No row of this batch is wanted any more: stop as soon as possible, and reject with its reason. */
  readonly signal?: AbortSignal;
  /** The same for single rows, by their place: the row ends with finish reason `cancelled`, the others go on. */
  readonly signals?: readonly AbortSignal[];
  /** What `signals` say, for those who ask rather than listen; comes along with them or not at all. */
  isWanted?(row: number): boolean;
  /** Called for every token of a row as it comes, before its result. */
  emit?(row: number, part: TokenPart): void;
  /** Called once per row as soon as its own last token is there; the same result comes again when the batch ends. */
  answer?(row: number, result: GenerationResult | Error): void;
}

/** One or more tokens of a row. All texts of a row, joined, are its result's text: nothing of a stop string is in them. */
export interface TokenPart {
  /** May be empty, while a character is incomplete or a stop string may be about to begin. */
  readonly text: string;
  /** ≥ 1; for a row's last part, 0 where it only brings text that was held back. */
  readonly tokens: number;
}

export type FinishReason =
  /** The model ended the text by itself, or a stop string came. */
  | 'stop'
  /** `maxTokens` or the context length was reached. */
  | 'length'
  /** The row's signal was aborted. */
  | 'cancelled';

export interface GenerationResult {
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly promptTokens: number;
  /** Tokens generated, the end token not counted: ≥ 0. */
  readonly outputTokens: number;
}
