import type { DecisionLog } from 'lockstep/core';
import { type ResolvedScenario, scenarioResolver, type Sweep } from 'lockstep/scenario';
import { mergeSweep, type SweepResult } from 'lockstep/simulation';
import { RememberingReader } from '../input/remembering-reader.js';
import { interruptible } from '../interruptible.js';
import { chosenPoint } from './chosen-point.js';
import { openProgress } from '../terminal/progress.js';
import { runPoint } from './run-point.js';
import { runPoints } from './run-points.js';
import { ownPaceNote } from './own-pace.js';

export interface SweepRunResult {
  readonly result: SweepResult;
  readonly notes: readonly string[];
  /** Runs the point that best shows the sweep again, for its log; null when no point is stable. */
  timeline(): { point: number; log: DecisionLog } | null;
}

/** Runs a sweep on worker threads, with a progress bar where there is a terminal, until it is done or stopped. */
export async function runSweep(sweep: Sweep, workers: number): Promise<SweepRunResult> {
  const reader = new RememberingReader();
  const resolve = scenarioResolver(reader.readText);
  // What is wrong with any of the points comes to light here, not halfway.
  const { notes, traceRate } = about(sweep.points.map(({ scenario }) => resolve(scenario)));
  const points = await interruptible(async (signal) => {
    const progress = openProgress(sweep.points.length, 'points');
    const options = { texts: reader.texts, sweep, workers, signal, onProgress: progress.show };
    return runPoints(options).finally(progress.stop);
  });
  const result = mergeSweep(sweep.axes, points);
  const pace = ownPaceNote(traceRate, sweep.scenario, result);
  return {
    result,
    notes: pace === null ? notes : [...notes, pace],
    timeline() {
      const point = chosenPoint(result);
      if (point === null) return null;
      const run = sweep.points[point]!;
      return { point, log: runPoint(run, resolve(run.scenario)).log };
    },
  };
}

/** What is said of all points, each thing once, and the rate of their trace where they have the same. */
function about(resolved: readonly ResolvedScenario[]): { notes: string[]; traceRate: number | null } {
  const [rate, ...others] = new Set(resolved.map(({ traceRate }) => traceRate));
  return {
    notes: [...new Set(resolved.flatMap(({ notes }) => notes))],
    traceRate: others.length > 0 ? null : (rate ?? null),
  };
}
