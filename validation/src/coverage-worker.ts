// A worker thread: does one piece of the coverage check at a time.
import { parentPort } from 'node:worker_threads';
import { type CoverageTask, longRunTruth, tally, type Truth } from './coverage.js';

export interface Piece {
  readonly task: CoverageTask;
  /** Null to ask for the truth. */
  readonly truth: Truth | null;
}

parentPort!.on('message', ({ task, truth }: Piece) => {
  parentPort!.postMessage(truth === null ? longRunTruth(task) : tally(task, truth));
});
