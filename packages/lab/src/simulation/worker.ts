import { asProblem } from '../state/problem.js';
import type { Answer, Order } from './messages.js';
import { runScenario } from './run-scenario.js';

const texts = new Map<string, string>();

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  if (data.type === 'text') texts.set(data.name, data.text);
  else answer(data);
});

function answer({ id, scenario, withLog }: Extract<Order, { type: 'run' }>): void {
  try {
    const { point, log, notes } = runScenario(scenario, (name) => texts.get(name)!);
    const columns = withLog ? log.columns() : null;
    const buffers =
      columns === null
        ? []
        : [...Object.values(columns.requests), ...Object.values(columns.batches), columns.members].map(
            ({ buffer }) => buffer as ArrayBuffer,
          );
    tell({ type: 'done', id, point, notes, columns }, buffers);
  } catch (error) {
    tell({ type: 'failed', id, problem: asProblem(error) });
  }
}

function tell(message: Answer, transfer: ArrayBuffer[] = []): void {
  postMessage(message, { transfer });
}
