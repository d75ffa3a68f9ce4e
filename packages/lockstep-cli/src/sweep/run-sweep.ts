import type { DecisionLog } from 'lockstep/core';
import { type ResolvedScenario, resolveScenario, type Scenario } from 'lockstep/scenario';
import { mergeSweep, type SweepResult } from 'lockstep/simulation';
import { RememberingReader } from '../input/remembering-reader.js';
import { chosenPoint } from './chosen-point.js';
import { openProgress } from './progress.js';
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
    const progress = openProgress(resolved.configurations.length);
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

/** Lets Ctrl-C and a polite kill end the work through its signal instead of in its midst. */
async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const name of signals) process.once(name, stop);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of signals) process.off(name, stop);
  }
}
