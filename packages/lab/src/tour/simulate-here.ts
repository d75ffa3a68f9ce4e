import type { DecisionLog } from 'lockstep/core';
import {
  type ReadText,
  readScenario,
  resolveScenario,
  type Scenario,
  scenarioResolver,
  type Sweep,
  type WrittenScenario,
} from 'lockstep/scenario';
import { coordinatesOf, mergeSweep, simulate, type SweepPoint, type SweepResult } from 'lockstep/simulation';

export interface SimulatedHere {
  readonly point: SweepPoint;
  readonly log: DecisionLog;
  readonly scenario: Scenario;
}

/** Simulates a scenario in the page itself: scenes are so short that no worker is needed, and name no file. */
export function simulateHere(written: WrittenScenario): SimulatedHere {
  const scenario = readScenario(written);
  const { configuration, options } = resolveScenario(scenario, noFile);
  const { summary, log } = simulate(options());
  const point = { coordinates: coordinatesOf(configuration), ...configuration, ...summary };
  return { point, log, scenario };
}

/**
 * A small sweep, point after point, with a rest for the page after each.
 * @returns null once it is aborted
 */
export async function sweepHere({ axes, points }: Sweep, signal: AbortSignal): Promise<SweepResult | null> {
  const resolve = scenarioResolver(noFile);
  const found: SweepPoint[] = [];
  for (const { coordinates, scenario } of points) {
    const { configuration, options } = resolve(scenario);
    found.push({ coordinates, ...configuration, ...simulate(options()).summary });
    await new Promise((done) => setTimeout(done));
    if (signal.aborted) return null;
  }
  return mergeSweep(axes, found);
}

const noFile: ReadText = (name) => {
  throw new Error(`a scene names the file ${name}`);
};
