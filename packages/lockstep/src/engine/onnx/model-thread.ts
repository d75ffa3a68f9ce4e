import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { EngineError } from '../errors.js';
import { inheritedArguments, workerProgram } from '../worker-options.js';
import type { FromModelThread, ModelToLoad } from './model-worker.js';
import type { Batch } from './batch.js';

const SCRIPT = workerProgram('onnx/model-worker');

/** How long a thread may take to free its model (ms). */
const LONGEST_END_MS = 5000;

/** What is waiting for the thread: its loading, or a batch. */
interface Job {
  readonly onStep: (tokens: Int32Array) => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A model in a thread of its own, since a step blocks the event loop that runs it. Idle, it keeps no process alive. */
export class ModelThread {
  private job: Job | null = null;
  /** Why nothing can be asked of it any more. */
  private failure: EngineError | null = null;

  private constructor(private readonly worker: Worker) {
    worker.on('message', (message: FromModelThread) => this.hear(message));
    worker.on('error', (error) => this.fail(error.message));
    worker.on('exit', (code) => this.fail(`exit code ${code}`));
  }

  /**
   * @param script what the thread runs
   * @throws EngineError when the model cannot be loaded
   */
  static async open(model: ModelToLoad, script = SCRIPT): Promise<ModelThread> {
    const worker = new Worker(script, { workerData: model, name: 'lockstep-onnx', ...inheritedArguments() });
    const thread = new ModelThread(worker);
    try {
      await thread.wait(() => {});
    } catch (error) {
      await thread.worker.terminate();
      throw new EngineError(`${model.modelPath}: cannot be loaded: ${(error as Error).message}`, {
        cause: error,
      });
    }
    thread.worker.unref();
    return thread;
  }

  /** @throws EngineError when the thread has died */
  assertAlive(): void {
    if (this.failure !== null) throw this.failure;
  }

  /**
   * Runs one batch, after the one before has ended.
   * @param onStep takes the tokens of each step
   * @throws what the model threw, what `onStep` threw (which ends all rows), or EngineError when the thread dies
   */
  async run(batch: Batch, onStep: (tokens: Int32Array) => void): Promise<void> {
    this.assertAlive();
    const faults: unknown[] = [];
    const guarded = (tokens: Int32Array) => {
      if (faults.length > 0) return;
      try {
        onStep(tokens);
      } catch (error) {
        faults.push(error);
        batch.ended.fill(1);
      }
    };
    this.worker.ref();
    this.worker.postMessage(batch);
    try {
      await this.wait(guarded);
    } finally {
      this.worker.unref();
    }
    if (faults.length > 0) throw faults[0];
  }

  /** Frees the model and ends the thread: a thread that does not end by itself in time is ended. */
  async close(): Promise<void> {
    if (this.failure !== null) return;
    this.worker.ref();
    const ended = once(this.worker, 'exit');
    this.worker.postMessage(null);
    const late = setTimeout(() => {
      // The wait for its exit, below, is the wait for this.
      this.worker.terminate().catch(() => {});
    }, LONGEST_END_MS);
    await ended;
    clearTimeout(late);
  }

  private wait(onStep: Job['onStep']): Promise<void> {
    return new Promise((resolve, reject) => {
      this.job = { onStep, resolve, reject };
    });
  }

  private hear(message: FromModelThread): void {
    if (message.type === 'steps') message.steps.forEach(this.job!.onStep);
    else if (message.type === 'failed') this.job!.reject(message.error);
    else this.job!.resolve();
  }

  private fail(why: string): void {
    this.failure ??= new EngineError(`the model's thread has died: ${why}`);
    this.job?.reject(this.failure);
  }
}
