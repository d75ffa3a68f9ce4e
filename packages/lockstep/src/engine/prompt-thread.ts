import { Worker } from 'node:worker_threads';
import type { GenerationRequest } from './engine.js';
import { EngineError, RequestError } from './errors.js';
import { inheritedArguments } from './worker-options.js';

/** What a thread is told: one prompt after another. */
export type ToPromptThread = GenerationRequest['prompt'];

/** What it answers. */
export type FromPromptThread =
  | { readonly type: 'tokens'; readonly tokens: Int32Array<ArrayBuffer> }
  | { readonly type: 'refused'; readonly refusal: Pick<RequestError, 'parameter' | 'message' | 'reason'> }
  | { readonly type: 'failed'; readonly message: string };

interface Job {
  readonly prompt: ToPromptThread;
  resolve(tokens: Int32Array): void;
  reject(error: unknown): void;
}

/**
 * Tokenises long prompts in a thread of its own: a tokeniser takes a second for a megabyte, and would hold the event loop
 * as long. The thread is started for the first long prompt, and takes one prompt at a time. Idle, it keeps no process
 * alive.
 */
export class PromptThread {
  private readonly waiting: Job[] = [];
  private running: Job | null = null;
  private worker: Worker | null = null;
  private closed = false;

  /**
   * @param program what the thread runs
   * @param workerData what it is started with
   */
  constructor(
    private readonly program: URL,
    private readonly workerData: unknown,
  ) {}

  /**
   * @throws RequestError for a prompt that is refused; EngineError when the thread cannot be started, dies, or is closed;
   *   the signal's reason when it is aborted: a prompt that waits is dropped then
   */
  tokens(prompt: ToPromptThread, signal?: AbortSignal): Promise<Int32Array> {
    return new Promise((resolve, reject) => {
      const left = () => {
        const at = this.waiting.indexOf(job);
        if (at >= 0) this.waiting.splice(at, 1);
        reject(signal!.reason);
      };
      const over = () => signal?.removeEventListener('abort', left);
      const job: Job = {
        prompt,
        resolve: (tokens) => {
          over();
          resolve(tokens);
        },
        reject: (error) => {
          over();
          reject(error);
        },
      };
      signal?.addEventListener('abort', left, { once: true });
      this.waiting.push(job);
      this.proceed();
    });
  }

  /** Ends the thread, whatever it does; prompts that wait are refused. */
  async close(): Promise<void> {
    this.closed = true;
    const worker = this.worker;
    this.fail(new EngineError('the engine has been disposed of'));
    await worker?.terminate();
  }

  private proceed(): void {
    if (this.running !== null) return;
    const job = this.waiting.shift();
    if (job === undefined) {
      this.worker?.unref();
      return;
    }
    if (this.closed) return job.reject(new EngineError('the engine has been disposed of'));
    this.running = job;
    this.worker ??= this.start();
    this.worker.ref();
    this.worker.postMessage(job.prompt satisfies ToPromptThread);
  }

  private start(): Worker {
    const worker = new Worker(this.program, {
      workerData: this.workerData,
      name: 'lockstep-prompts',
      ...inheritedArguments(),
    });
    const died = (why: string) => {
      if (this.worker === worker)
        this.fail(new EngineError(`the thread that tokenises prompts has died: ${why}`));
    };
    worker.on('message', (message: FromPromptThread) => this.hear(message));
    worker.on('error', (error) => died(error.message));
    worker.on('exit', (code) => died(`exit code ${code}`));
    return worker;
  }

  private hear(message: FromPromptThread): void {
    const job = this.running!;
    this.running = null;
    if (message.type === 'tokens') job.resolve(message.tokens);
    else if (message.type === 'failed') job.reject(new EngineError(message.message));
    else {
      const { parameter, message: words, reason } = message.refusal;
      job.reject(new RequestError(parameter, words, reason));
    }
    this.proceed();
  }

  /** The next prompt starts a new thread. */
  private fail(error: EngineError): void {
    this.worker = null;
    const job = this.running;
    this.running = null;
    job?.reject(error);
    if (this.closed) for (const waiting of this.waiting.splice(0)) waiting.reject(error);
    else this.proceed();
  }
}
