import fc from 'fast-check';
import { byRank, type DecisionLog, type DecisionRecord, NO_BATCH, none } from 'lockstep/core';
import { affine } from 'lockstep/cost';
import { run, type RunOptions } from 'lockstep/simulation';
import { withTerms } from 'lockstep/workload';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resumeTime, stopTime } from '../support/fake-time.js';
import { type LiveRun, playLive } from '../support/live-driver.js';
import { listed } from '../support/listed-workload.js';
import { mostAlike, withinTokens } from '../support/policies.js';
import { eventfulRun } from '../support/scenarios.js';

beforeEach(stopTime);
afterEach(resumeTime);

// What you simulate is what you serve: one script of events through the simulator and through the batcher, on a clock
// that both see alike, and one log of decisions.

test('the batcher decides as the simulator does, in runs full of ties', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(eventfulRun, async (eventful) => {
      await expectSameDecisions({ ...eventful, cost: WHOLE_MS });
    }),
    { numRuns: 300 },
  );
});

test('with deadlines and compatibility keys too', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(eventfulRun, deadlines, keys, async (eventful, deadlineOf, keyOf) => {
      const counts = eventful.wait.least(eventful.maxBatchSize) > 1;
      await expectSameDecisions({
        ...eventful,
        cost: WHOLE_MS,
        requestTimeoutMs: (request) => deadlineOf[request % deadlineOf.length]!,
        ...(!counts && {
          workload: withTerms(eventful.workload, (request) => ({ key: keyOf[request % keyOf.length]! })),
        }),
      });
    }),
    { numRuns: 500 },
  );
});

test('with an order and a fill too', { timeout: 120_000 }, async () => {
  const shortestFirst = byRank('shortest', ({ terms }) => terms.promptTokens!);
  const fills = fc.constantFrom(null, withinTokens(40), mostAlike(12));
  const orders = fc.constantFrom(null, shortestFirst);
  await fc.assert(
    fc.asyncProperty(eventfulRun, orders, fills, deadlines, async (eventful, order, fill, deadlineOf) => {
      const requestTimeoutMs = (request: number) => deadlineOf[request % deadlineOf.length]!;
      await expectSameDecisions({ ...eventful, cost: WHOLE_MS, order, fill, requestTimeoutMs });
    }),
    { numRuns: 300 },
  );
});

test('a batch that ends because its last row was cancelled ends after the deadlines of that instant', async () => {
  await expectSameDecisions({
    maxBatchSize: 2,
    wait: none(),
    release: 'batch',
    cost: WHOLE_MS,
    workload: listed([
      [0, 30],
      [0, 2],
    ]),
    requestTimeoutMs: (request) => (request === 1 ? 25 : Infinity),
    cancellations: [{ request: 0, at: 25 }],
  });
});

/** ms after arrival; many requests have none. */
const deadlines = fc.array(fc.oneof(fc.constant(Infinity), fc.nat(60)), { minLength: 1, maxLength: 20 });
const keys = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 20 });

async function expectSameDecisions(options: RunOptions): Promise<void> {
  resumeTime();
  stopTime();
  expect(liveDecisions(await playLive(options))).toEqual(simulatedDecisions(options));
}

/** Timers fire at whole milliseconds, so batches take whole milliseconds. */
const WHOLE_MS = affine({ prefillMs: 3, stepMs: 2 });

/** All that was decided, and nothing that only a cost model knows: what rows without an answer would have written. */
function decision({ batch, startedAt, reason, engineFreeAt, endedAt, members }: DecisionRecord) {
  return {
    batch,
    startedAt,
    reason: reason === 'end' ? 'drain' : reason,
    engineFreeAt,
    endedAt,
    members: members.map(({ request, arrivedAt, blockedMs, formingMs, finishedAt, outcome }) => {
      return { request, arrivedAt, blockedMs, formingMs, finishedAt, outcome };
    }),
  };
}

function liveDecisions({ records, departures, answers }: LiveRun) {
  return {
    batches: records.map(decision),
    departures: departures
      .toSorted((a, b) => a.request - b.request)
      .map(({ request, leftAt, outcome }) => ({ request, leftAt, outcome })),
    answers,
  };
}

function simulatedDecisions(options: RunOptions) {
  const { log } = run(options);
  return { batches: [...log.records()].map(decision), ...withoutBatch(log) };
}

function withoutBatch(log: DecisionLog) {
  const requests = Array.from({ length: log.requestCount }, (_, request) => request);
  return {
    departures: requests
      .filter((request) => log.requests.batch[request] === NO_BATCH)
      .map((request) => ({
        request,
        leftAt: log.requests.finishedAt[request]!,
        outcome: log.outcomeOf(request),
      })),
    answers: requests.map((request) => log.outcomeOf(request)),
  };
}
