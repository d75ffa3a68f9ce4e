import { readScenario, resolveScenario, type WrittenScenario } from 'lockstep/scenario';
import { coordinatesOf, simulate } from 'lockstep/simulation';
import type { ShownRun } from '../../src/simulation/shown-run.js';
import { TimelineRun } from '../../src/timeline/run/timeline-run.js';

/** The timeline of a simulated run. */
export function runOf(written: WrittenScenario): TimelineRun {
  const scenario = readScenario(written);
  const { configuration, options } = resolveScenario(scenario, () => '');
  const { summary, log } = simulate(options());
  const shown: ShownRun = {
    title: 'a run',
    point: { coordinates: coordinatesOf(configuration), ...configuration, ...summary },
    release: scenario.release,
    log,
    notes: [],
    scenario,
    traceRate: null,
  };
  return new TimelineRun(shown);
}

/** Runs that differ in what can happen to a request. */
export const SOME_RUNS: Readonly<Record<string, WrittenScenario>> = {
  'a calm run': { requests: 300, batchSize: 8, rate: 3 },
  'an overload': { requests: 700, batchSize: 4, rate: 30 },
  rejections: { requests: 400, batchSize: 4, rate: 20, maxQueueSize: 12 },
  deadlines: { requests: 400, batchSize: 8, rate: 12, requestTimeout: '900ms' },
  'all at once': { requests: 200, arrivals: 'all-at-once', batchSize: 16 },
  'one batch of all': { requests: 500, arrivals: 'all-at-once', batchSize: 'inf' },
  'held open': { requests: 200, batchSize: 6, rate: 2, wait: 'gap:400ms', release: 'token' },
  'one request': { requests: 1 },
};
