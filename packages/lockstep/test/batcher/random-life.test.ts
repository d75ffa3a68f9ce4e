import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Script, script } from '../support/batcher-script.js';
import { resumeTime, stopTime } from '../support/fake-time.js';
import { answerOf, type Item, WatchedBatcher } from '../support/watched-batcher.js';

beforeEach(stopTime);
afterEach(resumeTime);

// Whatever its users, its engine and its listeners do: nothing is lost, nothing is told twice.

test('a batcher keeps its word through random lives', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(script, async (life) => {
      resumeTime();
      stopTime();
      const watched = new WatchedBatcher(life);
      await watched.play();
      expect(watched.wrongs).toEqual([]);
      expectAllSettledOnce(watched, life);
      expectAllToldOnce(watched);
      expectTruthfulRecords(watched, life);
      expect(watched.drained).toBe(watched.drains);
      expect(watched.batcher.stats()).toMatchObject({
        waiting: 0,
        running: 0,
        batches: watched.records.length,
      });
      expect(vi.getTimerCount()).toBe(0);
    }),
    { numRuns: 500 },
  );
});

function expectAllSettledOnce({ items, drains }: WatchedBatcher, life: Script): void {
  for (const item of items) {
    expect(item.settled).toBe(1);
    if (item.error === undefined) {
      expect(item.value).toBe(answerOf(item));
      expect(item.runs).toBeGreaterThan(0);
    } else {
      expect(mayBe(item.error, item, life, drains > 0)).toBe('allowed');
    }
    expect(item.runs).toBeLessThanOrEqual(
      1 + Math.min(life.maxReruns, 1 + Math.ceil(Math.log2(items.length))),
    );
  }
}

/** 'allowed', or what is wrong with it. */
function mayBe({ name, message }: Error, item: Item, life: Script, drained: boolean): string {
  const allowed: Record<string, boolean> = {
    AbortError: item.controller?.signal.aborted === true,
    DeadlineError: item.timeoutMs !== undefined,
    QueueFullError: life.maxQueueSize < Infinity && item.runs === 0,
    DrainingError: drained,
    RunError: item.runs > 0,
    RunTimeoutError: item.runs > 0,
    Error: message === 'onPart' ? item.parts > 0 : item.runs > 0,
  };
  return allowed[name] === true ? 'allowed' : `${name}: ${message} for ${JSON.stringify(item)}`;
}

function expectAllToldOnce({ batcher, records, departures }: WatchedBatcher): void {
  const told = [
    ...records.flatMap(({ members }) => members.map(({ request }) => request)),
    ...departures.map(({ request }) => request),
  ];
  const all = Array.from({ length: batcher.stats().submitted }, (_, request) => request);
  expect(told.toSorted((a, b) => a - b)).toEqual(all);
}

function expectTruthfulRecords(
  { batcher, records, departures }: WatchedBatcher,
  { maxBatchSize }: Script,
): void {
  const counts = { completed: 0, failed: 0, cancelled: 0, expired: 0, rejected: 0, pending: 0 };
  for (const { outcome, arrivedAt, leftAt } of departures) {
    counts[outcome]++;
    expect(leftAt).toBeGreaterThanOrEqual(arrivedAt);
  }
  let freeAt = -Infinity;
  records.forEach(({ batch, startedAt, endedAt, engineFreeAt, members, reruns }, index) => {
    expect(batch).toBe(index);
    expect(engineFreeAt ?? -Infinity).toBe(freeAt);
    freeAt = endedAt;
    const requests = members.map(({ request }) => request);
    expect(requests).toEqual(requests.toSorted((a, b) => a - b));
    expect(members.length).toBeLessThanOrEqual(maxBatchSize);
    for (const member of members) {
      counts[member.outcome]++;
      expectInOrder([
        member.arrivedAt,
        startedAt,
        member.firstTokenAt ?? startedAt,
        member.finishedAt,
        endedAt,
      ]);
      expect(member.blockedMs + member.formingMs).toBe(startedAt - member.arrivedAt);
      if (member.outcome === 'completed') expect(member.firstTokenAt).not.toBeNull();
    }
    let at = startedAt;
    for (const rerun of reruns) {
      expectInOrder([at, rerun.startedAt, rerun.endedAt, endedAt]);
      at = rerun.endedAt;
      expect(requests).toEqual(expect.arrayContaining([...rerun.members]));
    }
  });
  expect(counts.pending).toBe(0);
  expect(batcher.stats()).toMatchObject({
    completed: counts.completed,
    failed: counts.failed,
    cancelled: counts.cancelled,
    expired: counts.expired,
    rejected: counts.rejected,
  });
}

function expectInOrder(instants: readonly number[]): void {
  expect(instants).toEqual(instants.toSorted((a, b) => a - b));
}
