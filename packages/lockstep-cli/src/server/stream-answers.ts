import { Readable } from 'node:stream';
import type { GenerationResult, TokenPart } from 'lockstep/engine';
import type { Ending, Endpoint } from './endpoints/index.js';
import type { ApiError } from './error-table.js';
import { WaitingText } from './waiting-text.js';

export interface StreamOptions {
  readonly endpoint: Endpoint;
  /** What every chunk begins with: id, object, created, model. */
  readonly envelope: object;
  /** Starts the answers; parts are handed over before their result. */
  readonly start: (onPart: (index: number, part: TokenPart) => void) => readonly Promise<GenerationResult>[];
  /** The last chunk's content besides the envelope; null for none. */
  readonly usage: ((results: readonly GenerationResult[]) => object) | null;
  /** Told how many bytes more (or less, if negative) wait for the client to read. */
  readonly waits: (bytes: number) => void;
  /** Called once, when all is answered. */
  readonly onDone: (results: readonly GenerationResult[]) => void;
  /** Makes of a failure what the client is told; called once, and only when something has been sent before. */
  readonly failed: (error: unknown) => ApiError;
}

/**
 * Answers as server-sent events. Resolves with the stream once there is something to send: until then a failure rejects,
 * and can be answered with its own status. A failure after that is the stream's last event.
 *
 * A client that keeps up gets an event for every part. For one that does not only the text waits, not its events: an
 * event then brings all that has come meanwhile. It holds up neither the batch nor other clients.
 */
export function streamAnswers(options: StreamOptions): Promise<Readable> {
  return new Promise((resolve, reject) => new AnswerStream(options, resolve, reject));
}

/** Characters in one event: what is in an event waits where it is not counted. */
const LONGEST_PIECE = 65_536;

/** What is to be said of one answer, and has not been. */
interface Unsaid {
  readonly text: WaitingText;
  begun: boolean;
  ending: Ending | null;
  /** How much of the text has come (in characters). */
  came: number;
}

class AnswerStream {
  private readonly stream = new Readable({ read: () => this.resume() });
  private opened = false;
  /** Whether the stream takes more. */
  private wanted = true;
  private readonly answers = new Map<number, Unsaid>();
  /** Those of which something is to be said, in the order in which it came. */
  private readonly due = new Set<number>();
  /** The last lines, once all answers have been said. */
  private last: string[] | null = null;

  constructor(
    private readonly options: StreamOptions,
    private readonly open: (stream: Readable) => void,
    reject: (error: unknown) => void,
  ) {
    this.stream.once('close', () => this.drop());
    // The framework logs it once it sends the stream; before that, an error without a listener would end the process.
    this.stream.on('error', () => {});
    const results = options.start((index, { text }) => this.text(index, text));
    Promise.all(results.map((result, index) => result.then((answer) => this.end(index, answer))))
      .then(
        (answers) => this.finish(answers),
        (error: unknown) => {
          if (this.opened) this.finishWith([JSON.stringify(options.failed(error).body)]);
          else reject(error);
        },
      )
      // One of these steps failed itself: the client cannot be told any more than that its answer ends here.
      .catch((error: unknown) => {
        if (this.opened) this.stream.destroy(error as Error);
        else reject(error);
      });
  }

  private text(index: number, text: string): void {
    if (text === '' || this.stream.destroyed) return;
    const answer = this.answer(index);
    answer.came += text.length;
    this.options.waits(answer.text.add(text));
    this.say(index);
  }

  /** What has not come in parts is sent now. */
  private end(index: number, result: GenerationResult): GenerationResult {
    const answer = this.answer(index);
    this.text(index, result.text.slice(answer.came));
    answer.ending = result.finishReason as Ending;
    this.say(index);
    return result;
  }

  private answer(index: number): Unsaid {
    let answer = this.answers.get(index);
    if (answer === undefined) {
      answer = { text: new WaitingText(), begun: false, ending: null, came: 0 };
      this.answers.set(index, answer);
    }
    return answer;
  }

  private say(index: number): void {
    this.due.add(index);
    this.flush();
    if (this.opened || this.stream.destroyed) return;
    this.opened = true;
    this.open(this.stream);
  }

  /** In a turn of its own: to a client that reads fast enough, all that waits would else be sent in one. */
  private resume(): void {
    if (this.wanted) return;
    setImmediate(() => {
      if (this.stream.destroyed) return;
      this.wanted = true;
      this.flush();
    });
  }

  /** Says what is due as long as the stream takes it. */
  private flush(): void {
    for (const index of this.due) {
      if (!this.wanted) return;
      this.due.delete(index);
      this.sayOf(index, this.answers.get(index)!);
    }
    if (!this.wanted || this.last === null) return;
    for (const line of this.last) this.line(line);
    this.last = null;
    this.stream.push(null);
  }

  private sayOf(index: number, answer: Unsaid): void {
    const { endpoint, waits } = this.options;
    if (!answer.begun) {
      answer.begun = true;
      const opening = endpoint.opening(index);
      if (opening !== null) this.choice(opening);
    }
    const { text } = answer;
    while (text.bytes > 0 && this.wanted) {
      const before = text.bytes;
      this.choice(endpoint.piece(index, text.take(LONGEST_PIECE)));
      waits(text.bytes - before);
    }
    if (text.bytes > 0) {
      this.due.add(index);
      return;
    }
    if (answer.ending !== null) this.choice(endpoint.closing(index, answer.ending));
  }

  private choice(choice: object): void {
    const { envelope, usage } = this.options;
    this.line(
      JSON.stringify(Object.assign({}, envelope, { choices: [choice] }, usage !== null && { usage: null })),
    );
  }

  private finish(results: readonly GenerationResult[]): void {
    const { envelope, usage, onDone } = this.options;
    const totals =
      usage === null ? [] : [JSON.stringify({ ...envelope, choices: [], usage: usage(results) })];
    this.finishWith([...totals, '[DONE]']);
    onDone(results);
  }

  private finishWith(lines: string[]): void {
    this.last = lines;
    this.flush();
  }

  /** The client has gone: what waits is of no use. */
  private drop(): void {
    for (const { text } of this.answers.values()) {
      const { bytes } = text;
      text.take();
      if (bytes > 0) this.options.waits(-bytes);
    }
    this.due.clear();
  }

  private line(data: string): void {
    this.wanted = this.stream.push(`data: ${data}\n\n`);
  }
}
