import type { LogColumns } from 'lockstep/core';
import { readScenario } from 'lockstep/scenario';
import { asProblem } from '../state/problem.js';
import type { Answer, Order, RunOrder } from './messages.js';
import { MissingText, ScenarioRunner } from './scenario-runner.js';

/** Enough for the compiler of the browser to see what is hot. */
const WARM_UP = { requests: 2000 };

const runner = new ScenarioRunner();

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  switch (data.type) {
    case 'text':
      return runner.tell(data.name, data.text);
    case 'run':
      return answer(data);
    case 'warm':
      for (const batchSize of [1, 8, 32]) {
        runner.run(readScenario({ ...WARM_UP, batchSize }), undefined, () => {});
      }
  }
});

function answer({ id, scenario, withLog, capacity }: RunOrder): void {
  try {
    const progress = (share: number) => tell({ type: 'progress', id, share });
    const { log, ...result } = runner.run(scenario, capacity, progress);
    const columns = withLog ? log.columns() : null;
    tell({ type: 'done', id, ...result, columns }, columns === null ? [] : buffersOf(columns));
  } catch (error) {
    if (error instanceof MissingText) tell({ type: 'needs', id, name: error.file });
    else tell({ type: 'failed', id, problem: asProblem(error) });
  }
}

function buffersOf({ requests, batches, members }: LogColumns): ArrayBuffer[] {
  return [...Object.values(requests), ...Object.values(batches), members].map(
    ({ buffer }) => buffer as ArrayBuffer,
  );
}

function tell(message: Answer, transfer: ArrayBuffer[] = []): void {
  postMessage(message, { transfer });
}
