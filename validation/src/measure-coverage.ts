import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  type Coverage,
  type CoverageTask,
  FIGURES,
  leastRequests,
  LOADS,
  SYSTEMS,
  type SystemName,
  type tally,
  type Truth,
} from './coverage.js';
import type { Piece } from './coverage-worker.js';

/** Long runs that tell a truth, with seeds that no other run has. */
export const LONG_RUNS = { runs: 24, requests: 400_000, fromSeed: 1_000_001 } as const;

const PIECES = 10;

/** Measures the coverage of every system at every load, in worker threads. @param runs per system and load */
export async function measureCoverage(runs: number, tell: (progress: string) => void): Promise<Coverage[]> {
  const pool = new Pool();
  try {
    const cases = (Object.keys(SYSTEMS) as SystemName[]).flatMap((system) =>
      LOADS.map(async (load) => {
        const truth = SYSTEMS[system].truth?.(load) ?? (await longRuns(pool, system, load));
        const requests = leastRequests(system, load);
        const found = await cover(pool, { system, load, requests }, truth, runs);
        tell(`interval coverage of ${system} at load ${load}`);
        return found;
      }),
    );
    return (await Promise.all(cases)).flat();
  } finally {
    await pool.close();
  }
}

async function cover(
  pool: Pool,
  what: Pick<CoverageTask, 'system' | 'load' | 'requests'>,
  truth: Truth,
  runs: number,
): Promise<Coverage[]> {
  const parts = await Promise.all(
    seedRanges(1, runs).map((seeds) =>
      pool.do<ReturnType<typeof tally>>({ task: { ...what, ...seeds }, truth }),
    ),
  );
  return FIGURES.map((figure) => ({
    ...what,
    figure,
    truth: truth[figure],
    runs,
    intervals: parts.reduce((sum, part) => sum + part[figure].intervals, 0),
    holding: parts.reduce((sum, part) => sum + part[figure].holding, 0),
  }));
}

async function longRuns(pool: Pool, system: SystemName, load: number): Promise<Truth> {
  const { runs, requests, fromSeed } = LONG_RUNS;
  const truths = await Promise.all(
    Array.from({ length: runs }, (_, run) => {
      const seed = fromSeed + run;
      return pool.do<Truth>({ task: { system, load, requests, fromSeed: seed, toSeed: seed }, truth: null });
    }),
  );
  const mean = (figure: (typeof FIGURES)[number]) =>
    truths.reduce((sum, truth) => sum + truth[figure], 0) / truths.length;
  return Object.fromEntries(FIGURES.map((figure) => [figure, mean(figure)])) as Truth;
}

function seedRanges(from: number, count: number): Pick<CoverageTask, 'fromSeed' | 'toSeed'>[] {
  return Array.from({ length: PIECES }, (_, piece) => ({
    fromSeed: from + Math.floor((piece * count) / PIECES),
    toSeed: from + Math.floor(((piece + 1) * count) / PIECES) - 1,
  }));
}

interface Job {
  readonly piece: Piece;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** As many worker threads as the machine has processors; each does one piece at a time. */
class Pool {
  private readonly waiting: Job[] = [];
  private readonly idle: Worker[] = [];
  private readonly running = new Map<Worker, Job>();

  constructor() {
    for (let i = 0; i < availableParallelism(); i++) {
      const worker = new Worker(new URL('./coverage-worker.js', import.meta.url));
      worker.on('message', (result) => {
        this.running.get(worker)!.resolve(result);
        this.running.delete(worker);
        this.idle.push(worker);
        this.next();
      });
      worker.on('error', (error: Error) => this.running.get(worker)?.reject(error));
      this.idle.push(worker);
    }
  }

  do<Result>(piece: Piece): Promise<Result> {
    return new Promise<unknown>((resolve, reject) => {
      this.waiting.push({ piece, resolve, reject });
      this.next();
    }) as Promise<Result>;
  }

  async close(): Promise<void> {
    const workers = [...this.idle, ...this.running.keys()];
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  private next(): void {
    while (this.idle.length > 0 && this.waiting.length > 0) {
      const worker = this.idle.pop()!;
      const job = this.waiting.shift()!;
      this.running.set(worker, job);
      worker.postMessage(job.piece);
    }
  }
}
