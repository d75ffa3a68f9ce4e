import fc from 'fast-check';
import { full, none, oldest } from 'lockstep/core';
import { affine } from 'lockstep/cost';
import { simulate, type SimulationOptions } from 'lockstep/simulation';
import { describe, expect, test } from 'vitest';
import { listed, type Row } from '../support/listed-workload.js';
import { demandingRun, eventfulRun } from '../support/scenarios.js';

describe('a larger batch size changes nothing', () => {
  const burst: SimulationOptions = {
    maxBatchSize: 4,
    wait: oldest(50),
    cost: affine({ prefillMs: 50, stepMs: 50 }),
    workload: listed([
      ...Array.from({ length: 200 }, (_, i): Row => [i * 10_000, 20]),
      ...Array.from({ length: 8 }, (): Row => [2_000_000, 20]),
    ]),
  };

  test('is not said where one batch in a hundred was full, and it changes the p99', () => {
    const four = simulate(burst).summary;
    const eight = simulate({ ...burst, maxBatchSize: 8 }).summary;
    expect(four.batches.closedBy.full / four.batches.count).toBeLessThan(0.01);
    expect(eight.e2eLatencyMs.p99).toBeLessThan(four.e2eLatencyMs.p99!);
    expect(four.limitedByWaitRule).toBe(false);
    expect(eight.limitedByWaitRule).toBe(false);
    expect(simulate({ ...burst, maxBatchSize: 9 }).summary.limitedByWaitRule).toBe(true);
  });

  test('is not said of an unbounded batch, which has no larger one', () => {
    expect(simulate({ ...burst, maxBatchSize: Infinity }).summary.limitedByWaitRule).toBe(false);
  });

  test('is not said where the full batch was in the warm-up', () => {
    const rows: Row[] = [[0], [0], [0], [90], [9_000], [19_000]];
    const options = { ...burst, maxBatchSize: 2, workload: listed(rows) };
    expect(simulate({ ...options, warmup: 3 }).summary).toMatchObject({
      batches: { closedBy: { full: 0 } },
      limitedByWaitRule: false,
    });
  });

  test('is true wherever it is said: no larger size makes another decision', () => {
    let said = 0;
    fc.assert(
      fc.property(fc.oneof(eventfulRun, demandingRun), fc.integer({ min: 1, max: 60 }), (run, more) => {
        if (run.wait.name === 'full') return;
        const small = simulate({ ...run, capacity: null });
        if (!small.summary.limitedByWaitRule) return;
        said++;
        const large = simulate({ ...run, maxBatchSize: run.maxBatchSize + more, capacity: null });
        expect([...large.log.records()]).toEqual([...small.log.records()]);
        expect(large.summary.e2eLatencyMs).toEqual(small.summary.e2eLatencyMs);
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(said).toBeGreaterThan(20);
  });
});

describe('sizes of requests', () => {
  const sentence = (outputs: readonly number[]) =>
    simulate({
      maxBatchSize: 2,
      wait: none(),
      cost: affine({ stepMs: 10 }),
      workload: listed(outputs.map((tokens, i): Row => [i * 5, tokens])),
      capacity: null,
    }).summary.limitations.noPrioritization.sentence;
  const filled = (tokens: number, count: number) => new Array<number>(count).fill(tokens);

  test('one request in twenty is shorter: they are not all of one size', () => {
    expect(sentence(filled(5, 40))).toMatch(/^All requests are of one size/);
    expect(sentence([...filled(5, 38), 1, 2])).toMatch(
      /^At least nine tenths of the requests are of one size, and the others are shorter/,
    );
  });

  test('what is said of sizes is so', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 40 }), (outputs) => {
        const said = sentence(outputs);
        const largest = Math.max(...outputs);
        const ofLargest = outputs.filter((tokens) => tokens === largest).length;
        expect(said.startsWith('All requests are of one size')).toBe(ofLargest === outputs.length);
        if (said.startsWith('At least nine tenths'))
          expect(ofLargest / outputs.length).toBeGreaterThanOrEqual(0.9);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  test('of a run in which nothing completed nothing is said', () => {
    const { limitations } = simulate({
      maxBatchSize: 1,
      wait: none(),
      cost: affine({ stepMs: 10 }),
      workload: listed([
        [0, 5],
        [1, 5],
      ]),
      requestTimeoutMs: 1,
    }).summary;
    for (const { sentence } of [
      limitations.headOfLineBlocking,
      limitations.batchFormationDelay,
      limitations.noPrioritization,
    ]) {
      expect(sentence).toBe('No request completed.');
    }
  });

  test('slots of rows that expired did not go to finished rows alone', () => {
    const wasted = (requestTimeoutMs?: number) =>
      simulate({
        maxBatchSize: 2,
        wait: full(),
        cost: affine({ stepMs: 10 }),
        workload: listed([
          [0, 4],
          [0, 9],
        ]),
        ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
      }).summary.limitations.wastedSlots.sentence;
    expect(wasted(60)).toContain('have already finished or were given up');
    expect(wasted()).not.toContain('given up');
  });
});
