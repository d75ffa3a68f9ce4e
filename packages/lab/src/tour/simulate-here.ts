import type { DecisionLog } from 'lockstep/core';
import {
  formatWait,
  type ReadText,
  readScenario,
  resolveScenario,
  type Scenario,
  type WrittenScenario,
} from 'lockstep/scenario';
import { mergeSweep, simulate, type SweepPoint, type SweepResult } from 'lockstep/simulation';

export interface SimulatedHere {
  readonly point: SweepPoint;
  readonly log: DecisionLog;
  readonly scenario: Scenario;
}

/** Simulates a scenario in the page itself: scenes are so short that no worker is needed, and name no file. */
export function simulateHere(written: WrittenScenario): SimulatedHere {
  return runs(readScenario(written)).next().value!;
}

/**
 * A small sweep, point after point, with a rest for the page after each.
 * @returns null once it is aborted
 */
export async function sweepHere(scenario: Scenario, signal: AbortSignal): Promise<SweepResult | null> {
  const found: SweepPoint[] = [];
  for (const { point } of runs(scenario)) {
    found.push(point);
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return null;
  }
  return mergeSweep(found, found[0]?.slo);
}

function* runs(scenario: Scenario): Generator<SimulatedHere> {
  const { configurations, optionsOf } = resolveScenario(scenario, noFile);
  for (const configuration of configurations) {
    const { batchSize, wait, rate } = configuration;
    const { summary, log } = simulate(optionsOf(configuration));
    yield { point: { batchSize, wait: formatWait(wait), rate, ...summary }, log, scenario };
  }
}

const noFile: ReadText = (name) => {
  throw new Error(`a scene names the file ${name}`);
};
