import { Worker } from 'node:worker_threads';
import type { ResolvedScenario, Scenario } from 'lockstep/scenario';
import type { SweepPoint } from 'lockstep/simulation';
import { StoppedError } from '../failure.js';
import type { Failure, WorkerAnswer, WorkerStart } from './point-worker.js';
import { configurationInWords } from './run-point.js';

export interface RunPointsOptions extends WorkerStart {
  readonly scenario: Scenario;
  readonly resolved: ResolvedScenario;
  /** Worker threads, an integer ≥ 1; never more than there are points. */
  readonly workers: number;
  /** Told after every point how many are finished. */
  readonly onProgress?: (finished: number) => void;
  /** Ends the workers and gives up. */
  readonly signal?: AbortSignal;
}

/**
 * Simulates all points of a sweep on worker threads. Every point depends on its own configuration and seed alone,
 * so the result is the same whatever the number of workers.
 * @throws the first failure of a point, with its configuration; StoppedError when the signal says so
 */
export async function runPoints(options: RunPointsOptions): Promise<SweepPoint[]> {
  const { scenario, texts, resolved, signal } = options;
  const { configurations } = resolved;
  const points: SweepPoint[] = new Array(configurations.length);
  const queue = longestFirst(resolved);
  const start: WorkerStart = { scenario, texts };
  const workers: Worker[] = [];
  let finished = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      const stop = () =>
        reject(new StoppedError(`Stopped: ${finished} of ${points.length} points were finished.`));
      if (signal?.aborted) return stop();
      signal?.addEventListener('abort', stop, { once: true });
      const next = (worker: Worker) => {
        const index = queue.shift();
        if (index !== undefined) worker.postMessage(index);
      };
      for (let i = Math.min(options.workers, queue.length); i > 0; i--) {
        const worker = new Worker(new URL('./point-worker.js', import.meta.url), { workerData: start });
        workers.push(worker);
        worker.on('error', reject);
        worker.on('message', (answer: WorkerAnswer) => {
          if ('failure' in answer)
            return reject(pointFailure(configurationInWords(configurations[answer.index]!), answer.failure));
          points[answer.index] = answer.point;
          options.onProgress?.(++finished);
          if (finished === points.length) resolve();
          else next(worker);
        });
        next(worker);
      }
    });
    return points;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/**
 * Points by rate, as the requests of one rate are drawn once and kept; within it small batches first, because
 * they make more of them and take longest, so that no long point is left over at the end.
 */
function longestFirst({ configurations }: ResolvedScenario): number[] {
  const rates = [...new Set(configurations.map(({ rate }) => rate))];
  const order = (index: number) => rates.indexOf(configurations[index]!.rate);
  return configurations
    .map((_, index) => index)
    .sort(
      (a, b) => order(a) - order(b) || configurations[a]!.batchSize - configurations[b]!.batchSize || a - b,
    );
}

function pointFailure(where: string, { name, code, message }: Failure): Error {
  return Object.assign(new Error(`${where}: ${message}`), { name, code });
}
