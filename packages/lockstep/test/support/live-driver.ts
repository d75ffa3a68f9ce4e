import type { BatchContext, Departure } from 'lockstep/batcher';
import { DecisionLog, type DecisionRecord, type Outcome } from 'lockstep/core';
import type { RunOptions } from 'lockstep/simulation';
import { vi } from 'vitest';
import { Batcher } from '../../src/batcher/batcher.js';
import { settingsOf } from '../../src/batcher/settings.js';
import { promises, settle } from './fake-time.js';
import { unexpected } from './follow.js';

/** A request as the engine below sees it. */
interface Row {
  readonly request: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
}

/** What a live run decided, in the words of a simulation. */
export interface LiveRun {
  readonly records: readonly DecisionRecord[];
  readonly departures: readonly Departure[];
  /** How `submit` ended, by request: a value or the name of the error. */
  readonly answers: readonly string[];
}

/** Plays what a simulation was given to a batcher, on fake time that begins at 0 (`stopTime` before). */
export async function playLive(options: RunOptions): Promise<LiveRun> {
  const { maxBatchSize, maxQueueSize = Infinity, wait, release = 'batch', cost } = options;
  const records: DecisionRecord[] = [];
  const departures: Departure[] = [];
  const answers: string[] = [];
  const log = new DecisionLog();
  const { order = null, fill = null } = options;
  const settings = settingsOf<Row, string, never>({
    run: (rows, context) => runInFakeTime(rows, context, cost),
    maxBatchSize,
    maxQueueSize,
    wait,
    release: release === 'batch' ? 'batch' : 'request',
    ...(options.workload.drawTerms !== undefined && {
      key: ({ request }: Row) => log.termsOf(request).key ?? '',
    }),
    measure: { promptTokens: (row) => row.promptTokens, outputTokens: (text) => text.length },
  });
  const batcher = new Batcher({ ...settings, order, fill });
  batcher.on('batch', (record) => records.push(record));
  batcher.on('departure', (departure) => departures.push(departure));

  const source = options.workload.open();
  const cancels = (options.cancellations ?? []).toSorted((a, b) => a.at - b.at);
  const controllers: AbortController[] = [];
  let cancelled = 0;
  let drained = false;
  for (;;) {
    // A batch that ends now has ended before anything else of this instant, as in the scheduler's order of facts.
    await promises();
    const now = performance.now();
    while (source.nextAt === now) {
      const request = source.take(log);
      controllers.push(submit(batcher, request, log, options, answers));
    }
    while (cancels[cancelled]?.at === now) controllers[cancels[cancelled++]!.request]!.abort();
    // The simulator is told that the workload has ended; a batcher is told to drain.
    if (source.exhausted && !drained && wait.least(maxBatchSize) > 1) {
      drained = true;
      batcher.drain().catch(unexpected);
    }
    await settle();
    const { waiting, running } = batcher.stats();
    if (
      source.exhausted &&
      waiting === 0 &&
      running === 0 &&
      cancelled === cancels.length &&
      vi.getTimerCount() === 0
    ) {
      return { records, departures, answers };
    }
    vi.advanceTimersByTime(1);
  }
}

function submit(
  batcher: Batcher<Row, string>,
  request: number,
  log: DecisionLog,
  { requestTimeoutMs }: RunOptions,
  answers: string[],
): AbortController {
  const controller = new AbortController();
  const row = {
    request,
    promptTokens: log.requests.promptTokens[request]!,
    outputTokens: log.requests.outputTokens[request]!,
  };
  const timeoutMs = typeof requestTimeoutMs === 'function' ? requestTimeoutMs(request) : requestTimeoutMs;
  batcher.submit(row, { signal: controller.signal, timeoutMs }).then(
    () => (answers[request] = 'completed'),
    (error: Error) => (answers[request] = OUTCOME_OF[error.name]!),
  );
  return controller;
}

const OUTCOME_OF: Record<string, Outcome> = {
  AbortError: 'cancelled',
  DeadlineError: 'expired',
  QueueFullError: 'rejected',
};

/** An engine that takes the time of a cost model, answers each row at its own end, and drops those not wanted. */
function runInFakeTime(
  rows: readonly Row[],
  context: BatchContext<string, never>,
  cost: RunOptions['cost'],
): Promise<string[]> {
  const startedAt = performance.now();
  const prompts = rows.map(({ promptTokens }) => promptTokens);
  const time = cost.time({
    size: rows.length,
    longestPrompt: Math.max(...prompts),
    longestOutput: Math.max(...rows.map(({ outputTokens }) => outputTokens)),
    promptTokens: prompts.reduce((a, b) => a + b, 0),
    squaredPromptTokens: prompts.reduce((a, b) => a + b * b, 0),
  });
  const outputs = rows.map(({ outputTokens }) => 'x'.repeat(outputTokens));
  return new Promise((resolve, reject) => {
    const timers = rows.map(({ outputTokens }, row) =>
      setTimeout(() => context.answer(row, outputs[row]!), time.tokenMs(outputTokens)),
    );
    const endAt = () => {
      const wanted = rows.filter((_, row) => !context.signals[row]!.aborted);
      const longest = Math.max(...wanted.map(({ outputTokens }) => outputTokens));
      return wanted.length === rows.length ? time.durationMs : time.tokenMs(longest);
    };
    const end = () => resolve(outputs);
    let ending = setTimeout(end, time.durationMs);
    const stop = () => [...timers, ending].forEach((timer) => clearTimeout(timer));
    context.signals.forEach((signal) =>
      signal.addEventListener('abort', () => {
        if (context.signal.aborted || context.signals.every(({ aborted }) => aborted)) return;
        clearTimeout(ending);
        const left = startedAt + endAt() - performance.now();
        if (left > 0) ending = setTimeout(end, left);
        else end();
      }),
    );
    context.signal.addEventListener('abort', () => {
      stop();
      reject(context.signal.reason as Error);
    });
  });
}
