import { type Batcher, type BatchContext, createBatcher, type Departure } from 'lockstep/batcher';
import type { DecisionRecord } from 'lockstep/core';
import type { Behaviour, Meddling, Script, Submission } from './batcher-script.js';
import { pass } from './fake-time.js';
import { unexpected } from './follow.js';

/** An item and all that became of it. */
export interface Item extends Submission {
  readonly id: number;
  readonly controller: AbortController | null;
  readonly submittedAt: number;
  /** How often `run` got it. */
  runs: number;
  /** Whether a run has answered it before its end. */
  answered: boolean;
  /** Parts that its callback was given. */
  parts: number;
  /** How often its promise was settled, and with what. */
  settled: number;
  value?: string;
  error?: Error;
}

/** One call of `run` that has not settled. */
interface Going {
  readonly signal: AbortSignal;
  abortedAt: number;
}

type Context = BatchContext<string, string>;

/** Plays a script to a batcher in fake time and holds each call of `run` to the rules; what came of it is for the test. */
export class WatchedBatcher {
  readonly items: Item[] = [];
  readonly records: DecisionRecord[] = [];
  readonly departures: Departure[] = [];
  readonly batcher: Batcher<Item, string, string>;
  drains = 0;
  drained = 0;
  /** What was found wrong where it cannot be thrown. */
  readonly wrongs: string[] = [];
  private readonly going = new Set<Going>();
  private readonly shared = new AbortController();
  private calls = 0;
  private meddlings = 0;

  constructor(private readonly script: Script) {
    const { maxBatchSize, maxQueueSize, wait, release, maxReruns, runTimeoutMs, abortGraceMs, refuseLate } =
      script;
    this.batcher = createBatcher<Item, string, string>({
      ...{ maxBatchSize, maxQueueSize, wait, release, maxReruns, runTimeoutMs, abortGraceMs, refuseLate },
      key: ({ key }) => key,
      run: (items, context) => this.run(items, context),
    });
    this.batcher.on('batch', (record) => {
      this.records.push(record);
      this.meddle();
    });
    this.batcher.on('departure', (departure) => {
      this.departures.push(departure);
      this.meddle();
    });
  }

  async play(): Promise<void> {
    for (const action of this.script.actions) {
      if (action.kind === 'submit') this.submit(action.items, action.together);
      else if (action.kind === 'abort') this.abort(action.back);
      else if (action.kind === 'drain') this.drain(action.queued, action.timeoutMs);
      else await pass(action.ms);
      this.expectStatsToAddUp();
    }
    this.drain('finish', Infinity);
    // A run takes 33 ms at most, and every item may be run several times.
    for (let ms = 0; this.drained < this.drains && ms < 20_000; ms += 10) await pass(10);
    await pass(5);
    this.expectStatsToAddUp();
  }

  expectStatsToAddUp(): void {
    const { submitted, completed, failed, rejected, cancelled, expired, waiting, running } =
      this.batcher.stats();
    const outcomes = { submitted, completed, failed, rejected, cancelled, expired, waiting, running };
    const sum = completed + failed + rejected + cancelled + expired + waiting + running;
    if (sum !== submitted || Object.values(outcomes).some((count) => count < 0)) {
      this.wrongs.push(`stats do not add up: ${JSON.stringify(outcomes)}`);
    }
  }

  private submit(submissions: readonly Submission[], together: boolean): void {
    const items = submissions.map((submission) => this.item(submission));
    const promises = together
      ? this.batcher.submitAll(items, (item) => this.options(item))
      : items.map((item) => this.batcher.submit(item, this.options(item)));
    promises.forEach((promise, i) => this.follow(items[i]!, promise));
  }

  private item(submission: Submission): Item {
    const controllers = { own: new AbortController(), shared: this.shared, none: null };
    const item = {
      ...submission,
      id: this.items.length,
      controller: controllers[submission.signal],
      submittedAt: performance.now(),
      runs: 0,
      answered: false,
      parts: 0,
      settled: 0,
    };
    this.items.push(item);
    return item;
  }

  private options(item: Item) {
    const { controller, timeoutMs, onPart } = item;
    const take = (part: string) => {
      if (part === 'late') this.wrongs.push(`a part for ${item.id} of a run that had ended`);
      if (item.settled > 0 && this.script.release === 'request')
        this.wrongs.push(`a part after the answer of ${item.id}`);
      item.parts++;
      if (onPart.startsWith('aborts')) controller?.abort();
      if (onPart.endsWith('throws')) throw new Error('onPart');
    };
    return { signal: controller?.signal, timeoutMs, onPart: onPart === 'none' ? undefined : take };
  }

  private follow(item: Item, promise: Promise<string>): void {
    promise.then(
      (value) => {
        item.settled++;
        item.value = value;
      },
      (error: Error) => {
        item.settled++;
        item.error = error;
      },
    );
  }

