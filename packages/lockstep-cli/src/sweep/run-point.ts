import type { DecisionLog } from 'lockstep/core';
import type { ResolvedScenario, SweepRun } from 'lockstep/scenario';
import { simulate, type SweepPoint } from 'lockstep/simulation';

/** Simulates one point of a sweep. */
export function runPoint(
  { coordinates }: SweepRun,
  resolved: ResolvedScenario,
): { point: SweepPoint; log: DecisionLog } {
  const { summary, log } = simulate(resolved.options());
  return { point: { coordinates, ...resolved.configuration, ...summary }, log };
}
