import { readScenario, type WrittenScenario } from 'lockstep/scenario';
import { describe, expect, test } from 'vitest';
import { ScenarioRunner } from '../../src/simulation/scenario-runner.js';
import { sweepPlan } from '../../src/simulation/sweep-plan.js';
import { type PointResult, sweepResult } from '../../src/simulation/sweep-result.js';
import { asProblem } from '../../src/state/problem.js';

const plan = (written: WrittenScenario, known: Parameters<typeof sweepPlan>[1] = null) => {
  const planned = sweepPlan(readScenario(written), known);
  return { ...planned, scenario: planned.sweep.scenario };
};

describe('a sweep', () => {
  test('has forty points, those at the rate asked for first', () => {
    const { scenario, points, rate } = plan({ rate: 3 });
    expect(scenario).toMatchObject({ batchSize: [1, 2, 4, 8, 16, 32, 64, 128], rate: [0.75, 1.5, 3, 6, 12] });
    expect(points).toHaveLength(40);
    expect(points.slice(0, 8).map((point) => point.rate)).toEqual(new Array(8).fill(3));
    expect(rate).toBe(3);
  });

  test('has the size that is asked for among its own, unbounded last', () => {
    expect(plan({ batchSize: 5 }).scenario.batchSize).toEqual([1, 2, 4, 5, 8, 16, 32, 64, 128]);
    expect(plan({ batchSize: 'inf' }).scenario.batchSize).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 'inf']);
  });

  test('takes the rate out of arrivals that name it, and has none where they have none', () => {
    expect(plan({ arrivals: 'gamma:2:cv=3' })).toMatchObject({
      rate: 2,
      scenario: { arrivals: 'gamma:cv=3' },
    });
    expect(plan({ arrivals: 'mmpp:1.5/0.5:0.1/0.1' })).toMatchObject({ rate: 1 });
    expect(plan({ arrivals: 'closed:4' })).toMatchObject({ rate: null, points: { length: 8 } });
    expect(plan({ arrivals: 'all-at-once' }).scenario).not.toHaveProperty('rate');
  });

  test('scales a trace to times its own rate, which stays exact', () => {
    const known = { requests: 100, traceRate: 5.5301364152832795 };
    const { scenario, rate } = plan({ trace: 'a.csv', scale: 2 }, known);
    expect(rate).toBe(known.traceRate);
    expect(scenario.rate).toEqual([1.4, 2.8, known.traceRate, 11, 22]);
    expect(scenario).not.toHaveProperty('scale');
  });

  test('of a long run is of its beginning, and says so', () => {
    const { scenario, notes } = plan({ requests: 1_000_000, warmup: 1000 });
    expect(scenario).toMatchObject({ requests: 200_000, warmup: 200 });
    expect(notes).toEqual([
      'The curves are of the first 200,000 of the 1,000,000 requests, so that they come in time.',
    ]);
    expect(plan({ trace: 'a.csv' }, { requests: 300_000, traceRate: null }).scenario.first).toBe(200_000);
  });
});

test('shows the rate asked for first, then all, and leaves out what cannot run', () => {
  const runner = new ScenarioRunner();
  const short = plan({ requests: 60, maxQueueSize: 20, wait: 'full' });
  const results = new Map<unknown, PointResult>();
  const shown = () => sweepResult(short, (point) => results.get(point));
  short.points.forEach((point, index) => {
    const result = shown();
    if (index < 8) expect(result).toBeNull();
    else expect(result).toMatchObject({ rate: 3, all: null, atRate: { points: { length: 5 } } });
    try {
      results.set(point, runner.run(point, undefined, () => {}).point);
    } catch (error) {
      results.set(point, asProblem(error));
    }
  });
  const { all, scenario, notes } = shown()!;
  expect(scenario.batchSize).toEqual([1, 2, 4, 8, 16]);
  expect(all!.points.map(({ rate, batchSize }) => [rate, batchSize]).slice(0, 6)).toEqual([
    [0.75, 1],
    [0.75, 2],
    [0.75, 4],
    [0.75, 8],
    [0.75, 16],
    [1.5, 1],
  ]);
  expect(notes).toEqual([
    expect.stringMatching(/^Batch sizes 32, 64, 128 are left out: batch size 32 with full: /),
  ]);
});
