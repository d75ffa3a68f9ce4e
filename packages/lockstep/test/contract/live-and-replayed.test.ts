import fc from 'fast-check';
import { createBatcher, type Departure } from 'lockstep/batcher';
import {
  type DecisionRecord,
  type Fact,
  gap,
  none,
  oldest,
  Scheduler,
  type SchedulerOptions,
  type StartCommand,
  window,
} from 'lockstep/core';
import { expect, test } from 'vitest';
import { unexpected } from '../support/follow.js';

// By the real clock turns end when they may, some of them early: what a batcher says of its batches, told to a scheduler
// instant by instant, must make it start the same ones.

test(
  'a scheduler that is told what happened live starts the same batches',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(liveScript, async (script) => {
        const { records, departures } = await play(script);
        const starts = replay(script, records, departures);
        expect(starts).toEqual(
          records.map(({ startedAt, reason, members }) => ({
            startedAt,
            reason,
            members: members.map(({ request }) => request),
          })),
        );
      }),
      { numRuns: 200 },
    );
  },
);

/** How long a run takes: it answers at once, after some promises, when the event loop comes round, or by a timer. */
const pauses: Record<string, () => Promise<void>> = {
  none: async () => {},
  promises: async () => {
    for (let i = 0; i < 5; i++) await null;
  },
  tick: () => new Promise((resolve) => process.nextTick(resolve)),
  round: () => new Promise((resolve) => setImmediate(resolve)),
  timer: () => new Promise((resolve) => setTimeout(resolve, 1)),
};

interface Script extends SchedulerOptions {
  readonly clients: number;
  readonly items: number;
  readonly runs: readonly string[];
  readonly clientPauses: readonly string[];
  /** For some items: what passes before they are cancelled. */
  readonly cancels: readonly (string | null)[];
}

const pause = fc.constantFrom(...Object.keys(pauses));

const liveScript: fc.Arbitrary<Script> = fc.record({
  clients: fc.integer({ min: 1, max: 16 }),
  items: fc.integer({ min: 1, max: 80 }),
  maxBatchSize: fc.integer({ min: 1, max: 5 }),
  maxQueueSize: fc.oneof(fc.integer({ min: 5, max: 12 }), fc.constant(Infinity)),
  wait: fc.constantFrom(none(), oldest(1), window(1), gap(1)),
  runs: fc.array(pause, { minLength: 1, maxLength: 10 }),
  clientPauses: fc.array(fc.oneof(fc.constant('none'), pause), { minLength: 1, maxLength: 10 }),
  cancels: fc.array(fc.option(pause, { freq: 3 }), { minLength: 1, maxLength: 10 }),
});

async function play({
  clients,
  items,
  runs,
  clientPauses,
  cancels,
  maxBatchSize,
  maxQueueSize,
  wait,
}: Script) {
  const records: DecisionRecord[] = [];
  const departures: Departure[] = [];
  let run = 0;
  const batcher = createBatcher({
    run: async (batch: readonly number[]) => {
      await pauses[runs[run++ % runs.length]!]!();
      return batch;
    },
    maxBatchSize,
    maxQueueSize: maxQueueSize!,
    wait,
  });
  batcher.on('batch', (record) => records.push(record));
  batcher.on('departure', (departure) => departures.push(departure));
  let next = 0;
  const client = async () => {
    while (next < items) {
      const item = next++;
      const controller = new AbortController();
      const answer = batcher.submit(item, { signal: controller.signal });
      const cancel = cancels[item % cancels.length]!;
      if (cancel !== null)
        pauses[cancel]!()
          .then(() => controller.abort())
          .catch(unexpected);
      await answer.catch(() => {});
      await pauses[clientPauses[item % clientPauses.length]!]!();
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  await batcher.drain();
  return { records, departures };
}

function replay(
  options: SchedulerOptions,
  records: readonly DecisionRecord[],
  departures: readonly Departure[],
): { startedAt: number; reason: string; members: readonly number[] }[] {
  const byInstant = new Map<number, Fact[]>();
  const add = (at: number, fact: Fact) => byInstant.set(at, [...(byInstant.get(at) ?? []), fact]);
  const arrivals = [...records.flatMap(({ members }) => members), ...departures];
  arrivals.sort((a, b) => a.request - b.request);
  for (const { request, arrivedAt } of arrivals) add(arrivedAt, { type: 'arrived', request });
  for (const { request, leftAt, outcome } of departures) {
    if (outcome === 'cancelled') add(leftAt, { type: 'cancelled', request });
  }
  for (const { batch, startedAt, endedAt } of records) {
    add(startedAt, { type: 'woke' });
    add(endedAt, { type: 'finished', engine: 0, batch });
  }
  const scheduler = new Scheduler(options);
  return [...byInstant]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([startedAt, facts]) =>
      scheduler
        .step(startedAt, facts)
        .filter((command): command is StartCommand => command.type === 'start')
        .map(({ reason, members }) => ({ startedAt, reason, members })),
    );
}
