import { parentPort, workerData } from 'node:worker_threads';
import { resolveScenario, type Scenario } from 'lockstep/scenario';
import type { SweepPoint } from 'lockstep/simulation';
import { codeOf } from '../failure.js';
import { RememberingReader } from '../input/remembering-reader.js';
import { runPoint } from './run-point.js';

/** What a worker starts with. The texts of all input files come along, so that every worker sees the same. */
export interface WorkerStart {
  readonly scenario: Scenario;
  readonly texts: Map<string, string>;
}

/** An error of a worker. */
export interface Failure {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

/** What a worker answers for the index that it was sent. Of an error only what is named here survives the way. */
export type WorkerAnswer =
  | { readonly index: number; readonly point: SweepPoint }
  | { readonly index: number; readonly failure: Failure };

const { scenario, texts } = workerData as WorkerStart;
const resolved = resolveScenario(scenario, new RememberingReader(texts).readText);

parentPort!.on('message', (index: number) => {
  parentPort!.postMessage(answer(index));
});

function answer(index: number): WorkerAnswer {
  try {
    return { index, point: runPoint(resolved, resolved.configurations[index]!).point };
  } catch (error) {
    const { name, message } = error as Error;
    return { index, failure: { name, code: codeOf(error as Error), message } };
  }
}
