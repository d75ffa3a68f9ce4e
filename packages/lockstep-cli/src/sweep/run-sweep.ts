import type { DecisionLog } from 'lockstep/core';
import { type ResolvedScenario, resolveScenario, type Scenario } from 'lockstep/scenario';
import { mergeSweep, type SweepResult } from 'lockstep/simulation';
import { RememberingReader } from '../input/remembering-reader.js';
import { interruptible } from '../interruptible.js';
import { chosenPoint } from './chosen-point.js';
import { openProgress } from '../terminal/progress.js';
import { runPoint } from './run-point.js';
import { runPoints } from './run-points.js';
import { ownPaceNote } from './own-pace.js';

export interface Sweep {
  readonly result: SweepResult;
  readonly notes: readonly string[];
  /** Runs the point that best shows the sweep again, for its log; null when no point is stable. */
  timeline(): { point: number; log: DecisionLog } | null;
}

/** Runs a sweep on worker threads, with a progress bar where there is a terminal, until it is done or stopped. */
export async function runSweep(scenario: Scenario, workers: number): Promise<Sweep> {
  const reader = new RememberingReader();
  const resolved = resolveScenario(scenario, reader.readText);
  const points = await interruptible(async (signal) => {
    const progress = openProgress(resolved.configurations.length, 'points');
    const options = { scenario, texts: reader.texts, resolved, workers, signal, onProgress: progress.show };
    return runPoints(options).finally(progress.stop);
  });
  const { slo } = points[0]!;
  const result = mergeSweep(points, slo);
  const pace = ownPaceNote(resolved.traceRate, scenario, points);
  return {
    result,
    notes: pace === null ? resolved.notes : [...resolved.notes, pace],
    timeline: () => timelineOf(resolved, result),
  };
}

function timelineOf(resolved: ResolvedScenario, result: SweepResult) {
  const point = chosenPoint(result);
  if (point === null) return null;
  return { point, log: runPoint(resolved, resolved.configurations[point]!).log };
}
