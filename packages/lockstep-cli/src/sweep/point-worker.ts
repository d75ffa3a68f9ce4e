import { parentPort, workerData } from 'node:worker_threads';
import { scenarioResolver, type SweepRun } from 'lockstep/scenario';
import type { SweepPoint } from 'lockstep/simulation';
import { codeOf } from '../failure.js';
import { RememberingReader } from '../input/remembering-reader.js';
import { runPoint } from './run-point.js';

/** What a worker starts with: the texts of all input files, so that every worker sees the same. */
export interface WorkerStart {
  readonly texts: Map<string, string>;
}

/** A point to simulate. */
export interface WorkerOrder {
  readonly index: number;
  readonly run: SweepRun;
}

/** An error of a worker. */
export interface Failure {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

/** What a worker answers. Of an error only what is named here survives the way. */
export type WorkerAnswer =
  | { readonly index: number; readonly point: SweepPoint }
  | { readonly index: number; readonly failure: Failure };

const { texts } = workerData as WorkerStart;
const resolve = scenarioResolver(new RememberingReader(texts).readText);

parentPort!.on('message', (order: WorkerOrder) => {
  parentPort!.postMessage(answer(order));
});

function answer({ index, run }: WorkerOrder): WorkerAnswer {
  try {
    return { index, point: runPoint(run, resolve(run.scenario)).point };
  } catch (error) {
    const { name, message } = error as Error;
    return { index, failure: { name, code: codeOf(error as Error), message } };
  }
}
