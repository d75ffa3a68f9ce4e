// An engine of your own, with what the library has for it. Its "model" goes on with the alphabet, a letter a token.
import { createBatcher } from 'lockstep/batcher';
import { none } from 'lockstep/core';
import {
  BatchGate,
  checkRequest,
  type Engine,
  type FinishReason,
  type GenerationRequest,
  type GenerationResult,
  outputLimit,
  type PreparedRequest,
  StopStrings,
  type TokenPart,
} from 'lockstep/engine';

const limits = { maxBatchSize: 4, contextTokens: 100 };
const can = { chat: false, sampling: false, seed: false, stop: true, ignoreEos: false };
const gate = new BatchGate(limits);

const engine: Engine = {
  model: 'alphabet',
  limits,
  can,

  async prepare(request) {
    gate.assertOpen();
    checkRequest(request, can);
    const promptTokens = request.prompt.length;
    return { request, promptTokens, maxTokens: outputLimit(request, promptTokens, limits.contextTokens) };
  },

  // The gate lets one batch in at a time, and rejects with the reason of an abort.
  generate: (requests, context = {}) =>
    gate.run(requests, context, async (signal) => {
      const rows = requests.map(
        (prepared, place) =>
          new Row(prepared, context.signals?.[place], (part) => context.emit?.(place, part)),
      );
      while (!signal.aborted && rows.some((row) => row.result === null)) {
        // One step of the model, for all rows at once.
        await new Promise(setImmediate);
        rows.forEach((row, place) => {
          if (row.result !== null) return;
          row.step();
          if (row.result !== null) context.answer?.(place, row.result);
        });
      }
      return rows.map((row) => row.result ?? new Error('aborted'));
    }),

  dispose: () => gate.close(),
};

class Row {
  result: GenerationResult | null = null;
  #text = '';
  #tokens = 0;
  #letter: string;
  readonly #stops: StopStrings;
  readonly #prepared: PreparedRequest;
  readonly #cancelled: AbortSignal | undefined;
  readonly #emit: (part: TokenPart) => void;

  constructor(
    prepared: PreparedRequest,
    cancelled: AbortSignal | undefined,
    emit: (part: TokenPart) => void,
  ) {
    const { prompt, stop = [] } = prepared.request;
    this.#letter = String(prompt).at(-1) ?? 'z';
    this.#stops = new StopStrings(stop);
    this.#prepared = prepared;
    this.#cancelled = cancelled;
    this.#emit = emit;
  }

  step(): void {
    if (this.#cancelled?.aborted) return this.#end('cancelled', '', 0);
    if (this.#letter === 'z') return this.#end('stop', this.#stops.end(), 0);
    this.#letter = String.fromCharCode(this.#letter.charCodeAt(0) + 1);
    const text = this.#stops.push(this.#letter);
    this.#tokens++;
    if (this.#stops.stopped) return this.#end('stop', text, 1);
    if (this.#tokens === this.#prepared.maxTokens) return this.#end('length', text + this.#stops.end(), 1);
    this.#tell(text, 1);
  }

  #end(finishReason: FinishReason, text: string, tokens: number): void {
    this.#tell(text, tokens);
    const { promptTokens } = this.#prepared;
    const reason = this.#stops.stopped ? 'stop' : finishReason;
    this.result = { text: this.#text, finishReason: reason, promptTokens, outputTokens: this.#tokens };
  }

  #tell(text: string, tokens: number): void {
    this.#text += text;
    if (text !== '' || tokens > 0) this.#emit({ text, tokens });
  }
}

const batcher = createBatcher({ run: engine.generate, maxBatchSize: limits.maxBatchSize, wait: none() });
const ask = async (request: GenerationRequest, onPart?: (part: TokenPart) => void) => {
  const { text, finishReason } = await batcher.submit(await engine.prepare(request), { onPart });
  console.log(`${request.prompt} → ${text} (${finishReason})`);
};

const streamed: string[] = [];
await Promise.all([
  ask({ prompt: 'abc', maxTokens: 5 }, ({ text }) => void streamed.push(text)),
  ask({ prompt: 'm', stop: ['pq'] }),
  ask({ prompt: 'w' }),
]);
console.log(`streamed: ${streamed.join(' ')}`);
await engine.prepare({ prompt: 'a', temperature: 0.7 }).catch((error) => console.log(error.message));

// Prints:
//   m → no (stop)
//   w → xyz (stop)
//   abc → defgh (length)
//   streamed: d e f g h
//   temperature: this engine cannot sample; expected 0, got 0.7