  private abort(back: number): void {
    this.items.at(-1 - back)?.controller?.abort();
  }

  private drain(queued: 'finish' | 'reject', timeoutMs: number): void {
    this.drains++;
    this.batcher
      .drain({ queued, timeoutMs })
      .then(() => this.drained++)
      .catch(unexpected);
  }

  private meddle(): void {
    const meddling: Meddling = this.script.meddling[this.meddlings++ % this.script.meddling.length]!;
    // Not forever: what is submitted here meddles again.
    if (meddling === 'no' || this.meddlings > 60) return;
    if (meddling === 'aborts') for (let back = 0; back < 3; back++) this.abort(back + (this.meddlings % 3));
    else if (meddling === 'drains' && this.meddlings > 20) this.drain('reject', 10);
    else if (meddling === 'submits') {
      this.submit([{ poison: false, key: 'a', signal: 'own', timeoutMs: undefined, onPart: 'takes' }], false);
    }
  }

  private run(items: readonly Item[], context: Context): Promise<string[]> {
    const now = performance.now();
    for (const { signal, abortedAt } of this.going) {
      const givenUp = signal.aborted && now - abortedAt >= this.script.abortGraceMs;
      if (!givenUp) this.wrongs.push(`a run began at ${now} while another was going on`);
    }
    if (items.length > this.script.maxBatchSize) this.wrongs.push(`${items.length} items in one run`);
    if (new Set(items.map(({ key }) => key)).size > 1) this.wrongs.push('keys share a run');
    for (const item of items) {
      item.runs++;
      if (item.settled > 0) this.wrongs.push(`item ${item.id} was run after it had been settled`);
      if (item.answered) this.wrongs.push(`item ${item.id} was run after it had been answered`);
      if (item.parts > 0) this.wrongs.push(`item ${item.id} was run after its parts had left`);
    }
    const behaviour = this.script.behaviours[this.calls++ % this.script.behaviours.length]!;
    const going: Going = { signal: context.signal, abortedAt: Infinity };
    context.signal.addEventListener('abort', () => (going.abortedAt = performance.now()));
    this.going.add(going);
    const ended = () => {
      this.going.delete(going);
      // A run that goes on after its end is not heard.
      setImmediate(() => {
        context.emit(0, 'late');
        context.answer(0, 'late');
      });
    };
    this.meddle();
    try {
      const outputs = behave(behaviour, items, context);
      outputs.then(ended, ended);
      return outputs;
    } catch (error) {
      ended();
      throw error;
    }
  }
}

export const answerOf = ({ id }: Item): string => `answer ${id}`;

/** Throws before it gives a promise, gives one, or never settles: as a run may. */
function behave(behaviour: Behaviour, items: readonly Item[], context: Context): Promise<string[]> {
  const outputs = items.map(answerOf);
  switch (behaviour.kind) {
    case 'hangs':
      return new Promise((_, reject) => {
        if (!behaviour.heedsAbort) return;
        context.signal.addEventListener('abort', () => reject(context.signal.reason as Error));
      });
    case 'garbage':
      return Promise.resolve(
        {
          nothing: undefined as unknown as string[],
          'too few': outputs.slice(1),
          'too many': [...outputs, 'one more'],
          text: 'abc' as unknown as string[],
        }[behaviour.answer],
      );
    case 'throws': {
      const fail = () => {
        emit(behaviour.emitting, items, context);
        throw new Error('engine');
      };
      return behaviour.atOnce ? fail() : pause(behaviour.afterMs, context.signal).then(fail);
    }
    case 'answers':
      return answer(behaviour, items, context);
  }
}

async function answer(
  { afterMs, emitting, early, faulty, atOnce }: Extract<Behaviour, { kind: 'answers' }>,
  items: readonly Item[],
  context: Context,
): Promise<string[]> {
  const outputs = items.map((item, row) => (has(faulty, row) ? new Error('row') : answerOf(item)));
  if (atOnce) emit(emitting, items, context);
  await pause(afterMs >> 1, context.signal);
  if (!atOnce) emit(emitting, items, context);
  outputs.forEach((output, row) => {
    if (!has(early, row)) return;
    context.answer(row, output);
    if (!context.signal.aborted) items[row]!.answered = true;
  });
  await pause(afterMs - (afterMs >> 1), context.signal);
  if (items.some(({ poison }) => poison)) throw new Error('poison');
  return outputs as string[];
}

const has = (rows: number, row: number): boolean => ((rows >> (row % 8)) & 1) === 1;

function emit(rows: number, items: readonly Item[], context: Context): void {
  items.forEach((_, row) => {
    if (has(rows, row)) context.emit(row, 'part');
  });
}

/** Rejects when it is aborted meanwhile. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
