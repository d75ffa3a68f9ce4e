import { Readable } from 'node:stream';
import type { GenerationResult, TokenPart } from 'lockstep/engine';
import type { Ending, Endpoint } from './endpoints/index.js';
import type { ApiError } from './error-table.js';

export interface StreamOptions {
  readonly endpoint: Endpoint;
  /** What every chunk begins with: id, object, created, model. */
  readonly envelope: object;
  /** Starts the answers; parts are handed over before their result. */
  readonly start: (onPart: (index: number, part: TokenPart) => void) => readonly Promise<GenerationResult>[];
  /** The last chunk's content besides the envelope; null for none. */
  readonly usage: ((results: readonly GenerationResult[]) => object) | null;
  /** Called once, when all is answered. */
  readonly onDone: (results: readonly GenerationResult[]) => void;
  /** Makes of a failure what the client is told; called once, and only when something has been sent before. */
  readonly failed: (error: unknown) => ApiError;
}

/**
 * Answers as server-sent events. Resolves with the stream once there is something to send: until then a failure rejects,
 * and can be answered with its own status. A failure after that is the stream's last event.
 *
 * A client that reads slowly makes its own chunks wait in memory, at most as many as it asked for tokens; it holds up
 * neither the batch nor its neighbours.
 */
export function streamAnswers(options: StreamOptions): Promise<Readable> {
  return new Promise((resolve, reject) => new AnswerStream(options, resolve, reject));
}

class AnswerStream {
  private readonly stream = new Readable({ read() {} });
  private opened = false;
  /** By answer: whether its first chunk has been sent, and how much of its text. */
  private readonly begun = new Set<number>();
  private readonly sent = new Map<number, number>();

  constructor(
    private readonly options: StreamOptions,
    private readonly open: (stream: Readable) => void,
    reject: (error: unknown) => void,
  ) {
    const results = options.start((index, { text }) => this.text(index, text));
    Promise.all(results.map((result, index) => result.then((answer) => this.end(index, answer)))).then(
      (answers) => this.finish(answers),
      (error: unknown) => {
        if (this.opened) this.fail(error);
        else reject(error);
      },
    );
  }

  private text(index: number, text: string): void {
    if (text === '') return;
    this.begin(index);
    this.sent.set(index, (this.sent.get(index) ?? 0) + text.length);
    this.choice(this.options.endpoint.piece(index, text));
  }

  /** What has not come in parts is sent now. */
  private end(index: number, result: GenerationResult): GenerationResult {
    this.text(index, result.text.slice(this.sent.get(index) ?? 0));
    this.begin(index);
    this.choice(this.options.endpoint.closing(index, result.finishReason as Ending));
    return result;
  }

  private begin(index: number): void {
    if (this.begun.has(index)) return;
    this.begun.add(index);
    const opening = this.options.endpoint.opening(index);
    if (opening !== null) this.choice(opening);
  }

  private choice(choice: object): void {
    const { envelope, usage } = this.options;
    this.event(Object.assign({}, envelope, { choices: [choice] }, usage !== null && { usage: null }));
  }

  private finish(results: readonly GenerationResult[]): void {
    const { envelope, usage, onDone } = this.options;
    if (usage !== null) this.event({ ...envelope, choices: [], usage: usage(results) });
    this.line('[DONE]');
    this.stream.push(null);
    onDone(results);
  }

  private fail(error: unknown): void {
    this.event(this.options.failed(error).body);
    this.stream.push(null);
  }

  private event(content: object): void {
    this.line(JSON.stringify(content));
    if (this.opened) return;
    this.opened = true;
    this.open(this.stream);
  }

  private line(data: string): void {
    this.stream.push(`data: ${data}\n\n`);
  }
}
