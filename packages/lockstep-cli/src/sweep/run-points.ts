import { Worker } from 'node:worker_threads';
import type { Sweep } from 'lockstep/scenario';
import type { SweepPoint } from 'lockstep/simulation';
import { StoppedError } from '../failure.js';
import type { Failure, WorkerAnswer, WorkerOrder, WorkerStart } from './point-worker.js';
import { runInWords } from './run-words.js';

export interface RunPointsOptions extends WorkerStart {
  readonly sweep: Sweep;
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
  const { texts, sweep, signal } = options;
  const points: SweepPoint[] = new Array(sweep.points.length);
  const queue = longestFirst(sweep);
  const start: WorkerStart = { texts };
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
        if (index === undefined) return;
        worker.postMessage({ index, run: sweep.points[index]! } satisfies WorkerOrder);
      };
      for (let i = Math.min(options.workers, queue.length); i > 0; i--) {
        const worker = new Worker(new URL('./point-worker.js', import.meta.url), { workerData: start });
        workers.push(worker);
        worker.on('error', reject);
        worker.on('message', (answer: WorkerAnswer) => {
          if ('failure' in answer)
            return reject(pointFailure(runInWords(sweep, sweep.points[answer.index]!), answer.failure));
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
 * Points by their conditions, as the requests of one rate are drawn once and kept; within them small batches first,
 * because they make more of them and take longest, so that no long point is left over at the end.
 */
function longestFirst({ axes, points }: Sweep): number[] {
  const conditions = axes.filter(({ role }) => role === 'condition').map(({ option }) => option);
  const keys = points.map(({ coordinates }) => JSON.stringify(conditions.map((each) => coordinates[each])));
  const places = new Map([...new Set(keys)].map((key, place) => [key, place]));
  const order = (index: number) => places.get(keys[index]!)!;
  const size = (index: number) => {
    const { batchSize } = points[index]!.scenario;
    return batchSize === 'inf' ? Number.MAX_VALUE : batchSize;
  };
  return points.map((_, index) => index).sort((a, b) => order(a) - order(b) || size(a) - size(b) || a - b);
}

function pointFailure(where: string, { name, code, message }: Failure): Error {
  return Object.assign(new Error(`${where}: ${message}`), { name, code });
}
